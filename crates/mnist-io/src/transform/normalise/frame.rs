use ndarray::{Array1, Array2, Axis};

use super::extent::Extent;
use crate::Images;

/// Pixels each way of MNIST's images, and of the box that a digit's longer side fills.
const SIDE: usize = 28;
const BOX: usize = 20;
/// The pixel that the centre of mass lies on.
const CENTRE: f64 = 14.0;

/// Ink from 0 to 1, scaled into the box and moved by whole pixels so that its centre of mass is in
/// the centre.
pub(super) fn framed(ink: &Array2<f32>) -> Images {
    let lines = |axis| {
        let most = ink.fold_axis(axis, 0.0, |&a, &b| f32::max(a, b));
        // Within a pixel of the box.
        Extent::of(most.view(), most.len().div_ceil(BOX))
    };
    let (rows, columns) = (lines(Axis(1)), lines(Axis(0)));
    let pixel = rows.length().max(columns.length()) / BOX as f64;
    let [height, width] = [&rows, &columns].map(|extent| (extent.length() / pixel).ceil() as usize);
    let (rows, columns) = (rows.taps(pixel, BOX), columns.taps(pixel, BOX));
    let mut scaled = Array2::<f64>::zeros((BOX, BOX));
    for ((y, x), scaled) in scaled.indexed_iter_mut() {
        for &(from_y, of_row) in &rows[y] {
            for &(from_x, of_column) in &columns[x] {
                *scaled += of_row * of_column * f64::from(ink[(from_y, from_x)]);
            }
        }
    }
    let most = scaled.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
    let shift = |axis, length: usize| {
        let sums: Array1<f64> = scaled.sum_axis(axis);
        let mass: f64 = sums.sum();
        let moment: f64 = sums
            .iter()
            .enumerate()
            .map(|(at, sum)| at as f64 * sum)
            .sum();
        let room = SIDE.saturating_sub(length) as f64;
        (CENTRE - moment / mass).round().clamp(0.0, room) as usize
    };
    let (down, right) = (shift(Axis(1), height), shift(Axis(0), width));
    let mut image = Array2::zeros((1, SIDE * SIDE));
    for ((y, x), ink) in scaled
        .indexed_iter()
        .filter(|&((y, x), _)| y < height && x < width)
    {
        image[(0, (y + down) * SIDE + x + right)] = (ink / most * 255.0).round() as u8;
    }
    Images::new(image, SIDE, SIDE).expect("28×28 pixels")
}
