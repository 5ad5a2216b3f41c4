//! A new table against the committed one.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use mnist_io::Mnist;
use report::results::CsvFile;
use report::{Line, StringLine};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{environment, print};

/// A line with an error and its interval, all in percent.
pub trait Checked: Default + Serialize + DeserializeOwned {
    /// What the error is of.
    const WRONG: &str;

    /// What tells it from the other lines.
    fn name(&self) -> String;

    fn error(&self) -> f64;

    fn interval(&self) -> [f64; 2];
}

impl Checked for Line {
    const WRONG: &str = "error";

    fn name(&self) -> String {
        self.row.clone()
    }

    fn error(&self) -> f64 {
        self.error_percent
    }

    fn interval(&self) -> [f64; 2] {
        [self.error_low_percent, self.error_high_percent]
    }
}

impl Checked for StringLine {
    const WRONG: &str = "of strings wrong";

    fn name(&self) -> String {
        format!("{} {}", self.row, self.set)
    }

    fn error(&self) -> f64 {
        self.string_error_percent
    }

    fn interval(&self) -> [f64; 2] {
        [self.error_low_percent, self.error_high_percent]
    }
}

/// A committed table.
pub struct Committed<L> {
    path: PathBuf,
    lines: Vec<L>,
}

impl<L: Checked> Committed<L> {
    /// That of these data.
    pub fn read(table: CsvFile<L>, data: &Mnist) -> anyhow::Result<Self> {
        let folder = environment::results_of(data)?;
        let path = folder.join(table.name);
        let lines = table.read(&folder)?;
        if lines.is_empty() {
            bail!("{}: holds nothing to compare with", path.display());
        }
        Ok(Self { path, lines })
    }

    /// Says which lines of these names differ in a new table, and fails if one does.
    pub fn judge(&self, new: &[L], names: &[String]) -> ExitCode {
        let faults = faults(&self.lines, new, names);
        for fault in &faults {
            print::note(format_args!("check: {fault}"));
        }
        if faults.is_empty() {
            print::say(format_args!(
                "Check: every row lies inside its interval in {}",
                self.path.display()
            ));
        }
        ExitCode::from(u8::from(!faults.is_empty()))
    }
}

fn faults<L: Checked>(committed: &[L], new: &[L], names: &[String]) -> Vec<String> {
    let fault = |name: &String| {
        let [old, new] = [committed, new].map(|lines| lines.iter().find(|l| l.name() == *name));
        let new = new?;
        let Some(old) = old else {
            return Some(format!("{name}: is not in the committed table"));
        };
        let [low, high] = old.interval();
        (!(low..=high).contains(&new.error())).then(|| {
            format!(
                "{name}: {:.2} % {}, outside {low:.2} to {high:.2} %, the interval of the committed \
                 {:.2} %",
                new.error(),
                L::WRONG,
                old.error(),
            )
        })
    };
    names.iter().filter_map(fault).collect()
}
