use classifier::InputError;
use thiserror::Error;

/// Why there is no least-squares solution.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LeastSquaresError {
    /// The ridge is negative, infinite or NaN.
    #[error("a ridge of {ridge}: it must be a finite number, zero or more")]
    InvalidRidge {
        /// The ridge asked for.
        ridge: f64,
    },
    /// The moments are those of no sample at all.
    #[error("least squares over no samples")]
    NoSamples,
    /// The matrix of the normal equations is not positive definite, to working precision.
    #[error(
        "the normal equations are singular: with a ridge of {ridge} the {n_features} features \
         are linearly dependent ({constant_features} of them never vary); raise the ridge"
    )]
    Singular {
        /// Number of features.
        n_features: usize,
        /// Features that have the same value in every sample.
        constant_features: usize,
        /// The ridge asked for.
        ridge: f64,
    },
    /// The images are not sound, or their products need more memory than there is.
    #[error(transparent)]
    Input(#[from] InputError),
}
