//! Images to fit to.

use ndarray::{Array1, Array2};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Random bytes, a third of them zero and one pixel in ten constant, with labels.
pub(crate) fn bytes(
    seed: u64,
    shape: (usize, usize),
    n_classes: usize,
) -> (Array2<u8>, Array1<usize>) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let images = Array2::from_shape_fn(shape, |(_, pixel)| {
        if pixel % 10 == 3 {
            return 77;
        }
        if rng.random_bool(0.33) {
            0
        } else {
            rng.random()
        }
    });
    let labels = Array1::from_shape_fn(shape.0, |_| rng.random_range(0..n_classes));
    (images, labels)
}

/// The largest difference of two arrays.
pub(crate) fn max_difference<D: ndarray::Dimension>(
    left: &ndarray::Array<f64, D>,
    right: &ndarray::Array<f64, D>,
) -> f64 {
    assert_eq!(left.shape(), right.shape());
    left.iter()
        .zip(right)
        .fold(0.0, |max, (l, r)| max.max((l - r).abs()))
}
