use classifier::InputError;
use kernels::ShapeError;
use thiserror::Error;

/// Why a k-nearest-neighbour classifier cannot be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum KnnError {
    /// No neighbour was asked for.
    #[error("k is 0: at least one neighbour must vote")]
    NoNeighbours,
    /// No class was asked for.
    #[error("a classifier of 0 classes")]
    NoClasses,
    /// The images or labels are not sound.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The images are larger or more than exact integer distances bear.
    #[error(transparent)]
    Shape(#[from] ShapeError),
    /// An error of linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
