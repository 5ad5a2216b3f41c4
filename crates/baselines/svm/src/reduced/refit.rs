use classifier::{InputError, Pixel};
use faer::linalg::matmul::matmul;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::linalg::solvers::Solve;
use faer::{Accum, Mat, MatRef, Par, Side};
use ndarray::{ArrayView2, Axis, Slice};
use rayon::prelude::*;

use crate::SvmError;
use crate::expansion::{Expansion, Precision};
use crate::samples::Samples;

/// Parts of the images whose normal equations are added up apart: a fixed number, so that sums
/// do not depend on how many threads there are.
const PARTS: usize = 4;

/// Images multiplied at a time.
const CHUNK: usize = 256;

/// Ridge on the coefficients, of the mean squared kernel value.
const RIDGE: f64 = 1e-9;

/// The expansion over `vectors` that comes closest to `full` on the images, in squared error.
pub(super) fn refit<P: Pixel>(
    full: &Expansion,
    vectors: Samples,
    precision: Precision,
    images: ArrayView2<'_, P>,
) -> Result<Expansion, SvmError> {
    let mut reduced = Expansion::new(vectors, precision, full.biases().len())?;
    let targets = full.values(images)?;
    let part_rows = images.nrows().div_ceil(PARTS);
    let parts: Result<Vec<Normal>, InputError> = (0..PARTS)
        .into_par_iter()
        .with_max_len(1)
        .map(|part| {
            let mut normal = Normal::zeros(reduced.vectors().len() + 1, full.biases().len());
            let end = images.nrows().min((part + 1) * part_rows);
            for first in (part * part_rows..end).step_by(CHUNK) {
                let rows = Slice::from(first..end.min(first + CHUNK));
                let kernels = with_ones(&reduced, images.slice_axis(Axis(0), rows))?;
                normal.add(kernels.as_ref(), targets.slice_axis(Axis(0), rows));
            }
            Ok(normal)
        })
        .collect();
    let mut parts = parts?.into_iter();
    let mut sum = parts.next().expect("there are parts");
    for part in parts {
        sum.gram += part.gram;
        sum.products += part.products;
    }
    let n_vectors = reduced.vectors().len();
    let mean = (0..n_vectors).map(|j| sum.gram[(j, j)]).sum::<f64>() / n_vectors as f64;
    for j in 0..n_vectors {
        sum.gram[(j, j)] += RIDGE * mean;
    }
    let factor = sum
        .gram
        .llt(Side::Lower)
        .map_err(|_| SvmError::NotPositiveDefinite { n_vectors })?;
    let solution = factor.solve(&sum.products);
    for function in 0..full.biases().len() {
        for vector in 0..n_vectors {
            reduced.set_coefficient(function, vector, solution[(vector, function)]);
        }
        reduced.set_bias(function, solution[(n_vectors, function)]);
    }
    Ok(reduced)
}

/// The normal equations of some images: XᵀX, of which the lower part, and XᵀT.
struct Normal {
    gram: Mat<f64>,
    products: Mat<f64>,
}

impl Normal {
    fn zeros(n_inputs: usize, n_outputs: usize) -> Self {
        Self {
            gram: Mat::zeros(n_inputs, n_inputs),
            products: Mat::zeros(n_inputs, n_outputs),
        }
    }

    fn add(&mut self, inputs: MatRef<'_, f64>, targets: ArrayView2<'_, f64>) {
        let targets = Mat::from_fn(targets.nrows(), targets.ncols(), |i, j| targets[[i, j]]);
        triangular::matmul(
            self.gram.as_mut(),
            BlockStructure::TriangularLower,
            Accum::Add,
            inputs.transpose(),
            BlockStructure::Rectangular,
            inputs,
            BlockStructure::Rectangular,
            1.0,
            Par::Seq,
        );
        matmul(
            self.products.as_mut(),
            Accum::Add,
            inputs.transpose(),
            targets.as_ref(),
            1.0,
            Par::Seq,
        );
    }
}

/// Kernel values with the vectors, and a column of ones for the bias.
fn with_ones<P: Pixel>(
    reduced: &Expansion,
    images: ArrayView2<'_, P>,
) -> Result<Mat<f64>, InputError> {
    let n = reduced.vectors().len();
    let values = reduced.kernel_values(images)?;
    Ok(Mat::from_fn(images.nrows(), n + 1, |i, j| {
        if j < n { values[i * n + j] } else { 1.0 }
    }))
}
