use serde::{Deserialize, Serialize};

/// One line of `confusion.csv`: how many test images of a class a row assigned to a class.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cell {
    row: String,
    true_class: usize,
    predicted_class: usize,
    images: u32,
}

/// The lines of these matrices. The rows are in the order of `ids`.
pub(super) fn lines(ids: &[&str], matrix_of: impl Fn(&str) -> Option<Vec<Vec<u32>>>) -> Vec<Cell> {
    let mut lines = Vec::new();
    for id in ids {
        let matrix = matrix_of(id).unwrap_or_default();
        for (true_class, row) in matrix.into_iter().enumerate() {
            for (predicted_class, images) in row.into_iter().enumerate() {
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
