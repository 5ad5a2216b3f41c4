//! Pictures of another size.

use ndarray::{Array2, ArrayView2};

/// The picture with sides so many times as long: linear between the centres of its pixels, or the
/// mean of what a pixel covers if that is more than one.
pub(crate) fn enlarged(picture: ArrayView2<'_, u8>, times: f64) -> Array2<u8> {
    let (height, width) = picture.dim();
    let [rows, columns] = [height, width].map(|side| (side as f64 * times).round() as usize);
    // Linear interpolation is the mean over as many places as make it smooth, for any scale.
    let reach = (1.0 / times).max(1.0);
    let weights = |at: usize, side: usize| -> Vec<(usize, f64)> {
        let centre = (at as f64 + 0.5) / times - 0.5;
        let first = (centre - reach).ceil().max(0.0) as usize;
        let last = ((centre + reach).floor() as usize).min(side - 1);
        (first..=last)
            .map(|from| (from, 1.0 - (from as f64 - centre).abs() / reach))
            .collect()
    };
    let of_columns: Vec<_> = (0..columns).map(|x| weights(x, width)).collect();
    let of_rows: Vec<_> = (0..rows).map(|y| weights(y, height)).collect();
    Array2::from_shape_fn((rows, columns), |(y, x)| {
        let (mut sum, mut total) = (0.0, 0.0);
        for &(from_y, of_row) in &of_rows[y] {
            for &(from_x, of_column) in &of_columns[x] {
                let weight = of_row * of_column;
                sum += weight * f64::from(picture[(from_y, from_x)]);
                total += weight;
            }
        }
        (sum / total).round() as u8
    })
}
