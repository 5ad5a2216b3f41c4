use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use experiments::ROWS;
use experiments::strings::{STRING_ROWS, Set, StringRow};
use report::results::files::{PREDICTIONS, STRING_ANSWERS};
use report::{Predictions, Strings, numbers, results, statistics};

use crate::support::{environment, print, selection, string_tables};

/// Ask whether two rows differ by more than chance, by McNemar's exact test
///
/// Both have seen the same test images, so the images that only one of them recognises tell
/// more than their two error rates. Takes the predictions that `cargo xtask compare` has kept; of two
/// rows that read strings of digits, such as hos-dforward and sdnn-dforward, the answers that
/// `cargo xtask strings` has kept.
#[derive(clap::Args, Debug)]
pub struct Versus {
    /// A row, such as lenet5, or one of its seeds, as in lenet5:2; or one that reads strings
    #[arg(value_name = "A")]
    first: String,

    /// Another of the same kind
    #[arg(value_name = "B")]
    second: String,

    /// The set of strings that both have read: paper, apart, tight or noisy [default: paper]
    #[arg(long, value_name = "SET", value_parser = selection::set)]
    set: Option<Set>,

    /// Folder of predictions.csv and strings-answers.csv [default: bench-results]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Versus {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let names = [&*self.first, &*self.second];
        let of_strings = names.map(string_row);
        if let [Some(_), None] | [None, Some(_)] = of_strings {
            refuse_mixture(names)?;
        }
        let folder = environment::out(self.out)?;
        let [Some(first), Some(second)] = of_strings else {
            if self.set.is_some() {
                bail!("--set names strings of digits, and these rows read none");
            }
            let correct = of_digits(&folder, names)?;
            print::answer(told(names, &correct, ["test images", "recognised"]))?;
            return Ok(ExitCode::SUCCESS);
        };
        if let Some(name) = names.into_iter().find(|name| name.contains(':')) {
            bail!(
                "{name}: of a row that reads strings, the answers with one seed are kept: leave it out"
            );
        }
        let set = self.set.unwrap_or(Set::Paper);
        let answers = Strings::read(&folder)?;
        let path = folder.join(STRING_ANSWERS.name);
        let correct = |row: &StringRow| correct_strings(&answers, row, set, &path);
        let correct = [correct(first)?, correct(second)?];
        let strings = format!("strings of the set {}", set.name());
        print::answer(told(names, &correct, [&strings, "read"]))?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The row of that name, or of one with a seed, if it reads strings.
fn string_row(name: &str) -> Option<&'static StringRow> {
    string_tables::row(name.split(':').next()?)
}

/// One of the two reads strings, and the other does not.
fn refuse_mixture(names: [&str; 2]) -> anyhow::Result<()> {
    for name in names {
        let row = name.split(':').next().unwrap_or_default();
        if string_row(name).is_none() && ROWS.iter().all(|own| own.id() != row) {
            bail!("no row is called {row:?}; {}", suggestion(row));
        }
    }
    let [first, second] = names;
    bail!(
        "one of {first} and {second} reads strings of digits and the other one single digits: \
         there are no images that both have seen"
    );
}

/// Names near to one that is none.
fn suggestion(row: &str) -> String {
    let ids = ROWS.iter().map(|row| row.id());
    let ids: Vec<&str> = ids.chain(STRING_ROWS.iter().map(StringRow::id)).collect();
    selection::suggestion(row, &ids)
}

/// How two rows that got these test images right differ; `what` names the images, and the verb.
fn told(names: [&str; 2], correct: &[Vec<bool>; 2], what: [&str; 2]) -> String {
    let [first, second] = names;
    let [images, recognised] = what;
    let pairs = || correct[0].iter().zip(&correct[1]);
    let only_first = pairs().filter(|(a, b)| **a && !**b).count();
    let only_second = pairs().filter(|(a, b)| !**a && **b).count();
    let neither = pairs().filter(|(a, b)| !**a && !**b).count();
    let n = correct[0].len();
    let p = statistics::mcnemar(only_first, only_second);
    let percent = |errors: usize| 100.0 * errors as f64 / n as f64;
    format!(
        "{first:<24} {:>6.2} % error\n{second:<24} {:>6.2} % error\n\
         Of {n} {images}, {only_first} are {recognised} by {first} alone, {only_second} by \
         {second} alone, {neither} by neither.\n\
         McNemar's exact test, two-sided: p = {}: {}.",
        percent(only_second + neither),
        percent(only_first + neither),
        numbers::p_value(p),
        if p < 0.05 {
            "a difference that chance does not explain at 5 %"
        } else {
            "chance alone explains the difference at 5 %"
        }
    )
}

/// Whether each of two rows got each test image right.
fn of_digits(folder: &Path, names: [&str; 2]) -> anyhow::Result<[Vec<bool>; 2]> {
    let path = folder.join(PREDICTIONS.name);
    let predictions = results::predictions(folder)?;
    if predictions.truth().is_empty() {
        bail!(
            "{}: holds no predictions; `cargo xtask compare` writes them",
            path.display()
        );
    }
    let correct =
        |name: &str| correct(&predictions, name).with_context(|| format!("in {}", path.display()));
    Ok([correct(names[0])?, correct(names[1])?])
}

/// Whether a row, or one of its seeds, got each test image right.
fn correct(predictions: &Predictions, name: &str) -> anyhow::Result<Vec<bool>> {
    let (row, seed) = match name.split_once(':') {
        None => (name, None),
        Some((row, seed)) => {
            let seed: u64 = seed.parse().with_context(|| format!("{name:?}: no seed"))?;
            (row, Some(seed))
        }
    };
    let mut of_row = predictions.given().of_row(row).peekable();
    if of_row.peek().is_none() {
        bail!("no predictions of {row:?}; {}", suggestion(row));
    }
    let mut with_seed = of_row.filter(|(own, _)| seed.is_none() || *own == seed);
    let Some((_, classes)) = with_seed.next() else {
        bail!(
            "no predictions of {row} with seed {}",
            seed.unwrap_or_default()
        );
    };
    let pairs = classes.iter().zip(predictions.truth());
    Ok(pairs.map(|(given, label)| given == label).collect())
}

/// Whether a row read each string of a set right.
fn correct_strings(
    strings: &Strings,
    row: &StringRow,
    set: Set,
    path: &Path,
) -> anyhow::Result<Vec<bool>> {
    let (id, name) = (row.id(), set.name());
    if !row.sets.contains(&set) {
        let sets: Vec<&str> = row.sets.iter().map(|set| set.name()).collect();
        bail!(
            "{id} does not read the set {name}; it reads {}",
            sets.join(", ")
        );
    }
    strings.answers.correct(id, name).with_context(|| {
        format!(
            "{}: has no answers of {id} on the set {name}; `cargo xtask strings --only {id} --set \
             {name}` writes them",
            path.display()
        )
    })
}
