use serde::{Deserialize, Serialize};

use super::by_seed::BySeed;
use crate::Outcome;

/// `predictions.csv`: the class that each row assigned to each test image. There is one character
/// for each image, in the order of the test set. The row [`TRUTH`](Self::TRUTH) has the true
/// classes.
///
/// The character is a digit for the classes 0 to 9, `a` to `z` for 10 to 35, and `A` to `Z` for 36
/// to 61. For 62 to 255 it is the character whose code point is the class plus 256.
///
/// A row has one line for each seed that it was run with. All lines are of the same images.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Predictions {
    truth: Vec<u8>,
    given: BySeed<Vec<u8>>,
}

/// One line of `predictions.csv`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    row: String,
    seed: Option<u64>,
    predictions: String,
}

/// A test image that was assigned to a wrong class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Its index.
    pub image: usize,
    /// Its true class.
    pub truth: u8,
    /// The class it was assigned to.
    pub given: u8,
}

impl Predictions {
    /// The name of the line that holds the labels.
    pub const TRUTH: &str = "truth";

    /// Sets the predictions of the outcome's row and seed, and the true classes.
    pub fn insert(&mut self, outcome: &Outcome) {
        self.truth.clone_from(&outcome.labels);
        let (run, given) = (&outcome.run, outcome.predictions.clone());
        self.given.insert(&run.row, run.seed, given);
    }

    /// The true class of each test image. It is empty before the first outcome.
    pub fn truth(&self) -> &[u8] {
        &self.truth
    }

    /// The class that each row assigned to each test image.
    pub fn given(&self) -> &BySeed<Vec<u8>> {
        &self.given
    }

    /// The errors in the predictions `given`, in the order of the test set.
    pub fn mistakes(&self, given: &[u8]) -> Vec<Mistake> {
        let pairs = self.truth.iter().zip(given).enumerate();
        let mistakes = pairs.map(|(image, (&truth, &given))| Mistake {
            image,
            truth,
            given,
        });
        mistakes
            .filter(|mistake| mistake.truth != mistake.given)
            .collect()
    }

    /// The number of errors of a row with each of its seeds, the smallest seed first.
    pub fn errors_of_row(&self, row: &str) -> Vec<(Option<u64>, usize)> {
        let of_row = self.given.of_row(row);
        of_row
            .map(|(seed, given)| (seed, self.mistakes(given).len()))
            .collect()
    }

    /// For each class, how many of its test images a row with this seed assigned to each class.
    pub fn confusion(&self, row: &str, seed: Option<u64>) -> Option<Vec<Vec<u32>>> {
        let given = self.given.get(row, seed)?;
        let n_classes = 1 + usize::from(*self.truth.iter().chain(given).max()?);
        let mut counts = vec![vec![0; n_classes]; n_classes];
        for (&truth, &given) in self.truth.iter().zip(given) {
            counts[usize::from(truth)][usize::from(given)] += 1;
        }
        Some(counts)
    }

    /// Keeps only the rows for which `keep` returns true.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.given.retain(|row, _| keep(row));
    }

    /// Makes the predictions from these lines.
    ///
    /// # Errors
    /// A description of what is wrong with the lines.
    pub(super) fn from_lines(lines: Vec<Given>) -> Result<Self, String> {
        let mut read = Self::default();
        for line in lines {
            let classes = classes(&line)?;
            if line.row == Self::TRUTH {
                read.truth = classes;
            } else {
                read.given.insert(&line.row, line.seed, classes);
            }
        }
        let n_labels = read.truth.len();
        for (row, _, classes) in read.given.iter() {
            if classes.len() != n_labels {
                return Err(format!(
                    "{} predictions of {row} and {n_labels} labels ({})",
                    classes.len(),
                    Self::TRUTH
                ));
            }
        }
        Ok(read)
    }

    /// The lines: first the true classes, then the rows in the order of `ids`.
    pub(super) fn lines(&self, ids: &[&str]) -> Vec<Given> {
        let truth = (Self::TRUTH, None, &self.truth);
        std::iter::once(truth)
            .chain(self.given.in_order(ids))
            .map(|(row, seed, classes)| Given {
                row: row.to_owned(),
                seed,
                predictions: classes.iter().map(|&class| character(class)).collect(),
            })
            .collect()
    }
}

fn classes(line: &Given) -> Result<Vec<u8>, String> {
    let characters = line.predictions.chars();
    characters
        .map(|of_image| {
            class(of_image).ok_or_else(|| format!("{of_image:?} among the classes of {}", line.row))
        })
        .collect()
}

/// The classes at which lower-case letters, upper-case letters and other characters begin.
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
    use crate::results::files::PREDICTIONS;

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
        let folder = folder.path();
        PREDICTIONS
            .write(folder, table().lines(&["linear", "knn"]))
            .unwrap();
        assert_eq!(
            std::fs::read_to_string(folder.join("predictions.csv")).unwrap(),
            "row,seed,predictions\ntruth,,0121\nknn,,0111\nknn,1,3121\nknn,2,0129\n"
        );
        let read = Predictions::from_lines(PREDICTIONS.read(folder).unwrap()).unwrap();
        assert_eq!(read, table());
        assert_eq!(read.truth(), [0, 1, 2, 1]);
        assert_eq!(read.given().get("knn", Some(2)).unwrap(), &[0, 1, 2, 9]);
        assert_eq!(
            read.errors_of_row("knn"),
            [(None, 1), (Some(1), 1), (Some(2), 1)]
        );
        let mistake = Mistake {
            image: 3,
            truth: 1,
            given: 9,
        };
        assert_eq!(read.mistakes(&[0, 1, 2, 9]), [mistake]);
        let confusion = read.confusion("knn", None).unwrap();
        assert_eq!(confusion, [[1, 0, 0], [0, 2, 0], [0, 1, 0]]);
    }

    #[test]
    fn what_does_not_fit_together_is_told() {
        for (lines, told) in [
            (
                &[("truth", "012"), ("knn", "01")][..],
                "2 predictions of knn and 3 labels",
            ),
            (&[("knn", "01")], "2 predictions of knn and 0 labels"),
            (&[("truth", "01-")], "'-' among the classes of truth"),
            (&[("truth", "01\u{101}")], "among the classes of truth"),
        ] {
            let lines = lines.iter().map(|(row, predictions)| Given {
                row: (*row).into(),
                seed: None,
                predictions: (*predictions).into(),
            });
            let message = Predictions::from_lines(lines.collect()).unwrap_err();
            assert!(message.contains(told), "{message}");
        }
    }

    #[test]
    fn every_class_that_a_label_can_be_survives_its_line() {
        let mut table = Predictions::default();
        let mut outcome = outcome();
        outcome.labels = (0..=255).collect();
        outcome.predictions = (0..=255).rev().collect();
        table.insert(&outcome);
        let lines = table.lines(&["knn"]);
        let begin = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ\u{13e}";
        assert!(lines[0].predictions.starts_with(begin), "{lines:?}");
        assert_eq!(Predictions::from_lines(lines).unwrap(), table);
    }
}
