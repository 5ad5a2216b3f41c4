use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{ReportError, atomic, table};

/// What was seen in one pass through the training set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pass {
    /// Training images not recognised, counted on the fly, before each step, in percent.
    pub training_error_percent: f64,
    /// Mean loss, in the units of the row's criterion.
    pub loss: f64,
    /// Seconds of wall clock; differs from run to run, as the timing does.
    pub seconds: f64,
}

/// `passes.csv`: how each row trained by gradient came along, pass by pass.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Passes {
    passes: BTreeMap<(String, Option<u64>), Vec<Pass>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    row: String,
    seed: Option<u64>,
    pass: usize,
    training_error_percent: f64,
    loss: f64,
    seconds: f64,
}

impl Passes {
    /// Sets the passes, from the first on, of a row run with this seed.
    pub fn insert(&mut self, row: &str, seed: Option<u64>, passes: Vec<Pass>) {
        self.passes.insert((row.to_owned(), seed), passes);
    }

    /// The passes, from the first on, of a row run with this seed.
    pub fn get(&self, row: &str, seed: Option<u64>) -> Option<&[Pass]> {
        let key = (row.to_owned(), seed);
        self.passes.get(&key).map(Vec::as_slice)
    }

    /// The passes of a row with each of its seeds, the smallest first.
    pub fn of_row<'a>(
        &'a self,
        row: &'a str,
    ) -> impl Iterator<Item = (Option<u64>, &'a [Pass])> + 'a {
        let own = self.passes.iter().filter(move |((id, _), _)| id == row);
        own.map(|((_, seed), passes)| (*seed, passes.as_slice()))
    }

    /// Keeps the rows that `keep` says.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.passes.retain(|(row, _), _| keep(row));
    }

    /// Reads `passes.csv`; an absent file is an empty table.
    ///
    /// # Errors
    /// [`ReportError::Table`] if it is not one of ours.
    pub fn read(path: &Path) -> Result<Self, ReportError> {
        let mut read = Self::default();
        for entry in table::read_csv::<Entry>(path)? {
            let key = (entry.row, entry.seed);
            let row = key.0.clone();
            let passes = read.passes.entry(key).or_default();
            passes.push(Pass {
                training_error_percent: entry.training_error_percent,
                loss: entry.loss,
                seconds: entry.seconds,
            });
            if entry.pass != passes.len() {
                return Err(ReportError::Table {
                    path: path.to_owned(),
                    why: format!("pass {} of {row} where {} is due", entry.pass, passes.len()),
                });
            }
        }
        Ok(read)
    }

    /// Writes `passes.csv`, whole or not at all, the rows in the order of `ids`.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(&self, path: &Path, ids: &[&str]) -> Result<(), ReportError> {
        let rows = ids
            .iter()
            .flat_map(|id| self.of_row(id).map(move |(seed, of)| (*id, seed, of)));
        let entries = rows.flat_map(|(row, seed, passes)| {
            passes.iter().enumerate().map(move |(index, pass)| Entry {
                row: row.to_owned(),
                seed,
                pass: index + 1,
                training_error_percent: pass.training_error_percent,
                loss: pass.loss,
                seconds: pass.seconds,
            })
        });
        atomic::write(path, &table::to_csv::<Entry>(path, entries)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Pass = Pass {
        training_error_percent: 4.5,
        loss: 0.25,
        seconds: 1.5,
    };

    fn passes() -> Passes {
        let second = Pass {
            loss: 0.125,
            ..FIRST
        };
        let mut passes = Passes::default();
        passes.insert("lenet5", Some(1), vec![FIRST, second]);
        passes.insert("lenet1", None, vec![FIRST]);
        passes
    }

    #[test]
    fn survives_the_file_which_is_the_contract() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passes.csv");
        assert_eq!(Passes::read(&path).unwrap(), Passes::default());
        passes().write(&path, &["lenet1", "lenet5"]).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "row,seed,pass,training_error_percent,loss,seconds\n\
             lenet1,,1,4.5,0.25,1.5\nlenet5,1,1,4.5,0.25,1.5\nlenet5,1,2,4.5,0.125,1.5\n"
        );
        let read = Passes::read(&path).unwrap();
        assert_eq!(read, passes());
        assert_eq!(read.get("lenet5", Some(1)).unwrap().len(), 2);
        assert!(read.get("lenet5", None).is_none());
        assert_eq!(read.of_row("lenet1").count(), 1);
    }

    #[test]
    fn without_a_pass_there_is_the_header() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passes.csv");
        Passes::default().write(&path, &["linear"]).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "row,seed,pass,training_error_percent,loss,seconds\n"
        );
        assert_eq!(Passes::read(&path).unwrap(), Passes::default());
    }

    #[test]
    fn a_row_can_be_left_out() {
        let mut passes = passes();
        passes.retain(|row| row == "lenet1");
        assert!(passes.get("lenet5", Some(1)).is_none());
        assert!(passes.get("lenet1", None).is_some());
    }

    #[test]
    fn a_missing_pass_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("passes.csv");
        let text = "row,seed,pass,training_error_percent,loss,seconds\nlenet5,1,2,4.5,0.25,1.5\n";
        std::fs::write(&path, text).unwrap();
        let message = Passes::read(&path).unwrap_err().to_string();
        assert!(message.contains("passes.csv"), "{message}");
        assert!(
            message.contains("pass 2 of lenet5 where 1 is due"),
            "{message}"
        );
    }
}
