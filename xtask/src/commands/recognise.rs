use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::anyhow;
use experiments::{Answer, Models, Observer as _, ROWS, Row, RunError, Stage};
use kernels::Level;
use mnist_io::Images;
use report::CalibrationLine;
use report::results::files::CALIBRATION;

use crate::support::data::Data;
use crate::support::display::{self, Display};
use crate::support::kept::{self, QUICK};
use crate::support::output::Output;
use crate::support::{environment, picture, print};

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
            kept::train_quick(&models, &self.data)?;
        }
        let first = self.files[0].display();
        kept::rows(&models, format_args!("recognise --quick {first}"))?;
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
            let temperature = CalibrationLine::temperature(calibration, row.id(), &kept.settings);
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
    display::right(&mut grid, 1..=3);
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
