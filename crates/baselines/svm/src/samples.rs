use std::sync::Arc;

use classifier::{Centring, InputError, Pixel};
use kernels::{
    KernelTerm, KernelTerms, Level, PackedRows, dot_products, kernel_rows, kernel_values,
};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2};
use rayon::prelude::*;

use crate::SvmError;
use crate::exact::{ExactKernel, ExactTerm};
use crate::kernel::Geometry;

/// Values of images, row after row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Pixels {
    /// Grey levels, for exact dot products.
    Bytes(Vec<u8>),
    /// Intensities of a reduced set of bytes: as fast as floats can be.
    Singles(Vec<f32>),
    /// Centred intensities.
    Doubles(Arc<Vec<f64>>),
}

impl Pixels {
    /// As doubles: intensities of bytes and singles, centred ones as they are.
    pub(crate) fn to_doubles(&self) -> Arc<Vec<f64>> {
        match self {
            Self::Bytes(pixels) => Arc::new(pixels.iter().map(|p| p.intensity()).collect()),
            Self::Singles(pixels) => Arc::new(pixels.iter().map(|p| p.intensity()).collect()),
            Self::Doubles(pixels) => pixels.clone(),
        }
    }
}

/// How [`Pixels`] are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    Bytes,
    Singles,
    Doubles,
}

/// The kernel of images, and what they are before it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Space {
    geometry: Geometry,
    storage: Storage,
    centring: Centring,
    exact: ExactKernel,
}

impl Space {
    /// That of checked images of the training.
    pub(crate) fn of_training<P: Pixel>(geometry: Geometry, images: ArrayView2<'_, P>) -> Self {
        match P::as_bytes(&[]) {
            Some(_) => Self::of_bytes(geometry, Storage::Bytes, images.ncols()),
            None => Self::of_centred(geometry, Centring::of_features(images)),
        }
    }

    /// That of bytes, or of the intensities that they are in single precision.
    pub(crate) fn of_bytes(geometry: Geometry, storage: Storage, n_features: usize) -> Self {
        Self {
            geometry,
            storage,
            centring: Centring::none(n_features),
            exact: match storage {
                Storage::Bytes => ExactKernel::of_bytes(geometry),
                _ => ExactKernel::of_centred(geometry, &Centring::none(n_features)),
            },
        }
    }

    /// That of floats.
    pub(crate) fn of_centred(geometry: Geometry, centring: Centring) -> Self {
        Self {
            geometry,
            storage: Storage::Doubles,
            exact: ExactKernel::of_centred(geometry, &centring),
            centring,
        }
    }

    pub(crate) fn storage(&self) -> Storage {
        self.storage
    }

    pub(crate) fn centring(&self) -> &Centring {
        &self.centring
    }

    pub(crate) fn exact(&self) -> &ExactKernel {
        &self.exact
    }
}

/// Images with their terms in a kernel.
#[derive(Clone, Debug)]
pub(crate) struct Samples {
    space: Arc<Space>,
    pixels: Pixels,
    /// In single precision; none for doubles.
    terms: KernelTerms,
    exact: Vec<ExactTerm>,
}

impl Samples {
    /// Checked images.
    ///
    /// # Errors
    /// [`InputError::Memory`].
    pub(crate) fn new<P: Pixel>(
        space: &Arc<Space>,
        images: ArrayView2<'_, P>,
    ) -> Result<Self, InputError> {
        let n_features = images.ncols();
        let pixels = match space.storage {
            Storage::Bytes => {
                let standard = images.as_standard_layout();
                let bytes = standard.as_slice().and_then(P::as_bytes);
                Pixels::Bytes(bytes.expect("bytes, that are stored as such").to_vec())
            }
            Storage::Singles => {
                Pixels::Singles(images.iter().map(|pixel| pixel.intensity_f32()).collect())
            }
            Storage::Doubles => {
                let mut doubles = reserved(images.len())?;
                doubles.resize(images.len(), 0.0);
                for (image, pixels) in doubles.chunks_exact_mut(n_features).zip(images.rows()) {
                    space.centring.write_doubles(pixels, image);
                }
                Pixels::Doubles(Arc::new(doubles))
            }
        };
        Ok(Self::from_pixels(space, pixels))
    }

