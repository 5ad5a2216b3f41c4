use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Outcome, ReportError, atomic, table};

/// `predictions.csv`: the class that each row gave each test image, a character an image in the
/// order of the test set, and the true classes as the row [`TRUTH`](Self::TRUTH).
///
/// The character is a digit for the classes 0 to 9, `a` to `z` for 10 to 35, `A` to `Z` for 36
/// to 61, and from there to 255 the one whose code point is 256 more than the class.
///
/// A row has as many lines as seeds it was run with. All lines are of the same images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Predictions {
    truth: Vec<u8>,
    given: BTreeMap<(String, Option<u64>), Vec<u8>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    row: String,
    seed: Option<u64>,
    predictions: String,
}

impl Predictions {
    /// The name of the line that holds the labels.
    pub const TRUTH: &str = "truth";

    /// Sets what a row gave with its seed to that of an outcome, and the true classes to the
    /// outcome's.
    pub fn insert(&mut self, outcome: &Outcome) {
        self.truth.clone_from(&outcome.labels);
        let key = (outcome.run.row.clone(), outcome.run.seed);
        self.given.insert(key, outcome.predictions.clone());
    }

    /// The true class of each test image; none before the first outcome.
    pub fn truth(&self) -> &[u8] {
        &self.truth
    }

    /// The class that a row, run with this seed, gave each test image.
    pub fn get(&self, row: &str, seed: Option<u64>) -> Option<&[u8]> {
        let key = (row.to_owned(), seed);
        self.given.get(&key).map(Vec::as_slice)
    }

    /// What a row gave with each of its seeds, the smallest first.
    pub fn of_row<'a>(
        &'a self,
        row: &'a str,
    ) -> impl Iterator<Item = (Option<u64>, &'a [u8])> + 'a {
        let own = self.given.iter().filter(move |((id, _), _)| id == row);
        own.map(|((_, seed), classes)| (*seed, classes.as_slice()))
    }

    /// The errors of a row with each of its seeds, the smallest seed first.
    pub fn errors_of_row<'a>(&'a self, row: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.of_row(row).map(|(_, classes)| {
            let pairs = classes.iter().zip(&self.truth);
            pairs.filter(|(given, label)| given != label).count()
        })
    }

    /// Keeps the rows that `keep` says.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.given.retain(|(row, _), _| keep(row));
    }

    /// Reads `predictions.csv`; an absent file is an empty table.
    ///
    /// # Errors
    /// [`ReportError::Table`] if it is not one of ours.
    pub fn read(path: &Path) -> Result<Self, ReportError> {
        let foreign = |why| ReportError::Table {
            path: path.to_owned(),
            why,
        };
        let mut read = Self::default();
        for entry in table::read_csv::<Entry>(path)? {
            let classes = classes(&entry).map_err(foreign)?;
            if entry.row == Self::TRUTH {
                read.truth = classes;
            } else {
                read.given.insert((entry.row, entry.seed), classes);
            }
        }
        for ((row, _), classes) in &read.given {
            if classes.len() != read.truth.len() {
                return Err(foreign(format!(
                    "{} predictions of {row} and {} labels ({})",
                    classes.len(),
                    read.truth.len(),
                    Self::TRUTH
                )));
            }
        }
        Ok(read)
    }

    /// Writes `predictions.csv`, whole or not at all: the true classes, then the rows in the
    /// order of `ids`.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(&self, path: &Path, ids: &[&str]) -> Result<(), ReportError> {
        let truth = (Self::TRUTH, None, self.truth.as_slice());
        let rows = ids
            .iter()
            .flat_map(|id| self.of_row(id).map(move |(seed, of)| (*id, seed, of)));
        let entries = std::iter::once(truth)
            .chain(rows)
            .map(|(row, seed, classes)| Entry {
                row: row.to_owned(),
                seed,
                predictions: classes.iter().map(|&class| character(class)).collect(),
            });
        atomic::write(path, &table::to_csv::<Entry>(path, entries)?)
    }
}

fn classes(entry: &Entry) -> Result<Vec<u8>, String> {
    let characters = entry.predictions.chars();
    characters
        .map(|of_image| {
            class(of_image)
                .ok_or_else(|| format!("{of_image:?} among the classes of {}", entry.row))
        })
        .collect()
}

