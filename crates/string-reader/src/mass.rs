use std::ops::Sub;

use crate::piece::InkPixel;

/// Sums over pixels. None overflows on the largest picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mass {
    /// Of the values.
    total: i64,
    /// Of values times rows, and times columns.
    by_row: i64,
    by_column: i64,
}

impl Mass {
    pub(crate) fn add(&mut self, pixel: &InkPixel) {
        let value = i64::from(pixel.value);
        self.total += value;
        self.by_row += value * i64::from(pixel.row);
        self.by_column += value * i64::from(pixel.column);
    }

    /// The row of the centre, 0 if there is no ink.
    pub(crate) fn row(&self) -> f64 {
        self.by_row as f64 / self.total.max(1) as f64
    }

    /// How far to move the ink, in whole rows and columns, so that its centre is at most half a pixel
    /// from the centre of the given pixel. Half pixels are moved down, or to the right.
    pub(crate) fn shift_to(&self, row: i64, column: i64) -> (i64, i64) {
        let twice = 2 * self.total.max(1);
        let shift = |to: i64, sum: i64| ((2 * to + 1) * self.total - 2 * sum).div_euclid(twice);
        (shift(row, self.by_row), shift(column, self.by_column))
    }
}

impl Sub for Mass {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            total: self.total - other.total,
            by_row: self.by_row - other.by_row,
            by_column: self.by_column - other.by_column,
        }
    }
}
