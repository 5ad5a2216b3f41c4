use classifier::InputError;
use least_squares::LeastSquaresError;
use thiserror::Error;

/// Why an RBF network cannot be fitted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RbfNetworkError {
    /// Fewer than two classes.
    #[error("a classifier of {n_classes} classes: there must be two or more")]
    TooFewClasses {
        /// The number asked for.
        n_classes: usize,
    },
    /// No unit a class.
    #[error("0 units a class: there must be one or more")]
    NoUnits,
    /// The width is not a positive, finite number.
    #[error("a width of {width} times the clusters' variance: it must be finite and above zero")]
    InvalidWidth {
        /// The factor asked for.
        width: f64,
    },
    /// The images or labels are not sound.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no least-squares solution with this ridge.
    #[error(transparent)]
    LeastSquares(#[from] LeastSquaresError),
    /// An error of linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