    /// # Panics
    /// If they are not stored as the space says.
    pub(crate) fn from_pixels(space: &Arc<Space>, pixels: Pixels) -> Self {
        let n_features = space.centring.n_features();
        let (geometry, exact) = (space.geometry, &space.exact);
        let of_norms = |norms: Vec<f64>, unit: f64| {
            let terms = norms.iter().map(|&norm| geometry.term(norm, unit));
            let exact = norms.iter().map(|&norm| exact.term_of(norm, 0.0));
            (terms.collect::<KernelTerms>(), exact.collect::<Vec<_>>())
        };
        let (terms, exact) = match &pixels {
            Pixels::Bytes(pixels) => {
                let images = pixels.chunks(n_features);
                let squared = |&pixel: &u8| u64::from(pixel).pow(2);
                let norms = images.map(|image| image.iter().map(squared).sum::<u64>() as f64);
                of_norms(norms.collect(), 1.0 / 255.0)
            }
            Pixels::Singles(pixels) => {
                let images = pixels.chunks(n_features);
                let squared = |&pixel: &f32| f64::from(pixel).powi(2);
                let norms = images.map(|image| image.iter().map(squared).sum::<f64>());
                of_norms(norms.collect(), 1.0)
            }
            Pixels::Doubles(pixels) => {
                let images = pixels.chunks(n_features);
                let exact = images.map(|image| exact.term(image)).collect();
                (KernelTerms::default(), exact)
            }
        };
        let samples = Self {
            space: space.clone(),
            pixels,
            terms,
            exact,
        };
        assert_eq!(samples.storage(), space.storage, "stored as the space says");
        samples
    }

