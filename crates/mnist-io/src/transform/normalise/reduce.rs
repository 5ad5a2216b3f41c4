use ndarray::{Array2, ArrayView2};

/// Pixels each way of the smallest picture.
pub(super) const SMALLEST: usize = 8;

/// Brightness from 0 to 1, of at most about `largest` pixels each way: each the mean of a square of
/// the picture's, so that no stroke falls between them. What is left over on the right and below is
/// too narrow for a square. Also returns the side of a square.
pub(super) fn reduced(picture: ArrayView2<'_, u8>, largest: usize) -> (Array2<f32>, usize) {
    let (height, width) = picture.dim();
    let side = height.max(width).div_ceil(largest);
    let side = side.min(height.min(width) / SMALLEST);
    let squares = picture.exact_chunks((side, side));
    let of_square = 1.0 / (255 * side * side) as f32;
    let mut reduced = Array2::zeros((height / side, width / side));
    for (mean, square) in reduced.iter_mut().zip(squares) {
        let sum: u64 = square.iter().map(|&pixel| u64::from(pixel)).sum();
        *mean = sum as f32 * of_square;
    }
    (reduced, side)
}
