use std::marker::PhantomData;

use classifier::{Classifier, Cost, InputError, Pixel, TrainingSet, check_images};
use kernels::{FloatRows, Level, PackedRows};
use ndarray::{Array1, Array2, ArrayView2, Axis};

use crate::{KnnError, vote};

/// A k-nearest-neighbour classifier with its training images.
#[derive(Clone, Debug)]
pub struct Knn<P> {
    rows: Rows,
    pixel: PhantomData<P>,
    labels: Array1<usize>,
    n_features: usize,
    n_classes: usize,
    k: usize,
    /// The scale of squared distances in scores.
    scale: f64,
}

/// The training images as the search for neighbours wants them.
#[derive(Clone, Debug)]
enum Rows {
    Bytes(PackedRows),
    Floats(FloatRows),
}

/// The nearest training images of some images, the nearest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbours {
    /// Squared Euclidean distances, `(n_images, k)`: for bytes the exact integers, in squared
    /// grey levels.
    pub squared_distances: Array2<f64>,
    /// Indices of the training images, `(n_images, k)`; of equally distant ones the lowest.
    pub indices: Array2<usize>,
}

impl Neighbours {
    fn of<D: Into<f64>>(found: kernels::Neighbours<D>) -> Self {
        let k = found.k();
        let (distances, indices) = found.into_parts();
        let shape = (indices.len() / k, k);
        Self {
            squared_distances: shaped(shape, distances.into_iter().map(D::into)),
            indices: shaped(shape, indices.into_iter().map(|index| index as usize)),
        }
    }
}

impl<P: Pixel> Knn<P> {
    pub(crate) fn keep(training: &TrainingSet<'_, P>, k: usize) -> Result<Self, KnnError> {
        let images = training.images();
        let images = images.as_standard_layout();
        let n_features = images.ncols();
        let (rows, scale) = match images.as_slice().and_then(P::as_bytes) {
            Some(bytes) => {
                let packed = PackedRows::new(bytes, n_features)?;
                (Rows::Bytes(packed), 255f64.powi(2) * n_features as f64)
            }
            None => {
                let packed = FloatRows::new(&singles(images.view()), n_features)?;
                (Rows::Floats(packed), spread(images.view()))
            }
        };
        Ok(Self {
            rows,
            pixel: PhantomData,
            labels: training.labels().to_owned(),
            n_features,
            n_classes: training.n_classes(),
            k,
            scale,
        })
    }

    /// Number of neighbours that vote.
    pub fn k(&self) -> usize {
        self.k
    }

    /// The `k` training images nearest to each image, `(n_images, n_features)`.
    ///
    /// # Errors
    /// What [`check_images`] finds.
    pub fn neighbours(&self, images: ArrayView2<'_, P>) -> Result<Neighbours, InputError> {
        check_images(images, self.n_features)?;
        let images = images.as_standard_layout();
        let level = Level::current();
        match (&self.rows, images.as_slice().and_then(P::as_bytes)) {
            (Rows::Bytes(rows), Some(bytes)) => {
                kernels::nearest(level, bytes, rows, self.k).map(Neighbours::of)
            }
            (Rows::Floats(rows), _) => {
                let images = singles(images.view());
                kernels::nearest_floats(level, &images, rows, self.k).map(Neighbours::of)
            }
            (Rows::Bytes(_), None) => unreachable!("pixels are bytes for fit and here, or not"),
        }
        .map_or_else(
            |error| unreachable!("fit and check_images have checked the shapes: {error}"),
            Ok,
        )
    }
}

/// The pixels row by row in single precision, of which they keep the range.
fn singles<P: Pixel>(images: ArrayView2<'_, P>) -> Vec<f32> {
    images
        .iter()
        .map(|pixel| pixel.intensity_f32().clamp(f32::MIN, f32::MAX))
        .collect()
}

fn shaped<T>(shape: (usize, usize), values: impl Iterator<Item = T>) -> Array2<T> {
    Array2::from_shape_vec(shape, values.collect()).expect("k values an image")
}

/// Four times the largest squared norm, the square of the widest distance two images of that
/// norm can have; 1 if all are zero.
fn spread<P: Pixel>(images: ArrayView2<'_, P>) -> f64 {
    let norms = images.axis_iter(Axis(0)).map(|image| {
        let squares = image.iter().map(|pixel| pixel.intensity().powi(2));
        squares.sum::<f64>()
    });
    match norms.fold(0.0, f64::max) {
        0.0 => 1.0,
        largest => (4.0 * largest).min(f64::MAX),
    }
}

impl<P: Pixel> Classifier<P> for Knn<P> {
    fn n_features(&self) -> usize {
        self.n_features
    }

    fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Votes, and how near: see the [crate](crate).
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let neighbours = self.neighbours(images)?;
        let mut scores = Array2::zeros((images.nrows(), self.n_classes));
        for ((scores, distances), indices) in scores
            .rows_mut()
            .into_iter()
            .zip(neighbours.squared_distances.rows())
            .zip(neighbours.indices.rows())
        {
            let classes = indices.iter().map(|&index| self.labels[index]);
            vote::score(distances.iter().copied().zip(classes), self.scale, scores);
        }
        Ok(scores)
    }

    /// One multiply-accumulate, and one stored value, for each pixel of each training image.
    fn cost(&self) -> Cost {
        let values = (self.labels.len() * self.n_features) as u64;
        Cost {
            multiply_accumulates: values,
            stored_values: values,
        }
    }
}

classifier::impl_linfa_predict!(Knn<P>);
