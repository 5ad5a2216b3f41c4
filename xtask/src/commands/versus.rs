use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use experiments::ROWS;
use report::results::files::PREDICTIONS;
use report::{Predictions, results, statistics};

use crate::support::{environment, print, selection};

/// Ask whether two rows differ by more than chance, by McNemar's exact test
///
/// Both have seen the same test images, so the images that only one of them recognises tell
/// more than their two error rates. Takes the predictions that `cargo xtask compare` has kept.
#[derive(clap::Args, Debug)]
pub struct Versus {
    /// A row, such as lenet5, or one of its seeds, as in lenet5:2
    #[arg(value_name = "A")]
    first: String,

    /// Another
    #[arg(value_name = "B")]
    second: String,

    /// Folder of predictions.csv [default: bench-results]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Versus {
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let folder = environment::out(self.out)?;
        let path = folder.join(PREDICTIONS.name);
        let predictions = results::predictions(&folder)?;
        if predictions.truth().is_empty() {
            bail!(
                "{}: holds no predictions; `cargo xtask compare` writes them",
                path.display()
            );
        }
        let correct = |name: &str| {
            correct(&predictions, name).with_context(|| format!("in {}", path.display()))
        };
        let (first, second) = (correct(&self.first)?, correct(&self.second)?);
        let pairs = || first.iter().zip(&second);
        let only_first = pairs().filter(|(a, b)| **a && !**b).count();
        let only_second = pairs().filter(|(a, b)| !**a && **b).count();
        let neither = pairs().filter(|(a, b)| !**a && !**b).count();
        let n = first.len();
        let p = statistics::mcnemar(only_first, only_second);
        let percent = |errors: usize| 100.0 * errors as f64 / n as f64;
        print::answer(format_args!(
            "{0:<24} {2:>6.2} % error\n{1:<24} {3:>6.2} % error\n\
             Of {n} test images, {only_first} are recognised by {0} alone, {only_second} by {1} \
             alone, {neither} by neither.\n\
             McNemar's exact test, two-sided: p = {4}: {5}.",
            self.first,
            self.second,
            percent(only_second + neither),
            percent(only_first + neither),
            if p < 1e-4 {
                format!("{p:.1e}")
            } else {
                format!("{p:.4}")
            },
            if p < 0.05 {
                "a difference that chance does not explain at 5 %"
            } else {
                "chance alone explains the difference at 5 %"
            }
        ))?;
        Ok(ExitCode::SUCCESS)
    }
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
        let ids: Vec<&str> = ROWS.iter().map(|row| row.id()).collect();
        bail!(
            "no predictions of {row:?}; {}",
            selection::suggestion(row, &ids)
        );
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
