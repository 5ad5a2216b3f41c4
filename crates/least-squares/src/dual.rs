//! Least squares where there are fewer samples than features, by as many equations as samples.
//!
//! With Z the features about their mean and T the targets about theirs, the weights are a
//! combination of samples (Bishop, *Pattern Recognition and Machine Learning*, section 6.1):
//!
//! ```text
//!   W = Tᵀ (Z Zᵀ + λ I)⁻¹ Z,      b = t̄ − W x̄
//! ```
//!
//! Where samples have weights, means are weighted, and the rows of Z and T are multiplied by the
//! roots of the weights.

use classifier::{InputError, check_memory};
use ndarray::linalg::general_mat_mul;
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, Zip, s};

use crate::classes::{weigh, weight};
use crate::symmetric::Cholesky;
use crate::{Affine, LeastSquaresError};

/// Rows of the Gram matrix that a thread takes at a time.
const ROWS: usize = 64;

/// The features of all samples, `(n_samples, n_features)`.
///
/// # Errors
/// [`InputError::Memory`] if there is no room for them and their products.
pub fn features(
    n_samples: usize,
    n_features: usize,
    write: impl Fn(usize, ArrayViewMut2<'_, f64>),
) -> Result<Array2<f64>, InputError> {
    check_memory::<f64>("the images and their products", &[2, n_samples, n_features])?;
    let mut features = Array2::zeros((n_samples, n_features));
    write(0, features.view_mut());
    Ok(features)
}

/// The mean of the rows, of which there is one or more; it is taken from them. That of equal
/// rows is theirs to the last bit.
///
/// With `weights`, `(n_rows,)`, the mean is theirs, and the rows are then multiplied by the roots
/// of their weights, so that their products are weighted.
pub fn centre(rows: &mut Array2<f64>, weights: Option<&[f32]>) -> Array1<f64> {
    let first = rows.row(0).to_owned();
    *rows -= &first;
    let mean = match weights {
        None => rows.sum_axis(Axis(0)) / rows.nrows() as f64,
        Some(weights) => {
            let weights = Array1::from_iter(weights.iter().copied().map(f64::from));
            weights.dot(rows) / weights.sum()
        }
    };
    *rows -= &mean;
    weigh(rows.view_mut(), weights);
    first + mean
}

/// The products of all rows, `(n_rows, n_rows)`: the same bits for any number of threads.
pub fn gram(rows: ArrayView2<'_, f64>) -> Array2<f64> {
    let n = rows.nrows();
    let mut gram = Array2::zeros((n, n));
    gram.axis_chunks_iter_mut(Axis(0), ROWS)
        .into_par_iter()
        .enumerate()
        .for_each(|(chunk, mut gram)| {
            let first = chunk * ROWS;
            let end = first + gram.nrows();
            let mut below = gram.slice_mut(s![.., ..end]);
            let (own, others) = (rows.slice(s![first..end, ..]), rows.slice(s![..end, ..]));
            general_mat_mul(1.0, &own, &others.t(), 0.0, &mut below);
        });
    for i in 0..n {
        for j in i + 1..n {
            gram[[i, j]] = gram[[j, i]];
        }
    }
    gram
}

/// The affine map that comes closest to the targets `(n_outputs, n_classes)` of the samples'
/// classes, with a ridge on its weights.
pub(crate) fn regress(
    mut features: Array2<f64>,
    labels: ArrayView1<'_, usize>,
    weights: Option<&[f32]>,
    targets: ArrayView2<'_, f64>,
    ridge: f64,
) -> Result<Affine, LeastSquaresError> {
    let (n_samples, n_features) = features.dim();
    let mean = centre(&mut features, weights);
    let roots = Array1::from_shape_fn(n_samples, |sample| weight(weights, sample).sqrt());
    let count = roots.dot(&roots);
    let singular = || LeastSquaresError::Singular {
        n_features,
        constant_features: (features.columns().into_iter())
            .filter(|column| column.iter().all(|&x| x == 0.0))
            .count(),
        ridge,
    };
    // So many features of so few samples depend on each other.
    if ridge == 0.0 {
        return Err(singular());
    }

    let mut normal = gram(features.view());
    // Rows and targets add up to zero, each times the root of its weight: what is added here is
    // orthogonal to both and changes no solution, but without it the smallest eigenvalue would
    // be λ, however small.
    let typical = normal.diag().sum() / n_samples as f64;
    for (mut row, root) in normal.rows_mut().into_iter().zip(&roots) {
        row.scaled_add(typical * root / count, &roots);
    }
    normal.diag_mut().mapv_inplace(|value| value + ridge);
    let diagonal = normal.diag().to_owned();
    let factor = Cholesky::of(normal).map_err(|_| singular())?;
    let rounding = f64::EPSILON * n_samples as f64;
    let unexplained = factor.diagonal().mapv(|pivot| pivot * pivot);
    if (unexplained.iter().zip(&diagonal)).any(|(left, all)| *left <= rounding * all) {
        return Err(singular());
    }

    let mut mean_targets = Array1::<f64>::zeros(targets.nrows());
    for (&label, root) in labels.iter().zip(&roots) {
        mean_targets.scaled_add(root * root, &targets.column(label));
    }
    mean_targets /= count;
    let mut influences = Array2::from_shape_fn((targets.nrows(), n_samples), |(output, sample)| {
        (targets[[output, labels[sample]]] - mean_targets[output]) * roots[sample]
    });
    for row in influences.axis_iter_mut(Axis(0)) {
        factor.solve(row).map_err(|_| singular())?;
    }
    let weights = influences.dot(&features);
    if !weights.iter().all(|weight| weight.is_finite()) {
        return Err(singular());
    }
    let mut bias = mean_targets;
    Zip::from(&mut bias)
        .and(weights.rows())
        .for_each(|bias, weights| *bias -= weights.dot(&mean));
    Ok(Affine::new(weights, bias))
}