/// Where letters of either case begin, and what needs characters beyond them.
const LOWER: u8 = 10;
const UPPER: u8 = 36;
const BEYOND: u8 = 62;

fn character(class: u8) -> char {
    match class {
        ..LOWER => char::from(b'0' + class),
        LOWER..UPPER => char::from(b'a' + (class - LOWER)),
        UPPER..BEYOND => char::from(b'A' + (class - UPPER)),
        BEYOND.. => char::from_u32(0x100 + u32::from(class)).expect("a letter of Latin Extended"),
    }
}

fn class(character: char) -> Option<u8> {
    match character {
        '0'..='9' => Some(character as u8 - b'0'),
        'a'..='z' => Some(character as u8 - b'a' + LOWER),
        'A'..='Z' => Some(character as u8 - b'A' + UPPER),
        _ => u32::from(character)
            .checked_sub(0x100)
            .and_then(|class| u8::try_from(class).ok())
            .filter(|&class| class >= BEYOND),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::tests::outcome;

    fn seeded(seed: Option<u64>, predictions: [u8; 4]) -> Outcome {
        let mut outcome = outcome();
        outcome.run.seed = seed;
        outcome.predictions = predictions.to_vec();
        outcome
    }

    fn table() -> Predictions {
        let mut table = Predictions::default();
        table.insert(&outcome());
        table.insert(&seeded(Some(2), [0, 1, 2, 9]));
        table.insert(&seeded(Some(1), [3, 1, 2, 1]));
        table
    }

    #[test]
    fn survives_the_file_which_is_the_contract() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("predictions.csv");
        assert_eq!(Predictions::read(&path).unwrap(), Predictions::default());
        table().write(&path, &["linear", "knn"]).unwrap();
        assert_eq!(
            std::fs::read_to_string(&path).unwrap(),
            "row,seed,predictions\ntruth,,0121\nknn,,0111\nknn,1,3121\nknn,2,0129\n"
        );
        let read = Predictions::read(&path).unwrap();
        assert_eq!(read, table());
        assert_eq!(read.truth(), [0, 1, 2, 1]);
        assert_eq!(read.get("knn", Some(2)).unwrap(), [0, 1, 2, 9]);
        assert!(read.get("knn", Some(3)).is_none());
        let seeds: Vec<_> = read.of_row("knn").map(|(seed, _)| seed).collect();
        assert_eq!(seeds, [None, Some(1), Some(2)]);
        assert_eq!(read.errors_of_row("knn").collect::<Vec<_>>(), [1, 1, 1]);
    }

    #[test]
    fn a_row_that_goes_takes_all_its_seeds_along() {
        let mut table = table();
        table.retain(|row| row != "knn");
        assert_eq!(table.of_row("knn").count(), 0);
        assert_eq!(table.truth().len(), 4);
    }

    #[test]
    fn what_does_not_fit_together_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("predictions.csv");
        for (lines, told) in [
            ("truth,,012\nknn,,01", "2 predictions of knn and 3 labels"),
            ("knn,,01", "2 predictions of knn and 0 labels"),
            ("truth,,01-", "'-' among the classes of truth"),
            ("truth,,01\u{101}", "among the classes of truth"),
        ] {
            std::fs::write(&path, format!("row,seed,predictions\n{lines}\n")).unwrap();
            let message = Predictions::read(&path).unwrap_err().to_string();
            assert!(message.contains("predictions.csv"), "{message}");
            assert!(message.contains(told), "{message}");
        }
    }

    #[test]
    fn every_class_that_a_label_can_be_survives_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("predictions.csv");
        let mut table = Predictions::default();
        let mut outcome = outcome();
        outcome.labels = (0..=255).collect();
        outcome.predictions = (0..=255).rev().collect();
        table.insert(&outcome);
        table.write(&path, &["knn"]).unwrap();
        assert_eq!(Predictions::read(&path).unwrap(), table);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(
            text.contains(
                "truth,,0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u{13e}"
            ),
            "{text}"
        );
    }
}
