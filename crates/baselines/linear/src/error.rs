use classifier::InputError;
use least_squares::LeastSquaresError;
use thiserror::Error;

/// Why a linear classifier cannot be fitted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LinearError {
    /// Fewer than two classes.
    #[error("a classifier of {n_classes} classes: there must be two or more")]
    TooFewClasses {
        /// The number asked for.
        n_classes: usize,
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
