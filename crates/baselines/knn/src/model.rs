use std::marker::PhantomData;

use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use classifier::{Centring, Classifier, Cost, InputError, Pixel, TrainingSet, check_memory};
use kernels::{FloatRows, Level, PackedRows};
use ndarray::{Array1, Array2, ArrayView2, Axis, Slice};

use crate::KnnError;
use crate::vote::Votes;

/// A k-nearest-neighbour classifier with its training images.
#[derive(Clone, Debug)]
pub struct Knn<P> {
    rows: Rows,
    centring: Centring,
    pixel: PhantomData<P>,
    labels: Array1<usize>,
    votes: Votes,
    n_classes: usize,
    k: usize,
    /// The scale of squared distances in scores, of centred images as they are.
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
    /// grey levels, for floats in squares of their own unit. Those of floats of 1e±160 and beyond
    /// are over- or underflown; the order is right.
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
        let centring = Centring::of_features(training.images());
        let n_features = centring.n_features();
        let images = training.images();
        let images = images.as_standard_layout();
        let (rows, scale) = match images.as_slice().and_then(P::as_bytes) {
            Some(bytes) => {
                let packed = PackedRows::new(bytes, n_features)?;
                (Rows::Bytes(packed), bytes_spread(n_features))
            }
            None => {
                let images = centring.singles_of_set(training)?;
                let images = images.as_slice().expect(ROW_BY_ROW);
                let packed = FloatRows::new(images, n_features)?;
                (Rows::Floats(packed), spread(images, n_features))
            }
        };
        Ok(Self {
            rows,
            centring,
            pixel: PhantomData,
            labels: training.labels().to_owned(),
            votes: Votes::of(training.weights().map(Vec::from)),
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
    /// What [`Centring::check`] finds, or [`InputError::Memory`] if there is no room for so many.
    pub fn neighbours(&self, images: ArrayView2<'_, P>) -> Result<Neighbours, InputError> {
        let mut neighbours = self.centred_neighbours(images)?;
        let unit = self.centring.unit();
        neighbours
            .squared_distances
            .mapv_inplace(|distance| distance * unit * unit);
        Ok(neighbours)
    }

    /// The same with the squared distances of centred images.
    fn centred_neighbours(&self, images: ArrayView2<'_, P>) -> Result<Neighbours, InputError> {
        self.centring.check(images)?;
        check_memory::<[u64; 4]>("the neighbours of all images", &[images.nrows(), self.k])?;
        let images = images.as_standard_layout();
        let level = Level::current();
        match (&self.rows, images.as_slice().and_then(P::as_bytes)) {
            (Rows::Bytes(rows), Some(bytes)) => {
                kernels::nearest(level, bytes, rows, self.k).map(Neighbours::of)
            }
            (Rows::Floats(rows), _) => {
                let images = self.centring.singles(images.view())?;
                let images = images.as_slice().expect(ROW_BY_ROW);
                kernels::nearest_floats(level, images, rows, self.k).map(Neighbours::of)
            }
            (Rows::Bytes(_), None) => unreachable!("pixels are bytes for fit and here, or not"),
        }
        .map_or_else(
            |error| unreachable!("fit and check_images have checked the shapes: {error}"),
            Ok,
        )
    }
}

const ROW_BY_ROW: &str = "a new matrix";

/// Neighbours that scores are found from at a time: 32 bytes each.
const AT_A_TIME: usize = 1 << 22;

fn shaped<T>(shape: (usize, usize), values: impl Iterator<Item = T>) -> Array2<T> {
    Array2::from_shape_vec(shape, values.collect()).expect("k values an image")
}

/// The square of the widest distance that two images of bytes can have.
fn bytes_spread(n_features: usize) -> f64 {
    255f64.powi(2) * n_features as f64
}

/// Four times the largest squared norm, the square of the widest distance two images of that
/// norm can have; 1 if all are zero.
fn spread(images: &[f32], n_features: usize) -> f64 {
    let norms = images.chunks_exact(n_features).map(|image| {
        let squares = image.iter().map(|&x| f64::from(x).powi(2));
        squares.sum::<f64>()
    });
    match norms.fold(0.0, f64::max) {
        0.0 => 1.0,
        largest => 4.0 * largest,
    }
}

impl<P: Pixel> Classifier<P> for Knn<P> {
    fn n_features(&self) -> usize {
        self.centring.n_features()
    }

    fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Votes, and how near: see the [crate](crate).
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        self.centring.check(images)?;
        let mut scores = Array2::zeros((images.nrows(), self.n_classes));
        let block = (AT_A_TIME / self.k).max(1);
        for (index, mut scores) in scores.axis_chunks_iter_mut(Axis(0), block).enumerate() {
            let first = index * block;
            let rows = Slice::from(first..first + scores.nrows());
            let neighbours = self.centred_neighbours(images.slice_axis(Axis(0), rows))?;
            for ((scores, distances), indices) in scores
                .rows_mut()
                .into_iter()
                .zip(neighbours.squared_distances.rows())
                .zip(neighbours.indices.rows())
            {
                let neighbours = distances.iter().zip(indices).map(|(&distance, &index)| {
                    let closeness = self.scale / (self.scale + distance);
                    (closeness, self.labels[index], index)
                });
                self.votes.count(neighbours, scores);
            }
        }
        Ok(scores)
    }

    /// One multiply-accumulate, and one stored value, for each pixel of each training image.
    fn cost(&self) -> Cost {
        let values = (self.labels.len() * self.centring.n_features()) as u64;
        Cost {
            multiply_accumulates: values,
            stored_values: values,
        }
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(Knn<P>);

/// Settings: `k`. Tensors: `images`, `(n_images, n_features)`, the training images, bytes as they
/// are and floats in single precision as [`Centring`] makes them; `labels`, `(n_images,)`; if they
/// have any, their `weights`, `(n_images,)`.
impl<P: Pixel> Persist for Knn<P> {
    const KIND: &'static str = "knn";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        let n_features = self.centring.n_features();
        to.header::<P>(n_features, self.n_classes);
        to.setting("k", self.k);
        self.centring.write(to);
        let shape = [self.labels.len(), n_features];
        match &self.rows {
            Rows::Bytes(rows) => to.rows("images", shape, || rows.rows()),
            Rows::Floats(rows) => to.rows("images", shape, || rows.rows()),
        }
        to.labels("labels", self.labels.iter().copied());
        if let Some(weights) = self.votes.weights() {
            to.tensor("weights", [weights.len()], weights);
        }
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header::<P>()?;
        let n_features = header.n_features;
        let labels = from.labels("labels", None, header.n_classes)?;
        let k: usize = from.setting("k")?;
        if !(1..=labels.len()).contains(&k) {
            return Err(from.wrong_setting("k", format!("there are {} images", labels.len())));
        }
        let too_many =
            |error: kernels::ShapeError| from.wrong_setting("n_features", format!("{error}"));
        let (rows, scale) = match P::as_bytes(&[]) {
            Some(_) => {
                let images = from.tensor_in_file("images", &[labels.len(), n_features])?;
                let rows = PackedRows::new(&images, n_features);
                (
                    Rows::Bytes(rows.map_err(too_many)?),
                    bytes_spread(n_features),
                )
            }
            None => {
                let images = from.tensor_in_file("images", &[labels.len(), n_features])?;
                let rows = FloatRows::new(&images, n_features);
                let rows = rows.map_err(too_many)?;
                (Rows::Floats(rows), spread(&images, n_features))
            }
        };
        let weights = match from.shape("weights") {
            None => None,
            Some(_) => {
                let weights = from.vector("weights", labels.len())?;
                let expected = || "it must be above 0".to_owned();
                from.check_values("weights", &weights, |&weight| weight > 0.0, expected)?;
                Some(weights)
            }
        };
        Ok(Self {
            rows,
            centring: Centring::read(from, n_features)?,
            pixel: PhantomData,
            labels: labels.into(),
            votes: Votes::of(weights),
            n_classes: header.n_classes,
            k,
            scale,
        })
    }
}
