use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Outcome;

/// `confusion.csv`: for each row, the number of test images of each class that were assigned to
/// each class.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfusionTable {
    counts: BTreeMap<String, Vec<Vec<u32>>>,
}

/// One line of `confusion.csv`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    row: String,
    true_class: usize,
    predicted_class: usize,
    images: u32,
}

impl ConfusionTable {
    /// Sets a row's matrix from an outcome.
    pub fn insert(&mut self, outcome: &Outcome) {
        let pairs = || outcome.labels.iter().zip(&outcome.predictions);
        let n_classes = 1 + pairs()
            .map(|(l, p)| usize::from(*l.max(p)))
            .max()
            .unwrap_or(0);
        let mut counts = vec![vec![0; n_classes]; n_classes];
        for (&label, &predicted) in pairs() {
            counts[usize::from(label)][usize::from(predicted)] += 1;
        }
        self.counts.insert(outcome.run.row.clone(), counts);
    }

    /// Returns a row's matrix, indexed by true class and then by predicted class.
    pub fn get(&self, row: &str) -> Option<&[Vec<u32>]> {
        self.counts.get(row).map(Vec::as_slice)
    }

    /// Keeps only the rows for which `keep` returns true.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.counts.retain(|row, _| keep(row));
    }

    /// Makes the table from these lines.
    ///
    /// # Errors
    /// A description of what is wrong with the lines.
    pub(super) fn from_lines(lines: Vec<Cell>) -> Result<Self, String> {
        let mut counts = BTreeMap::<String, Vec<Vec<u32>>>::new();
        for cell in lines {
            let matrix = counts.entry(cell.row).or_default();
            let largest = cell.true_class.max(cell.predicted_class);
            let n_classes = matrix.len().max(largest.saturating_add(1));
            if n_classes > 256 {
                return Err(format!("class {largest} of at most 256"));
            }
            matrix.resize_with(n_classes, Vec::new);
            for row in matrix.iter_mut() {
                row.resize(n_classes, 0);
            }
            matrix[cell.true_class][cell.predicted_class] = cell.images;
        }
        Ok(Self { counts })
    }

    /// The lines of the table. The rows are in the order of `ids`.
    pub(super) fn lines(&self, ids: &[&str]) -> Vec<Cell> {
        let mut lines = Vec::new();
        for id in ids {
            for (true_class, row) in self.get(id).unwrap_or_default().iter().enumerate() {
                for (predicted_class, &images) in row.iter().enumerate() {
                    lines.push(Cell {
                        row: (*id).to_owned(),
                        true_class,
                        predicted_class,
                        images,
                    });
                }
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::tests::outcome;

    #[test]
    fn survives_its_lines() {
        let mut table = ConfusionTable::default();
        table.insert(&outcome());
        assert_eq!(table.get("knn").unwrap(), [[1, 0, 0], [0, 2, 0], [0, 1, 0]]);
        let lines = table.lines(&["linear", "knn"]);
        assert_eq!(lines.len(), 9);
        assert_eq!(ConfusionTable::from_lines(lines).unwrap(), table);
    }

    #[test]
    fn a_class_that_is_no_label_is_told() {
        let mut cell = Cell {
            true_class: 256,
            ..Cell::default()
        };
        let told = ConfusionTable::from_lines(vec![cell.clone()]).unwrap_err();
        assert!(told.contains("class 256"), "{told}");
        cell.true_class = usize::MAX;
        assert!(ConfusionTable::from_lines(vec![cell]).is_err());
    }
}
