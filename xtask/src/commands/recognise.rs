use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{anyhow, bail};
use comfy_table::CellAlignment;
use experiments::{Answer, Models, Observer as _, Options, ROWS, Row, RunError, Shared, Stage};
use kernels::Level;
use mnist_io::Images;
use report::CalibrationLine;
use report::results::files::CALIBRATION;

use super::compare::QUICK;
use crate::support::data::Data;
use crate::support::display::{self, Display};
use crate::support::output::Output;
use crate::support::schedule;
use crate::support::selection::Selection;
use crate::support::{environment, interruption, picture, print};

/// Recognise a digit of your own by every row whose model was kept
///
/// FILE is a picture of one digit: PNG, JPEG or PGM, of any size, grey or in colour, dark on light
/// or light on dark, with plain ground all round. It is brought to MNIST's form as MNIST's makers
/// did it: scaled to a box of 20x20 pixels, its centre of mass in the middle of 28x28. Each row's
/// answer is printed, and what most of them say. What shows no ink, several digits or a shadow is
/// refused; the other files go on, and the exit code is 1.
#[derive(clap::Args, Debug)]
#[command(after_long_help = "\
Examples:
  cargo xtask compare --models bench-results/models   trains every row, in minutes, and keeps it
  cargo xtask recognise seven.jpg

  cargo xtask recognise --quick seven.jpg             at once, with what is trained in seconds
  cargo xtask recognise photos/*.jpg --out seen       and what of them the classifiers saw")]
pub struct Recognise {
    /// Pictures of one digit each
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Folder of the models [default: bench-results/models]
    #[arg(long, value_name = "DIR")]
    models: Option<PathBuf>,

    /// Train the rows of `compare --quick` that have no model, on the first 10,000 images of MNIST
    ///
    /// It takes seconds, and their models are kept. Errors are higher than with all 60,000;
    /// `cargo xtask compare --models DIR` replaces them.
    #[arg(long)]
    quick: bool,

    #[command(flatten)]
    data: Data,

    /// Folder for the images as the classifiers saw them, 28x28, black on white
    ///
    /// That of seven.jpg is seven.jpg.seen.png; of a refused picture it is what was taken for ink.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Recognise {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Level::try_current()?;
        let models = Models::new(environment::models(self.models.clone())?);
        if self.quick {
            self.train(&models)?;
        }
        kept_rows(&models, &self.files[0].display().to_string())?;
        let digits = self.digits()?;
        let seen: Vec<&Images> = digits
            .iter()
            .filter_map(|seen| seen.as_ref().ok())
            .collect();
        // A program away from its workspace has none.
        let results = environment::out(None).ok();
        let calibration = results.map_or(Ok(Vec::new()), |folder| CALIBRATION.read(&folder))?;
        let (answers, mut failed) = answers(&models, &calibration, &seen);

        let has_confidence =
            (answers.iter().flatten()).any(|told| told.answer.confidence.is_some());
        let mut answers_of_seen = answers.into_iter();
        for (file, seen) in self.files.iter().zip(&digits) {
            match seen {
                Ok(_) => {
                    let answers = answers_of_seen.next().unwrap_or_default();
                    print::answer(told(file, &answers))?;
                }
                Err(refusal) => {
                    failed = true;
                    print::note(refusal);
                }
            }
        }
        if !seen.is_empty() {
            print::answer(match has_confidence {
                true => {
                    "Confidence: how probable the row's scores make its answer, by the temperature \
                     that `cargo xtask calibrate` fitted on digits of MNIST. Ink that is no digit \
                     like those can have a high one, too."
                }
                false => "Confidence: `cargo xtask calibrate` has not measured these rows yet.",
            })?;
        }
        Ok(ExitCode::from(u8::from(failed)))
    }

    /// Trains what `compare --quick` does, but for the rows that have a model.
    fn train(&self, models: &Models) -> anyhow::Result<()> {
        let mut rows = Selection::default().rows(true)?;
        rows.retain(|row| !models.path(row).is_file());
        if rows.is_empty() {
            return Ok(());
        }
        let output = Output::open_as(models.folder().to_owned(), "--models")?;
        let data = self.data.load()?;
        interruption::listen(output.folder().to_owned())?;
        let options = Options {
            seed: None,
            threads: environment::threads(None)?,
            train_images: Some(QUICK),
        };
        let jobs = schedule::jobs(&rows, options, 1)?;
        let shared = Shared::default();
        let failures = Display::new(jobs.len()).run(jobs, options.threads, |job, live| {
            let run = experiments::describe(job.row, &data, job.options);
            let model = experiments::train(job.row, &data, job.options, live, &shared)?;
            models.keep(job.row, &run, &*model)?;
            Ok(())
        });
        match failures.as_slice() {
            [] => Ok(()),
            failures => bail!("cannot train {}", failures.join("; ")),
        }
    }

    /// The digit of each file, or why there is none; both go to `--out`.
    fn digits(&self) -> anyhow::Result<Vec<Result<Images, String>>> {
        let output = self.out.clone().map(Output::open).transpose()?;
        let mut names = Vec::new();
        let mut digits = Vec::new();
        for file in &self.files {
            let seen = match picture::sight(file) {
                Ok(seen) => seen,
                Err(error) => {
                    digits.push(Err(print::causes(error.as_ref())));
                    continue;
                }
            };
            if let Some(output) = &output {
                let bytes = match &seen.digit {
                    Ok(digit) => {
                        let shape = (digit.height(), digit.width());
                        picture::png(digit.pixels().to_shape(shape)?.view())?
                    }
                    Err(_) => picture::png(seen.ink.view())?,
                };
                let name = name_of_seen(file, &names);
                whole_file::write(&output.file(&name)?, &bytes)?;
                names.push(name);
            }
            let refused = |refusal| format!("{}: {refusal}", file.display());
            digits.push(seen.digit.map_err(refused));
        }
        Ok(digits)
    }
}

/// The rows whose models are kept.
///
/// # Errors
/// If there is none, with the ways to have some, of which one recognises `picture`.
pub fn kept_rows(models: &Models, picture: &str) -> anyhow::Result<Vec<&'static Row>> {
    let is_kept = |row: &&Row| models.path(row).is_file();
    let kept: Vec<&Row> = ROWS.iter().copied().filter(is_kept).collect();
    if kept.is_empty() {
        let folder = models.folder().display();
        bail!(
            "{folder}: no models yet. `cargo xtask recognise --quick {picture}` trains some on \
             10,000 images, in seconds; `cargo xtask compare --models {folder}` all of them on \
             60,000, in minutes"
        );
    }
    Ok(kept)
}

/// What a picture's image is called, other than those of files of the same name elsewhere.
fn name_of_seen(file: &Path, taken: &[String]) -> String {
    let name = file
        .file_name()
        .unwrap_or(file.as_os_str())
        .to_string_lossy();
    let numbers = std::iter::once(String::new()).chain((2..).map(|number| format!(".{number}")));
    let mut names = numbers.map(|number| format!("{name}{number}.seen.png"));
    let free = names.find(|name| !taken.contains(name));
    free.expect("there are more numbers than files")
}

/// What a row says of a digit, and what it took to prepare and to score it.
struct Told {
    row: &'static Row,
    answer: Answer,
    took: Duration,
}

/// What every kept row says of each digit, and whether a model could not be asked. One model is
/// in memory at a time.
fn answers(
    models: &Models,
    calibration: &[CalibrationLine],
    digits: &[&Images],
) -> (Vec<Vec<Told>>, bool) {
    let mut answers: Vec<Vec<Told>> = digits.iter().map(|_| Vec::new()).collect();
    let mut failed = false;
    if digits.is_empty() {
        return (answers, failed);
    }
    let display = Display::new(ROWS.len());
    let mut quick = 0;
    for (number, &row) in (1..).zip(ROWS) {
        let live = display.line(row.id(), number);
        live.stage(Stage::Recognising);
        let ask = || {
            let Some(kept) = models.load(row)? else {
                return Ok(None);
            };
            let temperature = temperature(calibration, row, &kept.settings);
            let answers = digits.iter().map(|digit| {
                let begun = Instant::now();
                Ok((kept.answer(digit, temperature)?, begun.elapsed()))
            });
            let answers: Result<Vec<(Answer, Duration)>, RunError> = answers.collect();
            let answers = answers.map_err(|error| {
                anyhow!("{}: {}", models.path(row).display(), print::causes(&error))
            })?;
            anyhow::Ok(Some((answers, kept.settings.contains("QUICK"))))
        };
        match ask() {
            Ok(None) => {}
            Ok(Some((of_row, is_quick))) => {
                quick += usize::from(is_quick);
                for (answers, (answer, took)) in answers.iter_mut().zip(of_row) {
                    answers.push(Told { row, answer, took });
                }
            }
            Err(error) => {
                failed = true;
                live.finish(&format!("FAILED: {}", print::causes(error.as_ref())));
            }
        }
    }
    if quick > 0 {
        print::note(format_args!(
            "{quick} of these models were trained on {QUICK} images only; their confidence is too \
             high"
        ));
    }
    (answers, failed)
}

/// The temperature of a row's scores, if it was fitted with the settings of the model.
fn temperature(calibration: &[CalibrationLine], row: &Row, settings: &str) -> Option<f64> {
    let line = CalibrationLine::by_temperature(calibration, row.id())?;
    line.temperature
        .filter(|_| settings.starts_with(&line.settings))
}

/// What the rows say of one picture, and the majority.
fn told(file: &Path, answers: &[Told]) -> String {
    let mut grid = display::ruled(["Row", "Answer", "Confidence %", "µs"], display::width());
    for Told { row, answer, took } in answers {
        grid.add_row([
            row.id().to_owned(),
            answer.class.to_string(),
            answer
                .confidence
                .map_or("–".into(), |p| format!("{:.1}", 100.0 * p)),
            format!("{:.0}", 1e6 * took.as_secs_f64()),
        ]);
    }
    for column in 1..=3 {
        if let Some(column) = grid.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let classes: Vec<usize> = answers.iter().map(|told| told.answer.class).collect();
    format!("{}: {}\n{grid}", file.display(), majority(&classes))
}

/// The class that most say, or those that as many say.
fn majority(classes: &[usize]) -> String {
    let votes = |class: usize| classes.iter().filter(|&&other| other == class).count();
    let most = classes.iter().map(|&class| votes(class)).max().unwrap_or(0);
    let mut best: Vec<usize> = classes.to_vec();
    best.retain(|&class| votes(class) == most);
    best.sort_unstable();
    best.dedup();
    let best: Vec<String> = best.iter().map(usize::to_string).collect();
    let each = if best.len() > 1 { " each" } else { "" };
    format!(
        "{}, say {most} of {} rows{each}",
        best.join(" or "),
        classes.len()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_is_the_class_with_most_votes_or_all_of_them() {
        assert_eq!(majority(&[3, 5, 5]), "5, say 2 of 3 rows");
        assert_eq!(majority(&[5, 3]), "3 or 5, say 1 of 2 rows each");
    }

    #[test]
    fn files_of_one_name_in_two_folders_have_two_images() {
        let first = name_of_seen(Path::new("a/7.png"), &[]);
        assert_eq!(first, "7.png.seen.png");
        assert_eq!(
            name_of_seen(Path::new("b/7.png"), &[first]),
            "7.png.2.seen.png"
        );
    }
}
