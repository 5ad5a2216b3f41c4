use classifier::{Cost, InputError, Pixel, check_images};
use kernels::{Level, weighted_sum};
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

use crate::SvmError;
use crate::samples::{Columns, Samples, Storage};

/// Some functions fₘ(x) = Σᵢ cₘᵢ k(xᵢ, x) + bₘ over the same vectors.
#[derive(Clone, Debug)]
pub(crate) struct Expansion {
    vectors: Samples,
    columns: Columns,
    /// `(n_functions, n_vectors)`.
    coefficients: Array2<f64>,
    biases: Array1<f64>,
}

/// Images that a thread takes at a time.
const BATCH: usize = 64;

impl Expansion {
    /// Functions that are zero everywhere.
    pub(crate) fn new(vectors: Samples, n_functions: usize) -> Result<Self, SvmError> {
        Ok(Self {
            columns: vectors.to_columns()?,
            coefficients: Array2::zeros((n_functions, vectors.len())),
            biases: Array1::zeros(n_functions),
            vectors,
        })
    }

    pub(crate) fn set_coefficient(&mut self, function: usize, vector: usize, value: f64) {
        self.coefficients[[function, vector]] = value;
    }

    pub(crate) fn set_bias(&mut self, function: usize, value: f64) {
        self.biases[function] = value;
    }

    pub(crate) fn vectors(&self) -> &Samples {
        &self.vectors
    }

    pub(crate) fn columns(&self) -> &Columns {
        &self.columns
    }

    /// `(n_functions, n_vectors)`.
    pub(crate) fn coefficients(&self) -> ArrayView2<'_, f64> {
        self.coefficients.view()
    }

    pub(crate) fn biases(&self) -> ArrayView1<'_, f64> {
        self.biases.view()
    }

    /// The functions' values, `(n_images, n_functions)`.
    ///
    /// # Errors
    /// What [`check_images`] finds.
    pub(crate) fn values<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> Result<Array2<f64>, InputError> {
        check_images(images, self.vectors.n_features())?;
        let mut values = Array2::zeros((images.nrows(), self.biases.len()));
        let (storage, as_floats);
        let columns = match (self.vectors.storage(), Samples::storage_of::<P>()) {
            (Storage::Bytes, Storage::Floats) => {
                storage = Storage::Floats;
                as_floats = self.vectors.to_floats().to_columns();
                as_floats.as_ref().unwrap_or(&self.columns)
            }
            (stored, _) => {
                storage = stored;
                &self.columns
            }
        };
        values
            .axis_chunks_iter_mut(Axis(0), BATCH)
            .into_par_iter()
            .zip(images.axis_chunks_iter(Axis(0), BATCH))
            .for_each_init(Vec::new, |buffer, (mut values, images)| {
                let samples = Samples::new(self.vectors.geometry(), images, storage);
                let n = columns.len().max(1);
                buffer.resize(n * samples.len(), 0.0);
                let mut rows: Vec<&mut [f32]> = (buffer.chunks_exact_mut(n))
                    .map(|row| &mut row[..columns.len()])
                    .collect();
                let all: Vec<usize> = (0..samples.len()).collect();
                columns.kernel_rows_here(Level::current(), &samples, &all, &mut rows);
                for (mut values, row) in values.outer_iter_mut().zip(rows) {
                    self.weigh(row, values.view_mut());
                }
            });
        Ok(values)
    }

    /// The functions' values where the kernels with the vectors are these.
    fn weigh(&self, kernels: &[f32], mut values: ndarray::ArrayViewMut1<'_, f64>) {
        for ((value, coefficients), bias) in values
            .iter_mut()
            .zip(self.coefficients.outer_iter())
            .zip(&self.biases)
        {
            let coefficients = coefficients.to_slice().expect("a row of a standard matrix");
            *value = bias
                + weighted_sum(Level::current(), coefficients, kernels)
                    .expect("a coefficient for each vector");
        }
    }

    /// A dot product with each vector, and each coefficient that is not zero once.
    pub(crate) fn cost(&self) -> Cost {
        let (vectors, n_features) = (self.vectors.len() as u64, self.vectors.n_features() as u64);
        let coefficients = self.coefficients.iter().filter(|&&c| c != 0.0).count() as u64;
        Cost {
            multiply_accumulates: vectors * n_features + coefficients,
            stored_values: vectors * n_features + coefficients + self.biases.len() as u64,
        }
    }
}
