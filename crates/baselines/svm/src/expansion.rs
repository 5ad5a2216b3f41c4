use classifier::{Cost, InputError, Pixel};
use kernels::{Level, weighted_sum};
use ndarray::parallel::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis};

use crate::SvmError;
use crate::samples::{Columns, KernelValue, Samples, Storage};

/// Some functions fₘ(x) = Σᵢ cₘᵢ k(xᵢ, x) + bₘ over the same vectors.
#[derive(Clone, Debug)]
pub(crate) struct Expansion {
    vectors: Samples,
    columns: Columns,
    precision: Precision,
    /// `(n_functions, n_vectors)`.
    coefficients: Array2<f64>,
    biases: Array1<f64>,
}

/// In which precision the kernel values of bytes are computed. Those of floats are doubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Precision {
    Single,
    Double,
}

/// Images that a thread takes at a time.
const BATCH: usize = 64;

impl Expansion {
    /// Functions that are zero everywhere.
    pub(crate) fn new(
        vectors: Samples,
        precision: Precision,
        n_functions: usize,
    ) -> Result<Self, SvmError> {
        let coefficients = Array2::zeros((n_functions, vectors.len()));
        Self::of(vectors, precision, coefficients, Array1::zeros(n_functions))
    }

    /// Functions with these coefficients, `(n_functions, n_vectors)`, and biases.
    pub(crate) fn of(
        vectors: Samples,
        precision: Precision,
        coefficients: Array2<f64>,
        biases: Array1<f64>,
    ) -> Result<Self, SvmError> {
        Ok(Self {
            columns: vectors.to_columns()?,
            precision,
            coefficients,
            biases,
            vectors,
        })
    }

    pub(crate) fn precision(&self) -> Precision {
        self.precision
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

    /// `(n_functions, n_vectors)`.
    pub(crate) fn coefficients(&self) -> ArrayView2<'_, f64> {
        self.coefficients.view()
    }

    pub(crate) fn biases(&self) -> ArrayView1<'_, f64> {
        self.biases.view()
    }

    /// The functions' values, `(n_images, n_functions)`, all finite.
    ///
    /// # Errors
    /// What [`Centring::check`](classifier::Centring::check) finds, or
    /// [`InputError::Precision`].
    pub(crate) fn values<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> Result<Array2<f64>, InputError> {
        self.vectors.space().centring().check(images)?;
        let doubles;
        let (columns, space) = match (self.vectors.storage(), P::as_bytes(&[])) {
            (Storage::Bytes | Storage::Singles, None) => {
                let vectors = self.vectors.to_doubles();
                doubles = vectors.to_columns().expect("doubles may be any number");
                (&doubles, doubles.space())
            }
            _ => (&self.columns, self.vectors.space()),
        };
        let mut values = Array2::zeros((images.nrows(), self.biases.len()));
        let batches = values
            .axis_chunks_iter_mut(Axis(0), BATCH)
            .into_par_iter()
            .zip(images.axis_chunks_iter(Axis(0), BATCH));
        let is_double = space.storage() == Storage::Doubles || self.precision == Precision::Double;
        if is_double {
            batches.try_for_each_init(Vec::<f64>::new, |buffer, (values, images)| {
                let images = Samples::new(space, images)?;
                self.evaluate(columns, &images, buffer, values);
                Ok(())
            })?;
        } else {
            batches.try_for_each_init(Vec::<f32>::new, |buffer, (values, images)| {
                let images = Samples::new(space, images)?;
                self.evaluate(columns, &images, buffer, values);
                Ok(())
            })?;
        }
        match values.indexed_iter().find(|(_, value)| !value.is_finite()) {
            None => Ok(values),
            Some(((image, _), &value)) => Err(InputError::Precision {
                image,
                what: "the sum of its kernel values",
                value,
            }),
        }
    }

    /// The functions' values for the vectors themselves.
    pub(crate) fn own_values(&self) -> Array2<f64> {
        let mut values = Array2::zeros((self.vectors.len(), self.biases.len()));
        let batches = values.axis_chunks_iter_mut(Axis(0), BATCH).into_par_iter();
        batches.enumerate().for_each(|(batch, values)| {
            let first = batch * BATCH;
            let indices: Vec<usize> = (first..first + values.nrows()).collect();
            let images = self.vectors.select(&indices);
            match self.precision {
                Precision::Single => {
                    self.evaluate::<f32>(&self.columns, &images, &mut Vec::new(), values);
                }
                Precision::Double => {
                    self.evaluate::<f64>(&self.columns, &images, &mut Vec::new(), values);
                }
            }
        });
        values
    }

    /// The functions' values for some images, on the calling thread.
    fn evaluate<V: KernelValue>(
        &self,
        columns: &Columns,
        images: &Samples,
        buffer: &mut Vec<V>,
        mut values: ArrayViewMut2<'_, f64>,
    ) {
        kernel_values(columns, images, buffer);
        let n = columns.len().max(1);
        for (mut values, row) in values.outer_iter_mut().zip(buffer.chunks_exact(n)) {
            let row = &row[..columns.len()];
            for ((value, coefficients), bias) in values
                .iter_mut()
                .zip(self.coefficients.outer_iter())
                .zip(&self.biases)
            {
                let coefficients = coefficients.to_slice().expect("a row of a standard matrix");
                *value = bias
                    + weighted_sum(Level::current(), coefficients, row)
                        .expect("a coefficient for each vector");
            }
        }
    }

    /// Kernel values of checked images with the vectors, row by row, on the calling thread.
    pub(crate) fn kernel_values<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> Result<Vec<f64>, InputError> {
        let images = Samples::new(self.vectors.space(), images)?;
        Ok(match self.precision {
            Precision::Single => {
                let mut values: Vec<f32> = Vec::new();
                kernel_values(&self.columns, &images, &mut values);
                values.into_iter().map(f64::from).collect()
            }
            Precision::Double => {
                let mut values = Vec::new();
                kernel_values(&self.columns, &images, &mut values);
                values
            }
        })
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

/// Kernel values of all images with all columns, at least one a row.
fn kernel_values<V: KernelValue>(columns: &Columns, images: &Samples, values: &mut Vec<V>) {
    let n = columns.len().max(1);
    values.resize(n * images.len(), V::default());
    let mut rows: Vec<&mut [V]> = (values.chunks_exact_mut(n))
        .map(|row| &mut row[..columns.len()])
        .collect();
    let all: Vec<usize> = (0..images.len()).collect();
    V::kernel_rows_here(columns, Level::current(), images, &all, &mut rows);
}
