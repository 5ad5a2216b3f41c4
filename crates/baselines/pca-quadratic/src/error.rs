use classifier::InputError;
use least_squares::LeastSquaresError;
use thiserror::Error;

/// Why a quadratic classifier cannot be fitted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PcaQuadraticError {
    /// Fewer than two classes.
    #[error("a classifier of {n_classes} classes: there must be two or more")]
    TooFewClasses {
        /// The number asked for.
        n_classes: usize,
    },
    /// Not a single component.
    #[error("no principal components: there must be one or more")]
    NoComponents,
    /// The images vary in fewer directions than there are to be components.
    #[error(
        "{n_components} principal components of images that vary in {rank} directions: ask for \
         no more than those, or give images that differ in more"
    )]
    TooManyComponents {
        /// The number asked for.
        n_components: usize,
        /// Directions with a variance above rounding level.
        rank: usize,
    },
    /// The images or labels are not sound.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no least-squares solution with this ridge.
    #[error(transparent)]
    LeastSquares(#[from] LeastSquaresError),
    /// LAPACK failed on the covariance matrix.
    #[error("LAPACK failed on the covariance matrix")]
    NoEigenvectors,
    /// An error of linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
