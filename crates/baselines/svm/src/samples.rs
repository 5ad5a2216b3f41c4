use classifier::Pixel;
use kernels::{KernelTerm, KernelTerms, Level, PackedRows, kernel_rows, kernel_values};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

use crate::SvmError;
use crate::kernel::Geometry;

/// Values of images, row after row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pixels {
    /// Grey levels, for exact dot products.
    Bytes(Vec<u8>),
    /// Intensities.
    Floats(Vec<f32>),
}

/// How [`Pixels`] are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    Bytes,
    Floats,
}

/// Images with their terms in a kernel.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Samples {
    n_features: usize,
    pixels: Pixels,
    terms: KernelTerms,
    geometry: Geometry,
}

impl Samples {
    pub(crate) fn new<P: Pixel>(
        geometry: Geometry,
        images: ArrayView2<'_, P>,
        storage: Storage,
    ) -> Self {
        let standard = images.as_standard_layout();
        let pixels = match standard.as_slice().and_then(P::as_bytes) {
            Some(bytes) if storage == Storage::Bytes => Pixels::Bytes(bytes.to_vec()),
            _ => Pixels::Floats(images.iter().map(|pixel| pixel.intensity_f32()).collect()),
        };
        Self::from_pixels(geometry, pixels, images.ncols())
    }

    pub(crate) fn from_pixels(geometry: Geometry, pixels: Pixels, n_features: usize) -> Self {
        let terms = match &pixels {
            Pixels::Bytes(pixels) => pixels
                .chunks(n_features)
                .map(|image| {
                    let squared_norm: u64 = image.iter().map(|&p| u64::from(p).pow(2)).sum();
                    geometry.term(squared_norm as f64, 1.0 / 255.0)
                })
                .collect(),
            Pixels::Floats(pixels) => pixels
                .chunks(n_features)
                .map(|image| geometry.term(image.iter().map(|&p| f64::from(p).powi(2)).sum(), 1.0))
                .collect(),
        };
        Self {
            n_features,
            pixels,
            terms,
            geometry,
        }
    }

    /// How images of type `P` are stored best.
    pub(crate) fn storage_of<P: Pixel>() -> Storage {
        match P::as_bytes(&[]) {
            Some(_) => Storage::Bytes,
            None => Storage::Floats,
        }
    }

