use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{Outcome, ReportError, atomic, table};

/// `confusion.csv`: for each row, how many test images of each class were taken for each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ConfusionTable {
    counts: BTreeMap<String, Vec<Vec<u32>>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cell {
    row: String,
    true_class: usize,
    predicted_class: usize,
    images: u32,
}

impl ConfusionTable {
    /// Sets a row's matrix to that of an outcome.
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

    /// A row's matrix: by true class, then by predicted class.
    pub fn get(&self, row: &str) -> Option<&[Vec<u32>]> {
        self.counts.get(row).map(Vec::as_slice)
    }

    /// Keeps the rows that `keep` says.
    pub fn retain(&mut self, keep: impl Fn(&str) -> bool) {
        self.counts.retain(|row, _| keep(row));
    }

    /// Reads `confusion.csv`; an absent file is an empty table.
    ///
    /// # Errors
    /// [`ReportError::Table`] if it is not one of ours.
    pub fn read(path: &Path) -> Result<Self, ReportError> {
        let mut counts = BTreeMap::<String, Vec<Vec<u32>>>::new();
        for cell in table::read_csv::<Cell>(path)? {
            let matrix = counts.entry(cell.row).or_default();
            let n_classes = matrix
                .len()
                .max(cell.true_class + 1)
                .max(cell.predicted_class + 1);
            if n_classes > 256 {
                return Err(ReportError::Table {
                    path: path.to_owned(),
                    why: format!("class {} of at most 256", n_classes - 1),
                });
            }
            matrix.resize_with(n_classes, Vec::new);
            for row in matrix.iter_mut() {
                row.resize(n_classes, 0);
            }
            matrix[cell.true_class][cell.predicted_class] = cell.images;
        }
        Ok(Self { counts })
    }

    /// Writes `confusion.csv`, whole or not at all, the rows in the order of `ids`.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(&self, path: &Path, ids: &[&str]) -> Result<(), ReportError> {
        let rows = ids
            .iter()
            .filter_map(|id| Some((id, self.counts.get(*id)?)));
        let cells = rows.flat_map(|(id, matrix)| {
            matrix
                .iter()
                .enumerate()
                .flat_map(move |(true_class, row)| {
                    row.iter()
                        .enumerate()
                        .map(move |(predicted_class, &images)| Cell {
                            row: (*id).to_owned(),
                            true_class,
                            predicted_class,
                            images,
                        })
                })
        });
        atomic::write(path, &table::to_csv::<Cell>(path, cells)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::tests::outcome;

    #[test]
    fn survives_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("confusion.csv");
        let mut table = ConfusionTable::default();
        table.insert(&outcome());
        assert_eq!(table.get("knn").unwrap(), [[1, 0, 0], [0, 2, 0], [0, 1, 0]]);
        table.write(&path, &["linear", "knn"]).unwrap();
        assert_eq!(ConfusionTable::read(&path).unwrap(), table);
    }
}
