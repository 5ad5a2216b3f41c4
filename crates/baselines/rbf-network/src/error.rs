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
    /// The number of units for each class is 0.
    #[error("0 units a class: there must be one or more")]
    NoUnits,
    /// The width is not from [`LEAST_WIDTH`](crate::LEAST_WIDTH) to
    /// [`LARGEST_WIDTH`](crate::LARGEST_WIDTH).
    #[error(
        "a width of {width} times the clusters' variance: it must be from {least:e} to {most:e}",
        least = crate::LEAST_WIDTH,
        most = crate::LARGEST_WIDTH
    )]
    InvalidWidth {
        /// The factor asked for.
        width: f64,
    },
    /// There are more iterations of k-means than [`MOST_ITERATIONS`](crate::MOST_ITERATIONS).
    #[error(
        "{max_iterations} iterations of k-means: there may be {most} at most",
        most = crate::MOST_ITERATIONS
    )]
    TooManyIterations {
        /// The number asked for.
        max_iterations: usize,
    },
    /// The images or labels are not valid.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There is no least-squares solution with this ridge.
    #[error(transparent)]
    LeastSquares(#[from] LeastSquaresError),
    /// The function that was told of the progress ended the fit.
    #[error("the fit was stopped")]
    Stopped,
    /// An error of linfa.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