    pub(crate) fn storage(&self) -> Storage {
        match self.pixels {
            Pixels::Bytes(_) => Storage::Bytes,
            Pixels::Floats(_) => Storage::Floats,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    pub(crate) fn n_features(&self) -> usize {
        self.n_features
    }

    pub(crate) fn geometry(&self) -> Geometry {
        self.geometry
    }

    pub(crate) fn term(&self, index: usize) -> KernelTerm {
        self.terms.get(index)
    }

    pub(crate) fn pixels(&self) -> &Pixels {
        &self.pixels
    }

    /// Copies of the images of these indices.
    pub(crate) fn select(&self, indices: &[usize]) -> Self {
        let n = self.n_features;
        let pixels = match &self.pixels {
            Pixels::Bytes(pixels) => Pixels::Bytes(gather(pixels, n, indices)),
            Pixels::Floats(pixels) => Pixels::Floats(gather(pixels, n, indices)),
        };
        Self {
            pixels,
            terms: indices.iter().map(|&index| self.terms.get(index)).collect(),
            ..*self
        }
    }

    /// The same images as intensities.
    pub(crate) fn to_floats(&self) -> Self {
        let pixels = match &self.pixels {
            Pixels::Bytes(pixels) => pixels.iter().map(|pixel| pixel.intensity_f32()).collect(),
            Pixels::Floats(pixels) => pixels.clone(),
        };
        Self::from_pixels(self.geometry, Pixels::Floats(pixels), self.n_features)
    }

    pub(crate) fn to_columns(&self) -> Result<Columns, SvmError> {
        let n = self.n_features;
        Ok(Columns {
            rows: match &self.pixels {
                Pixels::Bytes(pixels) => Rows::Bytes(PackedRows::new(pixels, n)?),
                Pixels::Floats(pixels) => Rows::Floats(
                    Array2::from_shape_vec((self.len(), n), pixels.clone())
                        .expect("samples are whole rows"),
                ),
            },
            terms: self.terms.clone(),
            geometry: self.geometry,
        })
    }
}

/// The rows of these indices, one after the other.
fn gather<T: Copy>(values: &[T], n: usize, indices: &[usize]) -> Vec<T> {
    indices
        .iter()
        .flat_map(|&index| &values[index * n..(index + 1) * n])
        .copied()
        .collect()
}

/// Images laid out to be multiplied with many others: the columns of a kernel matrix.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    rows: Rows,
    terms: KernelTerms,
    geometry: Geometry,
}

#[derive(Clone, Debug)]
enum Rows {
    Bytes(PackedRows),
    Floats(Array2<f32>),
}

/// Queries that a product of floats takes at a time.
const FLOAT_QUERIES: usize = 64;

impl Columns {
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Writes rows of the kernel matrix: `values[i][j]` is the kernel of the image of index
    /// `indices[i]` in `samples` with column `j`. Uses all threads; each value is the same
    /// whatever else is computed with it.
    ///
    /// # Panics
    /// If the samples are stored otherwise than the columns.
    pub(crate) fn kernel_rows(
        &self,
        level: Level,
        samples: &Samples,
        indices: &[usize],
        values: &mut [&mut [f32]],
    ) {
        let share = indices.len().div_ceil(rayon::current_num_threads()).max(1);
        indices
            .par_chunks(share.next_multiple_of(8))
            .zip(values.par_chunks_mut(share.next_multiple_of(8)))
            .for_each(|(indices, values)| {
                self.kernel_rows_here(level, samples, indices, values);
            });
    }

    /// [`kernel_rows`](Self::kernel_rows) on the calling thread alone.
    pub(crate) fn kernel_rows_here(
        &self,
        level: Level,
        samples: &Samples,
        indices: &[usize],
        values: &mut [&mut [f32]],
    ) {
        let n = samples.n_features;
        match (&samples.pixels, &self.rows) {
            (Pixels::Bytes(pixels), Rows::Bytes(rows)) => {
                let queries: Vec<(&[u8], KernelTerm)> = indices
                    .iter()
                    .map(|&i| (&pixels[i * n..(i + 1) * n], samples.terms.get(i)))
                    .collect();
                let kernel = self.geometry.dot_kernel();
                kernel_rows(level, kernel, &queries, rows, &self.terms, values)
                    .expect("a row has a place for each column");
            }
            (Pixels::Floats(pixels), Rows::Floats(rows)) => {
                for (indices, values) in indices
                    .chunks(FLOAT_QUERIES)
                    .zip(values.chunks_mut(FLOAT_QUERIES))
                {
                    let queries =
                        Array2::from_shape_vec((indices.len(), n), gather(pixels, n, indices))
                            .expect("a query is a whole row");
                    self.float_rows(level, &queries, rows, samples, indices, values);
                }
            }
            _ => unreachable!("samples and columns are stored alike"),
        }
    }

    fn float_rows(
        &self,
        level: Level,
        queries: &Array2<f32>,
        rows: &Array2<f32>,
        samples: &Samples,
        indices: &[usize],
        values: &mut [&mut [f32]],
    ) {
        let mut dots = Array2::zeros((queries.nrows(), rows.nrows()));
        general_mat_mul(1.0, queries, &rows.t(), 0.0, &mut dots);
        for ((dots, &index), values) in dots.outer_iter().zip(indices).zip(values) {
            for (value, dot) in values.iter_mut().zip(dots) {
                *value = *dot;
            }
            let (kernel, term) = (self.geometry.dot_kernel(), samples.terms.get(index));
            kernel_values(level, kernel, term, &self.terms, values)
                .expect("a row has a place for each column");
        }
    }
}
