use linfa::ParamGuard;

use crate::TangentDistanceError;
use crate::limits::{LARGEST_RIDGE, LARGEST_SMOOTHING, LEAST_RIDGE, LEAST_SMOOTHING};

/// The training images to which the tangent distance is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidates {
    /// All of them.
    All,
    /// This many training images, the nearest by the Euclidean distance of the smoothed images. All
    /// of them if there are fewer.
    Nearest(usize),
}

/// The settings to fit a [`TangentDistance`](crate::TangentDistance) classifier with.
#[derive(Clone, Debug, PartialEq)]
pub struct TangentDistanceParams(pub(crate) TangentDistanceValidParams);

/// [`TangentDistanceParams`] after they have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct TangentDistanceValidParams {
    pub(crate) n_classes: usize,
    pub(crate) height: usize,
    pub(crate) width: usize,
    pub(crate) smoothing: f64,
    pub(crate) ridge: f64,
    pub(crate) candidates: Candidates,
}

impl TangentDistanceParams {
    /// Standard deviation of the Gaussian that smooths the images, in pixels, from
    /// [`LEAST_SMOOTHING`] to [`LARGEST_SMOOTHING`].
    pub fn smoothing(mut self, smoothing: f64) -> Self {
        self.0.smoothing = smoothing;
        self
    }

    /// The ridge λ, from [`LEAST_RIDGE`] to [`LARGEST_RIDGE`]. The minimum is over the squared
    /// distance between the planes plus λ times the squared lengths moved along both planes. The
    /// ridge keeps an image from moving far along its plane, where the plane no longer follows the
    /// transformations.
    pub fn ridge(mut self, ridge: f64) -> Self {
        self.0.ridge = ridge;
        self
    }

    /// The training images to which the tangent distance is computed.
    pub fn candidates(mut self, candidates: Candidates) -> Self {
        self.0.candidates = candidates;
        self
    }
}

impl TangentDistanceValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Rows of an image.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Columns of an image.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Standard deviation of the smoothing, in pixels.
    pub fn smoothing(&self) -> f64 {
        self.smoothing
    }

    /// The ridge λ.
    pub fn ridge(&self) -> f64 {
        self.ridge
    }

    /// The training images to which the tangent distance is computed.
    pub fn candidates(&self) -> Candidates {
        self.candidates
    }
}

impl ParamGuard for TangentDistanceParams {
    type Checked = TangentDistanceValidParams;
    type Error = TangentDistanceError;

    fn check_ref(&self) -> Result<&TangentDistanceValidParams, TangentDistanceError> {
        let &TangentDistanceValidParams {
            n_classes,
            smoothing,
            ridge,
            candidates,
            ..
        } = &self.0;
        if n_classes < 2 {
            return Err(TangentDistanceError::TooFewClasses { n_classes });
        }
        if !(LEAST_SMOOTHING..=LARGEST_SMOOTHING).contains(&smoothing) {
            return Err(TangentDistanceError::InvalidSmoothing { smoothing });
        }
        if !(LEAST_RIDGE..=LARGEST_RIDGE).contains(&ridge) {
            return Err(TangentDistanceError::InvalidRidge { ridge });
        }
        if candidates == Candidates::Nearest(0) {
            return Err(TangentDistanceError::NoCandidates);
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<TangentDistanceValidParams, TangentDistanceError> {
        self.check_ref()?;
        Ok(self.0)
    }
}
