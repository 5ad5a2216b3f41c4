//! Sums over float features. The order of the additions does not depend on the number of threads.

use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::{Accum, Mat, MatRef, Par};
use ndarray::{Array2, ArrayView1, ArrayViewMut2, s};
use rayon::prelude::*;

use crate::blocks::BLOCK_ROWS;
use crate::classes::{weigh, weight};

/// Number of lanes. The samples are divided among the lanes, and each lane has its own sums. There
/// are enough lanes for eight threads, at 6 MB per lane for 861 features. A thread that takes a
/// lane does not wait for other threads before the lane is done. If threads met after every chunk,
/// they would mostly wait on a busy machine.
const LANES: usize = 8;

/// The sums of one lane.
struct Lane {
    /// On and below the diagonal, `(n_features, n_features)`.
    gram: Mat<f64>,
    /// `(n_classes, n_features)`.
    class_sums: Array2<f64>,
}

/// Returns the Gram matrix `(n_features, n_features)` and the class sums `(n_classes, n_features)`,
/// weighted if there are weights. `features` writes the samples, one block at a time.
pub(crate) fn of_features(
    labels: ArrayView1<'_, usize>,
    weights: Option<&[f32]>,
    n_classes: usize,
    n_features: usize,
    features: impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync,
) -> (Array2<f64>, Array2<f64>) {
    let n_blocks = labels.len().div_ceil(BLOCK_ROWS);
    let lanes: Vec<Lane> = (0..n_lanes(labels.len()))
        .into_par_iter()
        .with_max_len(1)
        .map(|lane| {
            let mut sums = Lane::new(n_classes, n_features);
            let mut buffer = Array2::zeros((BLOCK_ROWS.min(labels.len()), n_features));
            for block in (lane..n_blocks).step_by(LANES) {
                let first = block * BLOCK_ROWS;
                let end = labels.len().min(first + BLOCK_ROWS);
                let mut block = buffer.slice_mut(s![..end - first, ..]);
                features(first, block.view_mut());
                let weights = weights.map(|weights| &weights[first..end]);
                sums.add(block, labels.slice(s![first..end]), weights);
            }
            sums
        })
        .collect();
    fold(&lanes, n_classes, n_features)
}

/// Number of lanes for `n_samples` samples.
pub(crate) fn n_lanes(n_samples: usize) -> usize {
    LANES.min(n_samples.div_ceil(BLOCK_ROWS))
}

impl Lane {
    fn new(n_classes: usize, n_features: usize) -> Self {
        Self {
            gram: Mat::zeros(n_features, n_features),
            class_sums: Array2::zeros((n_classes, n_features)),
        }
    }

    /// Adds the rows of `block`, `(n_rows, n_features)`, which is in standard layout. With weights
    /// it multiplies them by the roots of these.
    fn add(
        &mut self,
        mut block: ArrayViewMut2<'_, f64>,
        labels: ArrayView1<'_, usize>,
        weights: Option<&[f32]>,
    ) {
        for (sample, (row, &label)) in block.rows().into_iter().zip(labels).enumerate() {
            let mut sums = self.class_sums.row_mut(label);
            sums.scaled_add(weight(weights, sample), &row);
        }
        weigh(block.view_mut(), weights);
        let (n_rows, n_features) = block.dim();
        let block = block.view();
        let values = block.to_slice().expect("whole rows of a row-major buffer");
        let rows = MatRef::from_row_major_slice(values, n_rows, n_features);
        triangular::matmul(
            self.gram.as_mut(),
            BlockStructure::TriangularLower,
            Accum::Add,
            rows.transpose(),
            BlockStructure::Rectangular,
            rows,
            BlockStructure::Rectangular,
            1.0,
            Par::Seq,
        );
    }
}

/// Adds up the sums of all lanes, starting with the first lane.
fn fold(lanes: &[Lane], n_classes: usize, n_features: usize) -> (Array2<f64>, Array2<f64>) {
    let mut gram = Array2::<f64>::zeros((n_features, n_features));
    let mut class_sums = Array2::zeros((n_classes, n_features));
    for lane in lanes {
        // The upper half row by row is the lower half column by column.
        for (column, mut sums) in gram.rows_mut().into_iter().enumerate() {
            let column_sums = lane.gram.col(column);
            for row in column..n_features {
                sums[row] += column_sums[row];
            }
        }
        class_sums += &lane.class_sums;
    }
    for row in 0..n_features {
        for column in 0..row {
            gram[[row, column]] = gram[[column, row]];
        }
    }
    (gram, class_sums)
}
