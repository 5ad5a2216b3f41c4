use linfa::ParamGuard;

use crate::LocalLearningError;

/// The settings to make a [`LocalLinear`](crate::LocalLinear) classifier with.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalLinearParams(pub(crate) LocalLinearValidParams);

/// [`LocalLinearParams`] after they have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalLinearValidParams {
    pub(crate) n_classes: usize,
    pub(crate) k: usize,
    pub(crate) ridge: f64,
}

impl LocalLinearParams {
    /// Number of neighbours to train on, one or more. There must be at least as many images.
    pub fn k(mut self, k: usize) -> Self {
        self.0.k = k;
        self
    }

    /// The ridge λ, finite and above zero. It is in squared intensities. For floats that are not
    /// intensities, it is in squared units of their [`Centring`](classifier::Centring).
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
