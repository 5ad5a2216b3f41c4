use std::ops::Range;

/// The smallest box around some ink: rows and columns of the picture, which begin with 0.
///
/// Pixels of at least the threshold count. Fainter ones may lie just outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// From its first row to the one after its last.
    pub rows: Range<usize>,
    /// From its first column to the one after its last.
    pub columns: Range<usize>,
}

impl Bounds {
    /// Its columns.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Its rows.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// Makes it large enough to contain another one, too.
    pub(crate) fn include(&mut self, other: &Self) {
        self.rows = hull(&self.rows, &other.rows);
        self.columns = hull(&self.columns, &other.columns);
    }
}

fn hull(one: &Range<usize>, other: &Range<usize>) -> Range<usize> {
    one.start.min(other.start)..one.end.max(other.end)
}