    pub(crate) fn storage(&self) -> Storage {
        match self.pixels {
            Pixels::Bytes(_) => Storage::Bytes,
            Pixels::Singles(_) => Storage::Singles,
            Pixels::Doubles(_) => Storage::Doubles,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.exact.len()
    }

    pub(crate) fn n_features(&self) -> usize {
        self.space.centring.n_features()
    }

    pub(crate) fn space(&self) -> &Arc<Space> {
        &self.space
    }

    pub(crate) fn geometry(&self) -> Geometry {
        self.space.geometry
    }

    pub(crate) fn term(&self, index: usize) -> KernelTerm {
        self.terms.get(index)
    }

    pub(crate) fn exact_term(&self, index: usize) -> ExactTerm {
        self.exact[index]
    }

    /// Bytes as intensities in single precision.
    ///
    /// # Panics
    /// If they are not stored as bytes.
    pub(crate) fn to_singles(&self) -> Self {
        let Pixels::Bytes(pixels) = &self.pixels else {
            panic!("floats, instead of bytes");
        };
        let singles = pixels.iter().map(|pixel| pixel.intensity_f32()).collect();
        let space = Space::of_bytes(self.geometry(), Storage::Singles, self.n_features());
        Self::from_pixels(&Arc::new(space), Pixels::Singles(singles))
    }

    pub(crate) fn pixels(&self) -> &Pixels {
        &self.pixels
    }

    /// Copies of the images of these indices.
    pub(crate) fn select(&self, indices: &[usize]) -> Self {
        let n = self.n_features();
        let (pixels, terms) = match &self.pixels {
            Pixels::Bytes(pixels) => (
                Pixels::Bytes(gather(pixels, n, indices)),
                self.terms_of(indices),
            ),
            Pixels::Singles(pixels) => (
                Pixels::Singles(gather(pixels, n, indices)),
                self.terms_of(indices),
            ),
            Pixels::Doubles(pixels) => (
                Pixels::Doubles(Arc::new(gather(pixels, n, indices))),
                KernelTerms::default(),
            ),
        };
        Self {
            space: self.space.clone(),
            pixels,
            terms,
            exact: indices.iter().map(|&index| self.exact[index]).collect(),
        }
    }

    fn terms_of(&self, indices: &[usize]) -> KernelTerms {
        indices.iter().map(|&index| self.terms.get(index)).collect()
    }

    /// The same images as doubles, not centred.
    pub(crate) fn to_doubles(&self) -> Self {
        if self.storage() == Storage::Doubles {
            return self.clone();
        }
        let space = Space::of_centred(self.geometry(), self.space.centring.clone());
        Self::from_pixels(&Arc::new(space), Pixels::Doubles(self.pixels.to_doubles()))
    }

    /// # Errors
    /// [`SvmError::Shape`] of bytes, if they are too many for exact dot products.
    pub(crate) fn to_columns(&self) -> Result<Columns, SvmError> {
        let n = self.n_features();
        Ok(Columns {
            rows: match &self.pixels {
                Pixels::Bytes(pixels) => Rows::Bytes(PackedRows::new(pixels, n)?),
                Pixels::Singles(pixels) => Rows::Singles(
                    Array2::from_shape_vec((self.len(), n), pixels.clone())
                        .expect("samples are whole rows"),
                ),
                Pixels::Doubles(pixels) => Rows::Doubles(pixels.clone()),
            },
            terms: self.terms.clone(),
            exact: self.exact.clone(),
            space: self.space.clone(),
        })
    }

    /// k(x, x) of an image.
    fn diagonal(&self, index: usize) -> f64 {
        let term = self.exact[index];
        self.space.exact.value(term.own_dot(), term, term)
    }

    /// ‖φ(x)‖ of an image: the root of its kernel value with itself.
    pub(crate) fn norm(&self, index: usize) -> f64 {
        self.diagonal(index).max(0.0).sqrt()
    }

    /// k(x, x) of an image, as it is without an origin.
    pub(crate) fn plain_diagonal(&self, index: usize) -> f64 {
        self.space.exact.plain_diagonal(self.exact[index])
    }

    /// √k(x, x), in proportion to which kernel values are rounded; 0 for an image at the origin,
    /// whose values are differences of equals.
    pub(crate) fn rounded_length(&self, index: usize) -> f64 {
        if self.exact[index].own_dot() > 0.0 {
            self.plain_diagonal(index).abs().sqrt()
        } else {
            0.0
        }
    }

    /// Whether kernel values of bytes are sure to be in the range of single precision, also
    /// with other images.
    pub(crate) fn suit_singles(&self) -> bool {
        if self.storage() != Storage::Bytes {
            return false;
        }
        // By Cauchy's inequality no kernel value is larger than those of images with themselves.
        let exact = &self.space.exact;
        let squared_norm_of_white = self.n_features() as f64 * 255.0 * 255.0;
        let white = exact.term_of(squared_norm_of_white, 0.0);
        exact.plain_diagonal(white) <= SINGLES
            && (0..self.len()).all(|index| {
                let diagonal = self.plain_diagonal(index);
                diagonal == 0.0 || diagonal >= 1.0 / SINGLES
            })
    }

    /// Checks that double precision can hold the kernel values and tell images apart by them.
    ///
    /// # Errors
    /// [`InputError::Precision`].
    pub(crate) fn check_doubles(&self) -> Result<(), InputError> {
        let mut apartness = Vec::new();
        for index in 0..self.len() {
            let value = self.plain_diagonal(index);
            // Not a number is not within it either.
            let is_within = value.abs() <= DOUBLES;
            if !is_within {
                return Err(InputError::Precision {
                    image: index,
                    what: "its kernel value with itself",
                    value,
                });
            }
            let term = self.exact[index];
            if term.own_dot() > 0.0 {
                apartness.push((self.space.exact.apartness(term), index));
            }
        }
        if apartness.is_empty() {
            return Ok(());
        }
        let middle = (apartness.len() - 1) / 2;
        let (_, &mut (typical, image), _) =
            apartness.select_nth_unstable_by(middle, |a, b| a.0.total_cmp(&b.0));
        if typical >= LEAST_APARTNESS {
            Ok(())
        } else {
            Err(InputError::Precision {
                image,
                what: "the part of its kernel values that tells it from others",
                value: typical,
            })
        }
    }

    /// The kernel value of an image with itself, typically.
    pub(crate) fn typical_diagonal(&self) -> f64 {
        let values = (0..self.exact.len()).map(|index| self.diagonal(index));
        let mut values: Vec<f64> = values.filter(|&value| value > 0.0).collect();
        if values.is_empty() {
            return 1.0;
        }
        let middle = (values.len() - 1) / 2;
        *values.select_nth_unstable_by(middle, f64::total_cmp).1
    }
}

/// Largest kernel value that is computed in single precision, and the inverse of the smallest of
/// an image with itself.
const SINGLES: f64 = (1u128 << 100) as f64;

/// Largest kernel value of an image with itself: times C and the number of images it is finite.
const DOUBLES: f64 = 1e240;

/// By how much of their size the kernel values of images must differ: rounding takes about 2⁻⁵⁰
/// of it.
const LEAST_APARTNESS: f64 = 1.0 / (1u64 << 40) as f64;

/// Room for so many doubles.
fn reserved(len: usize) -> Result<Vec<f64>, InputError> {
    let mut values = Vec::new();
    match values.try_reserve_exact(len) {
        Ok(()) => Ok(values),
        Err(_) => Err(InputError::Memory {
            what: "a copy of the images in double precision",
            needed: len as u64 * size_of::<f64>() as u64,
        }),
    }
}

/// The rows of these indices, one after the other.
fn gather<T: Copy>(values: &[T], n: usize, indices: &[usize]) -> Vec<T> {
    let mut rows = Vec::with_capacity(indices.len() * n);
    for &index in indices {
        rows.extend_from_slice(&values[index * n..(index + 1) * n]);
    }
    rows
}

/// Images laid out to be multiplied with many others: the columns of a kernel matrix.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    space: Arc<Space>,
    rows: Rows,
    terms: KernelTerms,
    exact: Vec<ExactTerm>,
}

