use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{ReportError, atomic, table};

/// One line of `failed.csv`: a row that could not be measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// The row's name on the command line.
    pub row: String,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// Why it could not be measured.
    pub cause: String,
    /// The settings it was to be measured with.
    pub settings: String,
    /// SHA-256 of the data set.
    pub data_sha256: String,
}

/// `failed.csv`: the rows that could not be measured. Where none failed there is no such file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failures {
    of: BTreeMap<(String, Option<u64>), Failure>,
}

impl Failures {
    /// Puts a failure in the place of the one that the row has with this seed, if any.
    pub fn insert(&mut self, failure: Failure) {
        let key = (failure.row.clone(), failure.seed);
        self.of.insert(key, failure);
    }

    /// A row has been measured with this seed.
    pub fn remove(&mut self, row: &str, seed: Option<u64>) {
        self.of.remove(&(row.to_owned(), seed));
    }

    /// All of them, by row and seed.
    pub fn iter(&self) -> impl Iterator<Item = &Failure> {
        self.of.values()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.of.is_empty()
    }

    /// Keeps those that `keep` says.
    pub fn retain(&mut self, keep: impl Fn(&Failure) -> bool) {
        self.of.retain(|_, failure| keep(failure));
    }

    /// Reads `failed.csv`; an absent file is no failure.
    ///
    /// # Errors
    /// [`ReportError::Table`] if it is not one of ours.
    pub fn read(path: &Path) -> Result<Self, ReportError> {
        let mut read = Self::default();
        for failure in table::read_csv(path)? {
            read.insert(failure);
        }
        Ok(read)
    }

    /// Writes `failed.csv`, whole or not at all, the rows in the order of `ids`; removes it if
    /// there is nothing to write.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(&self, path: &Path, ids: &[&str]) -> Result<(), ReportError> {
        if self.is_empty() {
            return match std::fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    Err(ReportError::io(path)(error))
                }
                _ => Ok(()),
            };
        }
        let mut failures: Vec<&Failure> = self.iter().collect();
        failures.sort_by_key(|failure| ids.iter().position(|id| *id == failure.row));
        atomic::write(path, &table::to_csv::<Failure>(path, failures)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_the_file_which_is_there_only_if_something_failed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("failed.csv");
        let failure = |row: &str, seed| Failure {
            row: row.into(),
            seed,
            cause: "cannot pad images of 64x64 pixels, \"say\"".into(),
            settings: "32x32; ...".into(),
            data_sha256: "00ff".into(),
        };
        let mut failures = Failures::default();
        failures.insert(failure("lenet5", Some(1)));
        failures.insert(failure("lenet4", Some(2)));
        failures.write(&path, &["lenet4", "lenet5"]).unwrap();
        assert_eq!(Failures::read(&path).unwrap(), failures);
        failures.remove("lenet4", Some(1));
        assert_eq!(failures.iter().count(), 2);
        failures.remove("lenet4", Some(2));
        failures.retain(|failure| failure.row != "lenet5");
        failures.write(&path, &[]).unwrap();
        assert!(!path.exists());
        failures.write(&path, &[]).unwrap();
        assert_eq!(Failures::read(&path).unwrap(), failures);
    }
}
