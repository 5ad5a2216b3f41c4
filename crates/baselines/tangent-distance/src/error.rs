use classifier::InputError;
use kernels::{LevelError, ShapeError};
use thiserror::Error;

/// Why a tangent-distance classifier cannot be fitted.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TangentDistanceError {
    /// Fewer than two classes.
    #[error("a classifier of {n_classes} classes: there must be two or more")]
    TooFewClasses {
        /// The number asked for.
        n_classes: usize,
    },
    /// The standard deviation of the smoothing is too small, too large or NaN.
    #[error(
        "smoothing by {smoothing} pixels: it must be from {least} to {most}",
        least = crate::LEAST_SMOOTHING,
        most = crate::LARGEST_SMOOTHING
    )]
    InvalidSmoothing {
        /// The standard deviation asked for.
        smoothing: f64,
    },
    /// The ridge is too small, too large or NaN.
    #[error(
        "a ridge of {ridge}: it must be from {least} to {most}",
        least = crate::LEAST_RIDGE,
        most = crate::LARGEST_RIDGE
    )]
    InvalidRidge {
        /// The ridge asked for.
        ridge: f64,
    },
    /// The number of candidates is 0.
    #[error("the nearest 0 training images: there must be one candidate or more")]
    NoCandidates,
    /// The number of pixels of the images is not their height times their width.
    #[error("images of {height} × {width} pixels, but with {found} values")]
    ImageSize {
        /// Rows of an image.
        height: usize,
        /// Columns of an image.
        width: usize,
        /// Number of values in an image.
        found: usize,
    },
    /// The images or labels are not valid.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The images are too large or too many for the kernels.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// The kernel level asked for cannot be used.
    #[error(transparent)]
    Level(#[from] LevelError),
    /// An error of linfa.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
