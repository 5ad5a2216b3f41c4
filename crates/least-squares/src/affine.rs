use classifier::Cost;
use classifier::persist::{ModelError, ModelReader, ModelWriter};
use ndarray::linalg::general_mat_mul;
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, s};

use crate::blocks::BLOCK_ROWS;

/// The map `x ↦ W x + b`. [`Moments::regress`](crate::Moments::regress) returns it. For images, see
/// [`ImageMap`](crate::ImageMap).
#[derive(Clone, Debug, PartialEq)]
pub struct Affine {
    weights: Array2<f64>,
    bias: Array1<f64>,
}

impl Affine {
    /// The map with weights `W`, `(n_outputs, n_inputs)`, and bias `b`, `(n_outputs,)`.
    ///
    /// # Panics
    /// If the number of rows of `W` differs from the length of `b`.
    pub fn new(weights: Array2<f64>, bias: Array1<f64>) -> Self {
        assert_eq!(weights.nrows(), bias.len(), "one row of weights a bias");
        Self { weights, bias }
    }

    /// `W`, `(n_outputs, n_inputs)`.
    pub fn weights(&self) -> ArrayView2<'_, f64> {
        self.weights.view()
    }

    /// `b`, `(n_outputs,)`.
    pub fn bias(&self) -> ArrayView1<'_, f64> {
        self.bias.view()
    }

    /// Length of `x`.
    pub fn n_inputs(&self) -> usize {
        self.weights.ncols()
    }

    /// Length of `W x + b`.
    pub fn n_outputs(&self) -> usize {
        self.weights.nrows()
    }

    /// Counts one multiply-accumulate for each weight and each bias, as the paper does (Figure 11).
    pub fn cost(&self) -> Cost {
        let values = (self.weights.len() + self.bias.len()) as u64;
        Cost {
            multiply_accumulates: values,
            stored_values: values,
        }
    }

    /// `W x + b` for the features `x` of `n_samples` samples, `(n_samples, n_outputs)`.
    ///
    /// `features(first, block)` writes the features of samples `first..first + block.nrows()` into
    /// `block`, `(n_samples, n_inputs)`. It is called from several threads. An output depends only
    /// on its own sample, to the last bit.
    pub fn outputs_of(
        &self,
        n_samples: usize,
        features: impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync,
    ) -> Array2<f64> {
        let mut outputs = Array2::zeros((n_samples, self.n_outputs()));
        outputs
            .axis_chunks_iter_mut(Axis(0), BLOCK_ROWS)
            .into_par_iter()
            .enumerate()
            .for_each_init(
                || Array2::zeros((BLOCK_ROWS.min(n_samples), self.n_inputs())),
                |block, (index, mut outputs)| {
                    let mut block = block.slice_mut(s![..outputs.nrows(), ..]);
                    features(index * BLOCK_ROWS, block.view_mut());
                    general_mat_mul(1.0, &block, &self.weights.t(), 0.0, &mut outputs);
                    outputs += &self.bias;
                },
            );
        outputs
    }
}

impl Affine {
    /// Writes the tensors `weights`, `(n_outputs, n_inputs)`, and `bias`, `(n_outputs,)`.
    pub fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        to.array("weights", self.weights.view());
        to.array("bias", self.bias.view());
    }

    /// Reads a map that [`write`](Self::write) wrote, with the given numbers of inputs and outputs.
    ///
    /// # Errors
    /// [`ModelError`] if a tensor is missing or does not have this shape.
    pub fn read(
        from: &ModelReader<'_>,
        n_inputs: usize,
        n_outputs: usize,
    ) -> Result<Self, ModelError> {
        let weights = from.matrix("weights", n_outputs, n_inputs)?;
        Ok(Self::new(weights, from.vector("bias", n_outputs)?.into()))
    }
}