#[derive(Clone, Debug)]
enum Rows {
    Bytes(PackedRows),
    Singles(Array2<f32>),
    Doubles(Arc<Vec<f64>>),
}

/// Queries that a product of floats takes at a time.
const FLOAT_QUERIES: usize = 64;

/// The precision of kernel values.
pub(crate) trait KernelValue: Copy + Default + Into<f64> + Send + Sync + 'static {
    /// [`Columns::kernel_rows`] on the calling thread alone.
    fn kernel_rows_here(
        columns: &Columns,
        level: Level,
        samples: &Samples,
        indices: &[usize],
        values: &mut [&mut [Self]],
    );

    /// Curvature of a pair of equal images; LIBSVM's τ.
    fn tau(samples: &Samples) -> f64;
}

const TAU: f64 = 1e-12;

/// Of bytes, and of singles.
impl KernelValue for f32 {
    fn kernel_rows_here(
        columns: &Columns,
        level: Level,
        samples: &Samples,
        indices: &[usize],
        values: &mut [&mut [Self]],
    ) {
        let n = samples.n_features();
        match (&samples.pixels, &columns.rows) {
            (Pixels::Bytes(pixels), Rows::Bytes(rows)) => {
                let queries: Vec<(&[u8], KernelTerm)> = indices
                    .iter()
                    .map(|&i| (&pixels[i * n..(i + 1) * n], samples.terms.get(i)))
                    .collect();
                let kernel = columns.space.geometry.dot_kernel();
                kernel_rows(level, kernel, &queries, rows, &columns.terms, values)
                    .expect("a row has a place for each column");
            }
            (Pixels::Singles(pixels), Rows::Singles(rows)) => {
                for (indices, values) in indices
                    .chunks(FLOAT_QUERIES)
                    .zip(values.chunks_mut(FLOAT_QUERIES))
                {
                    let queries =
                        Array2::from_shape_vec((indices.len(), n), gather(pixels, n, indices))
                            .expect("a query is a whole row");
                    columns.single_rows(level, &queries, rows, samples, indices, values);
                }
            }
            _ => unreachable!("samples and columns are stored alike, and no doubles"),
        }
    }

