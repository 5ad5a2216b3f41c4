use ndarray::{Array2, Axis, s};

use super::extent::Extent;

/// Rows of a digit of MNIST.
pub(super) const DIGIT: usize = 20;
/// The least rows of a picture of a line, and the least columns.
const FIELD: usize = 32;
/// The least white rows above and below, and columns before and behind a line.
const MARGINS: [usize; 2] = [6, 10];
/// Widths are multiples of this.
const STEP: usize = 4;

/// A line of digits in MNIST's size on a white field.
pub(super) struct Strip {
    pub(super) picture: Array2<u8>,
    /// The row and the column of the ink's picture where the corner of this one lies.
    pub(super) corner: [f64; 2],
    /// The length of a pixel in pixels of the ink's picture.
    pub(super) pixel: f64,
}

impl Strip {
    /// Of ink from 0 to 1, without empty rows and columns around it, whose digits are so high.
    pub(super) fn of(ink: &Array2<f32>, height: f64) -> Self {
        let pixel = height / DIGIT as f64;
        let band = pixel.ceil() as usize;
        let lines = |axis| {
            let most = ink.fold_axis(axis, 0.0, |&a, &b| f32::max(a, b));
            Extent::of(most.view(), band)
        };
        let (rows, columns) = (lines(Axis(1)), lines(Axis(0)));
        let [n_rows, n_columns] =
            [&rows, &columns].map(|extent| (extent.length() / pixel).ceil().max(1.0) as usize);
        let [of_row, of_column] = [rows.taps(pixel, n_rows), columns.taps(pixel, n_columns)];
        // One axis after the other.
        let mut wide = Array2::<f64>::zeros((n_rows, ink.ncols()));
        for (mut wide, taps) in wide.rows_mut().into_iter().zip(&of_row) {
            for &(from, weight) in taps {
                wide.zip_mut_with(&ink.row(from), |sum, &ink| *sum += weight * f64::from(ink));
            }
        }
        let scaled = Array2::from_shape_fn((n_rows, n_columns), |(y, x)| {
            let taps = of_column[x].iter();
            taps.map(|&(from, weight)| weight * wide[(y, from)]).sum()
        });
        let most = scaled.iter().copied().fold(f64::MIN_POSITIVE, f64::max);

        let [high, wide] = [(n_rows, MARGINS[0]), (n_columns, MARGINS[1])]
            .map(|(length, margin)| FIELD.max(length + 2 * margin));
        let wide = wide.next_multiple_of(STEP);
        let (top, left) = ((high - n_rows) / 2, (wide - n_columns) / 2);
        let mut picture = Array2::zeros((high, wide));
        picture
            .slice_mut(s![top..top + n_rows, left..left + n_columns])
            .assign(&scaled.mapv(|ink| (ink / most * 255.0).round() as u8));
        Self {
            picture,
            corner: [
                rows.start - top as f64 * pixel,
                columns.start - left as f64 * pixel,
            ],
            pixel,
        }
    }
}
