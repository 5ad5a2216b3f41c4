use classifier::InputError;
use least_squares::LeastSquaresError;
use thiserror::Error;

/// Why a pairwise linear classifier cannot be fitted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PairwiseLinearError {
    /// Fewer than two classes.
    #[error("a classifier of {n_classes} classes: there must be two or more")]
    TooFewClasses {
        /// The number asked for.
        n_classes: usize,
    },
    /// The slope of a saturating unit is zero, negative, infinite or NaN.
    #[error("a slope of {slope}: it must be a finite number above zero")]
    InvalidSlope {
        /// The slope asked for.
        slope: f64,
    },
    /// The ridge is negative, infinite or NaN.
    #[error(transparent)]
    InvalidRidge(LeastSquaresError),
    /// The images or labels are not valid.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A unit has no least-squares solution with this ridge.
    #[error("the unit {first}/{second} cannot be fitted")]
    Unit {
        /// The class with the target +1.
        first: usize,
        /// The class with the target −1.
        second: usize,
        /// The error of the fit.
        source: LeastSquaresError,
    },
    /// An error of linfa.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
