use classifier::{InputError, Pixel, TrainingSet};
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::{Knn, KnnError};

/// What a [`Knn`] classifier is made with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnnParams(KnnValidParams);

/// [`KnnParams`] that have been checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnnValidParams {
    n_classes: usize,
    k: usize,
}

impl Knn<u8> {
    /// Parameters for labels `0..n_classes`, with the paper's `k` of 3; for images of any
    /// pixel type.
    pub fn params(n_classes: usize) -> KnnParams {
        KnnParams(KnnValidParams { n_classes, k: 3 })
    }
}

impl KnnParams {
    /// Number of neighbours that vote, one or more; as many training images are needed.
    pub fn k(mut self, k: usize) -> Self {
        self.0.k = k;
        self
    }
}

impl KnnValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Number of neighbours that vote.
    pub fn k(&self) -> usize {
        self.k
    }
}

impl ParamGuard for KnnParams {
    type Checked = KnnValidParams;
    type Error = KnnError;

    fn check_ref(&self) -> Result<&KnnValidParams, KnnError> {
        match self.0 {
            KnnValidParams { n_classes: 0, .. } => Err(KnnError::NoClasses),
            KnnValidParams { k: 0, .. } => Err(KnnError::NoNeighbours),
            _ => Ok(&self.0),
        }
    }

    fn check(self) -> Result<KnnValidParams, KnnError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, KnnError> for KnnValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = Knn<P>;

    /// Images `(n_images, n_features)`, at least `k` of them, labels `(n_images,)`. The weight of an
    /// image is its vote.
    ///
    /// Takes 1 byte a pixel of images of bytes, 4 of others.
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<Knn<P>, KnnError> {
        let training = TrainingSet::of_weighted_dataset(dataset, self.n_classes)?;
        let found = training.images().nrows();
        if found < self.k {
            return Err(KnnError::Input(InputError::TooFewImages {
                found,
                needed: self.k,
                why: "k neighbours vote",
            }));
        }
        Knn::keep(&training, self.k)
    }
}
