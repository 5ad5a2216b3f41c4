use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use experiments::{Bounds, Explanation, LineReader};
use kernels::Level;
use mnist_io::transform::Line;
use report::results::files::WEIGHTS;

use crate::support::{display, environment, picture, print, seen};

/// Read a line of handwritten digits of your own: a ZIP code, an amount, a year
///
/// FILE is a picture of one line of digits: PNG, JPEG or PGM, of any size, grey or in colour, dark on
/// light or light on dark, with plain ground around it. The line is brought to the size of MNIST's
/// digits, cut into pieces of ink, more than there are digits, and the best way to join them and to read
/// them is the answer (section V of the paper). Told are the digits, the probability of the whole
/// string among all that may stand there, and of each digit its place in the picture and how probable
/// it is there.
///
/// Dashes and dots are left out, letters are read as digits. A picture with several lines or none, a
/// frame or a shadow is refused with a word that says what to do; the other files go on, and the exit
/// code is 1.
#[derive(clap::Args, Debug)]
#[command(after_long_help = "\
Examples:
  cargo xtask read zip.jpg
  cargo xtask read --digits 5 zip.jpg          a ZIP code has five: other strings do not count
  cargo xtask read --draw seen.png zip.jpg     and a picture of what of it the reader saw

Models:
  Without --model, the network is the first of these that is there:
    bench-results/models/hos-dforward.safetensors   trained on strings, so it errs least
    bench-results/models/lenet5.safetensors         trained on single digits:
                                                    cargo xtask compare --only lenet5 --models DIR
    bench-results/lenet5.safetensors                the same with distorted digits, by `studies`

  A network of single digits has never seen half of one, or two together, and is no less sure what
  these are. Where digits touch, tell it how many there are, and look at what --draw shows.")]
pub struct Read {
    /// Pictures of one line of digits each
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// Network to read with: a LeNet as `compare --models` keeps it
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,

    /// How many digits there are, if that is known
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    digits: Option<u16>,

    /// PNG file to draw: the line as the reader saw it, with its cuts, and each digit's box under the
    /// answer
    ///
    /// Its probability in percent stands below. Of a picture that is refused, it shows what was
    /// taken for ink.
    #[arg(long, value_name = "OUT.png")]
    draw: Option<PathBuf>,
}

impl Read {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        Level::try_current()?;
        self.check_draw()?;
        let path = self.model()?;
        let reader = LineReader::load(&path)?;
        let mut failed = false;
        let mut n_read = 0;
        for file in &self.files {
            match self.read(file, &reader) {
                Ok(told) => {
                    n_read += 1;
                    print::answer(told)?;
                }
                Err(error) => {
                    failed = true;
                    print::note(print::causes(error.as_ref()));
                }
            }
        }
        if n_read > 0 {
            print::answer(format_args!(
                "Read by {}, {}",
                path.display(),
                match reader.has_learnt_strings() {
                    true => "which was trained on strings.",
                    false =>
                        "which knows single digits only: where digits touch it errs more than a \
                         network that was trained on strings, and is too sure of itself.",
                }
            ))?;
        }
        Ok(ExitCode::from(u8::from(failed)))
    }

    /// Refuses a file for the drawing that cannot be one, before any work.
    fn check_draw(&self) -> anyhow::Result<()> {
        let Some(draw) = &self.draw else {
            return Ok(());
        };
        if self.files.len() > 1 {
            bail!("--draw takes one FILE, and {} are named", self.files.len());
        }
        if draw
            .extension()
            .is_none_or(|e| !e.eq_ignore_ascii_case("png"))
        {
            bail!(
                "--draw {}: it writes a PNG; call it OUT.png",
                draw.display()
            );
        }
        let real = |path: &Path| path.canonicalize().ok();
        if real(draw).is_some_and(|draw| Some(draw) == real(&self.files[0])) {
            bail!("--draw {}: that is the picture to read", draw.display());
        }
        Ok(())
    }

    /// The file of the network.
    fn model(&self) -> anyhow::Result<PathBuf> {
        if let Some(model) = &self.model {
            return Ok(model.clone());
        }
        let models = environment::models(None)?;
        let kept = LineReader::ROWS.map(|row| models.join(format!("{row}.safetensors")));
        let committed = environment::results()?.join(WEIGHTS);
        let mut all = kept.into_iter().chain([committed]);
        all.find(|path| path.is_file()).with_context(|| {
            format!(
                "{}: no network to read with. `cargo xtask compare --only lenet5 --models {}` trains \
                 one; or name the file of one with --model",
                models.display(),
                models.display()
            )
        })
    }

    /// Reads a picture, draws what was seen if that is wanted, and returns what there is to tell.
    fn read(&self, file: &Path, reader: &LineReader) -> anyhow::Result<String> {
        let sighting = picture::line(file)?;
        let line = match sighting.line {
            Ok(line) => line,
            Err(refusal) => {
                self.draw(|| picture::png(sighting.ink.view()))?;
                bail!("{}: {refusal}", file.display());
            }
        };
        let n_digits = self.digits.map(usize::from);
        let read = reader.read(line.picture.view(), n_digits);
        let read = read.with_context(|| file.display().to_string())?;
        let Some(read) = read else {
            self.draw(|| picture::png(line.picture.view()))?;
            let n = n_digits.unwrap_or(0);
            bail!(
                "{}: its ink cannot be parted into {n} digits; without --digits it is read as it is",
                file.display()
            );
        };
        self.draw(|| picture::encoded(&seen::drawing(&line.picture, &read).into()))?;
        Ok(self.told(file, &line, &read))
    }

    fn draw(&self, png: impl FnOnce() -> anyhow::Result<Vec<u8>>) -> anyhow::Result<()> {
        match &self.draw {
            Some(path) => whole_file::write(path, &png()?)
                .with_context(|| format!("cannot write {}", path.display())),
            None => Ok(()),
        }
    }

    /// What is read, and of each digit where.
    fn told(&self, file: &Path, line: &Line, read: &Explanation) -> String {
        let digits = read.reading.digits.iter().map(u8::to_string);
        let mut told = format!(
            "{}: {}, with a probability of {:.1} %",
            file.display(),
            digits.collect::<String>(),
            100.0 * read.reading.confidence
        );
        if let Some(n) = self.digits {
            told += &format!(" (told that it has {n} digits)");
        }
        match line.left_out {
            0 => {}
            1 => told += "\n1 mark that is no digit was left out",
            n => told += &format!("\n{n} marks that are no digits were left out"),
        }
        let mut grid = display::ruled(
            ["Digit", "Probability %", "Columns", "Rows"],
            display::width(),
        );
        let each = read.reading.digits.iter().zip(&read.reading.places);
        for ((digit, place), probability) in each.zip(&read.probabilities) {
            let [columns, rows] = in_picture(line, place);
            let probability = format!("{:.1}", 100.0 * probability);
            grid.add_row([digit.to_string(), probability, columns, rows]);
        }
        display::right(&mut grid, 0..=3);
        format!("{told}\n{grid}")
    }
}

/// The columns and the rows of the picture that a place of its line takes.
fn in_picture(line: &Line, place: &Bounds) -> [String; 2] {
    let [top, left] = line.corner;
    [(left, &place.columns), (top, &place.rows)].map(|(corner, range)| {
        let [first, end] = [range.start, range.end].map(|at| corner + at as f64 * line.pixel);
        let first = first.round().max(0.0);
        format!("{first:.0}–{:.0}", (end.round() - 1.0).max(first))
    })
}
