//! Sums over bytes. They are integers and therefore exact.

use kernels::{Level, gram_of_rows};
use ndarray::{Array2, ArrayView1};
use rayon::prelude::*;

/// Number of rows summed in a `u32` before the sum is added to the total: 2¹² · 255 < 2³².
const CHUNK_ROWS: usize = 4096;

/// Returns the Gram matrix `(n_features, n_features)` and the class sums `(n_classes, n_features)`
/// of the images that `rows` names. The labels of these images are `labels`.
pub(crate) fn of_bytes(
    images: &[u8],
    rows: &[usize],
    labels: &ArrayView1<'_, usize>,
    n_classes: usize,
    n_features: usize,
) -> (Array2<f64>, Array2<f64>) {
    let gram = gram_of_rows(Level::current(), images, n_features, rows)
        .expect("whole rows, and rows that are there");
    let gram = Array2::from_shape_fn((n_features, n_features), |(i, j)| {
        gram[i * n_features + j] as f64
    });
    let sums = class_sums(images, rows, labels, n_classes, n_features).mapv(|sum| sum as f64);
    (gram, sums)
}

fn class_sums(
    images: &[u8],
    rows: &[usize],
    labels: &ArrayView1<'_, usize>,
    n_classes: usize,
    n_features: usize,
) -> Array2<u64> {
    let zero = || Array2::<u64>::zeros((n_classes, n_features));
    rows.par_chunks(CHUNK_ROWS)
        .enumerate()
        .map(|(chunk, rows)| {
            let mut sums = Array2::<u32>::zeros((n_classes, n_features));
            for (offset, &row) in rows.iter().enumerate() {
                let image = &images[row * n_features..][..n_features];
                let label = labels[chunk * CHUNK_ROWS + offset];
                for (sum, &pixel) in sums.row_mut(label).iter_mut().zip(image) {
                    *sum += u32::from(pixel);
                }
            }
            sums.mapv(u64::from)
        })
        .reduce(zero, |left, right| left + right)
}
