use classifier::{InputError, Pixel, TrainingSet};
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::{LocalLearningError, LocalLinear};

/// What a [`LocalLinear`] classifier is made with.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalLinearParams(LocalLinearValidParams);

/// [`LocalLinearParams`] that have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalLinearValidParams {
    n_classes: usize,
    k: usize,
    ridge: f64,
}

impl LocalLinear {
    /// Parameters for labels `0..n_classes`: 50 neighbours, ridge 1.
    pub fn params(n_classes: usize) -> LocalLinearParams {
        LocalLinearParams(LocalLinearValidParams {
            n_classes,
            k: 50,
            ridge: 1.0,
        })
    }
}

impl LocalLinearParams {
    /// Number of neighbours to train on, one or more; as many images are needed.
    pub fn k(mut self, k: usize) -> Self {
        self.0.k = k;
        self
    }

    /// The ridge λ, finite and above zero: in squared intensities, for floats that are no
    /// intensities in squared units of their [`Centring`](classifier::Centring).
    pub fn ridge(mut self, ridge: f64) -> Self {
        self.0.ridge = ridge;
        self
    }
}

impl LocalLinearValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Number of neighbours to train on.
    pub fn k(&self) -> usize {
        self.k
    }

    /// The ridge λ.
    pub fn ridge(&self) -> f64 {
        self.ridge
    }
}

impl ParamGuard for LocalLinearParams {
    type Checked = LocalLinearValidParams;
    type Error = LocalLearningError;

    fn check_ref(&self) -> Result<&LocalLinearValidParams, LocalLearningError> {
        match self.0 {
            LocalLinearValidParams { n_classes: 0, .. } => Err(LocalLearningError::NoClasses),
            LocalLinearValidParams { k: 0, .. } => Err(LocalLearningError::NoNeighbours),
            LocalLinearValidParams { ridge, .. } if !(ridge > 0.0 && ridge.is_finite()) => {
                Err(LocalLearningError::InvalidRidge { ridge })
            }
            _ => Ok(&self.0),
        }
    }

    fn check(self) -> Result<LocalLinearValidParams, LocalLearningError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, LocalLearningError> for LocalLinearValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = LocalLinear;

    /// Images `(n_images, n_features)`, at least `k` of them, labels `(n_images,)`, no weights.
    ///
    /// Takes 8 bytes a pixel of all images.
    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<LocalLinear, LocalLearningError> {
        let training = TrainingSet::of_dataset(dataset, self.n_classes)?;
        let found = training.images().nrows();
        if found < self.k {
            return Err(LocalLearningError::Input(InputError::TooFewImages {
                found,
                needed: self.k,
                why: "a classifier is trained on k neighbours",
            }));
        }
        LocalLinear::keep(&training, self.clone())
    }
}
