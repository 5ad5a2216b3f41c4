use std::path::PathBuf;
use std::process::ExitCode;

use experiments::Options;
use experiments::study::{self, Map, Robustness};
use kernels::Level;
use report::results::files::{FIGURE_2, FIGURE_13, WEIGHTS};
use report::{ChangeLine, MapLine, numbers};

use crate::support::data::Data;
use crate::support::display::Display;
use crate::support::output::Output;
use crate::support::tables::refuse_data_set;
use crate::support::{environment, figures, interruption, print};

/// Train one LeNet-5 and look into it, for Figures 2 and 13
///
/// It is trained as the row lenet5-dist. Into --out go its weights (lenet5.safetensors), the
/// states of all its layers for one test image (figure-2.csv), and its error when all test
/// images are shifted, scaled, turned, squeezed or spoilt by noise (figure-13.csv).
#[derive(clap::Args, Debug)]
#[command(after_long_help = figures::drawn_from("studies"))]
pub struct Studies {
    #[command(flatten)]
    data: Data,

    /// The test image whose layers are kept, from 0
    #[arg(long, value_name = "N", default_value_t = 0)]
    image: usize,

    /// Threads to use [default: one a core], up to four a core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,

    /// Folder for the files [default: bench-results]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Studies {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Level::try_current()?;
        let threads = environment::threads(self.threads)?;
        let data = self.data.load()?;
        let folder = environment::out_of(self.out, &data)?;
        let Some(&label) = data.test.labels().get(self.image) else {
            anyhow::bail!(
                "--image {}: there are {} test images",
                self.image,
                data.test.len()
            );
        };
        let output = Output::open(folder)?;
        refuse_data_set(&output, &data)?;
        let weights = output.file(WEIGHTS)?;
        output.file(FIGURE_2.name)?;
        output.file(FIGURE_13.name)?;
        interruption::listen(output.folder().to_owned())?;
        let options = Options {
            seed: None,
            threads,
            train_images: None,
        };
        let display = Display::new(1);
        let live = display.line(ROW, 1);
        let network = study::train(&data, options, &live)?;
        network.save(weights)?;

        let changes = study::robustness(&network, &data, options, &live)?;
        FIGURE_13.write(output.folder(), changes.iter().map(change_line))?;

        let maps = study::layers(&network, &data.test.images().row(self.image).to_vec())?;
        let map_line = |map: &Map| MapLine {
            test_image: self.image,
            label,
            layer: map.layer.into(),
            map: map.map,
            height: map.height,
            width: map.width,
            states: MapLine::words(&map.states),
        };
        FIGURE_2.write(output.folder(), maps.iter().map(map_line))?;
        live.finish(&format!("{} changes of the test images", changes.len()));
        print::say(format_args!("Studies: {}", output.folder().display()));
        Ok(ExitCode::SUCCESS)
    }
}

/// The row whose network is looked into.
pub const ROW: &str = "lenet5-dist";

fn change_line(found: &Robustness) -> ChangeLine {
    let percent = 100.0 * found.errors as f64 / found.images as f64;
    ChangeLine {
        kind: found.change.name().into(),
        amount: found.amount,
        error_percent: numbers::rounded(percent, 4),
        errors: found.errors,
        test_images: found.images,
    }
}
