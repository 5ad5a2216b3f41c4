use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;

use experiments::{Options, Shared};
use kernels::Level;
use report::results::files::CALIBRATION;
use report::{CalibrationLine, numbers};

use crate::support::data::Data;
use crate::support::display::{self, Display};
use crate::support::output::Output;
use crate::support::selection::Selection;
use crate::support::tables::{refuse_data_set, replace_lines, rows_on, selected};
use crate::support::{environment, interruption, print, schedule};

/// Make probabilities of the rows' scores, and measure what they are worth
///
/// Each row is trained on the first 50,000 training images. A temperature, and a sigmoid for each
/// class, are fitted to its scores of the last 10,000, and so is the confidence below which to
/// reject for 0.5 % error. The probabilities are then judged on the test images, which decide
/// nothing. The lines go to bench-results/calibration.csv; `cargo xtask recognise` has the
/// temperatures from there. It takes about as long as `cargo xtask compare`.
#[derive(clap::Args, Debug)]
pub struct Calibrate {
    #[command(flatten)]
    selection: Selection,

    #[command(flatten)]
    data: Data,

    /// Seed for the rows that have randomness, instead of each row's own
    #[arg(long, value_name = "N")]
    seed: Option<u64>,

    /// Threads to use [default: one a core], up to four a core
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    threads: Option<u16>,

    /// Folder of calibration.csv [default: bench-results]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Calibrate {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Level::try_current()?;
        let rows = self.selection.rows(false)?;
        let options = Options {
            seed: self.seed,
            threads: environment::threads(self.threads)?,
            train_images: None,
        };
        let data = self.data.load()?;
        let folder = environment::out_of(self.out, &data)?;
        let jobs = schedule::jobs(&selected(&rows_on(&data, &folder)?, &rows), options, 1)?;
        let output = Output::open(folder)?;
        refuse_data_set(&output, &data)?;
        output.file(CALIBRATION.name)?;
        interruption::listen(output.folder().to_owned())?;

        let (environment, shared) = (environment::environment(), Shared::default());
        let all = Mutex::new(CALIBRATION.read(output.folder())?);
        let failures = Display::new(jobs.len()).run(jobs, options.threads, |job, live| {
            let (row, options) = (&job.row, job.options);
            let lines = experiments::calibrate(row, &data, options, &environment, live, &shared)?;
            let mut all = all.lock().expect("no holder panics");
            replace_lines(&mut all, row, lines, |line| &line.row);
            CALIBRATION.write(output.folder(), &*all)?;
            Ok(())
        });
        let all = all.into_inner().expect("no holder panics");
        let measured = |line: &&CalibrationLine| rows.iter().any(|row| row.id() == line.row);
        print::say(table(&Vec::from_iter(all.iter().filter(measured))));
        print::say(
            "Log loss, Brier score and calibration error: of the softmax of the scores / by the \
             temperature / by sigmoids. Rejected: by the temperature, for 0.5 % errors on the \
             held-out images.",
        );
        if !failures.is_empty() {
            print::note(format_args!(
                "{} rows failed: {}",
                failures.len(),
                failures.join("; ")
            ));
        }
        Ok(ExitCode::from(u8::from(!failures.is_empty())))
    }
}

/// What the three methods come to, a row a line.
fn table(lines: &[&CalibrationLine]) -> comfy_table::Table {
    let titles = [
        "Row",
        "Temperature",
        "Log loss",
        "Brier score",
        "Calibration error %",
        "Rejected %",
        "Errors % of the rest",
    ];
    let mut grid = display::ruled(titles, display::width());
    for of_row in lines.chunk_by(|a, b| a.row == b.row) {
        let of = |method: &str| of_row.iter().find(|line| line.method == method);
        let Some(fitted) = of("temperature") else {
            continue;
        };
        let methods = ["none", "temperature", "sigmoid"];
        let each = |show: &dyn Fn(&CalibrationLine) -> String| {
            let shown = methods.map(|method| of(method).map_or("–".into(), |line| show(line)));
            shown.join(" / ")
        };
        grid.add_row([
            fitted.row.clone(),
            fitted.temperature.map_or("–".into(), |t| format!("{t:.4}")),
            each(&|line| format!("{:.4}", line.log_loss)),
            each(&|line| format!("{:.4}", line.brier_score)),
            each(&|line| format!("{:.2}", line.calibration_error_percent)),
            numbers::percent(fitted.rejected_percent),
            numbers::percent(fitted.error_percent_of_accepted),
        ]);
    }
    display::right(&mut grid, 1..titles.len());
    grid
}
