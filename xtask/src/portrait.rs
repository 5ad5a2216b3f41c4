use std::path::PathBuf;
use std::process::ExitCode;

use experiments::Options;
use experiments::study::{self, Map, Robustness};
use kernels::Level;
use report::{ChangeLine, MapLine, write_curves};

use crate::data::Data;
use crate::display::Display;
use crate::output::Output;
use crate::{environment, interruption, print};

/// Train one LeNet-5 and look into it, for Figures 2 and 13
///
/// It is trained as the row lenet5-dist. Into --out go its weights (lenet5.safetensors), the
/// states of all its layers for one test image (figure-2.csv), and its error when all test
/// images are shifted, scaled, turned, squeezed or spoilt by noise (figure-13.csv).
#[derive(clap::Args, Debug)]
pub struct Portrait {
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

impl Portrait {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Level::try_current()?;
        let threads = environment::threads(self.threads)?;
        let folder = environment::out(self.out)?;
        let data = self.data.load()?;
        let Some(&label) = data.test.labels().get(self.image) else {
            anyhow::bail!(
                "--image {}: there are {} test images",
                self.image,
                data.test.len()
            );
        };
        let output = Output::open(folder)?;
        let (weights, figure_2) = (output.file(WEIGHTS)?, output.file(FIGURE_2)?);
        let figure_13 = output.file(FIGURE_13)?;
        interruption::listen(output.folder().to_owned())?;
        let options = Options {
            seed: None,
            threads,
            train_images: None,
        };
        let live = Display::new(1).line("lenet5-dist", 1);
        let network = study::train(&data, options, &live)?;
        network.save(weights)?;

        let changes = study::robustness(&network, &data, options, &live)?;
        let lines: Vec<ChangeLine> = changes.iter().map(change_line).collect();
        write_curves(&figure_13, &lines)?;
        let n_changes = lines.len();

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
        let lines: Vec<MapLine> = maps.iter().map(map_line).collect();
        write_curves(&figure_2, &lines)?;
        live.finish(&format!("{n_changes} changes of the test images"));
        print::say(format_args!("Portrait: {}", output.folder().display()));
        Ok(ExitCode::SUCCESS)
    }
}

/// The weights of the network.
pub const WEIGHTS: &str = "lenet5.safetensors";
/// The states of its layers.
pub const FIGURE_2: &str = "figure-2.csv";
/// Its error on changed images.
pub const FIGURE_13: &str = "figure-13.csv";

fn change_line(found: &Robustness) -> ChangeLine {
    let percent = 100.0 * found.errors as f64 / found.images as f64;
    ChangeLine {
        kind: found.change.name().into(),
        amount: found.amount,
        error_percent: (percent * 1e4).round() / 1e4,
        errors: found.errors,
        test_images: found.images,
    }
}
