use classifier::{Pixel, TrainingSet};
use least_squares::{ImageMap, check_ridge};
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::{Linear, LinearError};

/// What a [`Linear`] classifier is fitted with.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearParams(LinearValidParams);

/// [`LinearParams`] that have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct LinearValidParams {
    n_classes: usize,
    ridge: f64,
}

impl Linear {
    /// Parameters for labels `0..n_classes`, with a ridge of 1.
    pub fn params(n_classes: usize) -> LinearParams {
        LinearParams(LinearValidParams {
            n_classes,
            ridge: 1.0,
        })
    }
}

impl LinearParams {
    /// The weight λ of the squared weights beside the squared errors summed over the training
    /// set, pixels being intensities in [0, 1]; a finite number, zero or more. For floats that are
    /// no intensities it is in squared units of their [`Centring`](classifier::Centring). Without
    /// any (0), pixels that never vary make the problem singular, as do fewer images than pixels.
    pub fn ridge(mut self, ridge: f64) -> Self {
        self.0.ridge = ridge;
        self
    }
}

impl LinearValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The ridge λ.
    pub fn ridge(&self) -> f64 {
        self.ridge
    }
}

impl ParamGuard for LinearParams {
    type Checked = LinearValidParams;
    type Error = LinearError;

    fn check_ref(&self) -> Result<&LinearValidParams, LinearError> {
        let n_classes = self.0.n_classes;
        if n_classes < 2 {
            return Err(LinearError::TooFewClasses { n_classes });
        }
        check_ridge(self.0.ridge)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<LinearValidParams, LinearError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, LinearError> for LinearValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = Linear;

    /// Images `(n_images, n_features)`, labels `(n_images,)`. An image with a weight counts as so
    /// many images.
    ///
    /// Takes 8 bytes times the square of the smaller of both dimensions, up to ten times.
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<Linear, LinearError> {
        let training = TrainingSet::of_weighted_dataset(dataset, self.n_classes)?;
        Ok(Linear::new(ImageMap::fit(&training, self.ridge)?))
    }
}