    fn tau(_: &Samples) -> f64 {
        TAU
    }
}

/// Of bytes, and of doubles.
impl KernelValue for f64 {
    fn kernel_rows_here(
        columns: &Columns,
        level: Level,
        samples: &Samples,
        indices: &[usize],
        values: &mut [&mut [Self]],
    ) {
        for (indices, values) in indices
            .chunks(FLOAT_QUERIES)
            .zip(values.chunks_mut(FLOAT_QUERIES))
        {
            columns.double_rows(level, samples, indices, values);
        }
    }

    fn tau(samples: &Samples) -> f64 {
        TAU * samples.typical_diagonal()
    }
}

impl Columns {
    pub(crate) fn len(&self) -> usize {
        self.exact.len()
    }

    pub(crate) fn space(&self) -> &Arc<Space> {
        &self.space
    }

    /// Writes rows of the kernel matrix: `values[i][j]` is the kernel of the image of index
    /// `indices[i]` in `samples` with column `j`. Uses all threads; each value is the same
    /// whatever else is computed with it.
    ///
    /// # Panics
    /// If the samples are stored otherwise than the columns, or not for this precision.
    pub(crate) fn kernel_rows<V: KernelValue>(
        &self,
        level: Level,
        samples: &Samples,
        indices: &[usize],
        values: &mut [&mut [V]],
    ) {
        let share = indices.len().div_ceil(rayon::current_num_threads()).max(1);
        indices
            .par_chunks(share.next_multiple_of(8))
            .zip(values.par_chunks_mut(share.next_multiple_of(8)))
            .for_each(|(indices, values)| {
                V::kernel_rows_here(self, level, samples, indices, values);
            });
    }

    fn single_rows(
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
            let (kernel, term) = (self.space.geometry.dot_kernel(), samples.terms.get(index));
            kernel_values(level, kernel, term, &self.terms, values)
                .expect("a row has a place for each column");
        }
    }

    fn double_rows(
        &self,
        level: Level,
        samples: &Samples,
        indices: &[usize],
        values: &mut [&mut [f64]],
    ) {
        let (n, kernel) = (samples.n_features(), &self.space.exact);
        match (&samples.pixels, &self.rows) {
            (Pixels::Bytes(pixels), Rows::Bytes(rows)) => {
                let mut dots = vec![0; indices.len() * self.len()];
                dot_products(level, &gather(pixels, n, indices), rows, &mut dots)
                    .expect("a query is a whole row");
                for ((i, &index), values) in indices.iter().enumerate().zip(values) {
                    let (dots, x) = (&dots[i * self.len()..], samples.exact[index]);
                    for ((value, &dot), &y) in values.iter_mut().zip(dots).zip(&self.exact) {
                        *value = kernel.value(f64::from(dot), x, y);
                    }
                }
            }
            (Pixels::Doubles(pixels), Rows::Doubles(rows)) => {
                let queries = gather(pixels, n, indices);
                let shaped = |values, n_rows| {
                    ArrayView2::from_shape((n_rows, n), values).expect("these are whole rows")
                };
                let mut dots = Array2::zeros((indices.len(), self.len()));
                let (left, right) = (shaped(&queries, indices.len()), shaped(rows, self.len()));
                general_mat_mul(1.0, &left, &right.t(), 0.0, &mut dots);
                for ((i, &index), values) in indices.iter().enumerate().zip(values) {
                    let (query, x) = (&queries[i * n..(i + 1) * n], samples.exact[index]);
                    for (j, ((value, &dot), &y)) in
                        (values.iter_mut().zip(dots.row(i)).zip(&self.exact)).enumerate()
                    {
                        *value = if kernel.cancels(dot, x, y) {
                            let row = &rows[j * n..(j + 1) * n];
                            kernel.of_squared_distance(squared_distance(query, row))
                        } else {
                            kernel.value(dot, x, y)
                        };
                    }
                }
            }
            _ => unreachable!("samples and columns are stored alike, and no singles"),
        }
    }
}

fn squared_distance(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| (x - y) * (x - y)).sum()
}
