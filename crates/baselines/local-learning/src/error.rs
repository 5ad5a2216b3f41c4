use classifier::InputError;
use kernels::ShapeError;
use thiserror::Error;

/// Why a local classifier cannot be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LocalLearningError {
    /// The number of neighbours is 0.
    #[error("k is 0: at least one neighbour must be trained on")]
    NoNeighbours,
    /// The number of classes is 0.
    #[error("a classifier of 0 classes")]
    NoClasses,
    /// The ridge λ is not a positive number.
    #[error("ridge {ridge}: it must be a positive number")]
    InvalidRidge {
        /// The ridge asked for.
        ridge: f64,
    },
    /// The images or labels are not valid.
    #[error(transparent)]
    Input(#[from] InputError),
    /// There are more images than the search for neighbours can number.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// An error of linfa.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
