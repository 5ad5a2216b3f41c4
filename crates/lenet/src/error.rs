use classifier::InputError;
use gradient::TrainingError;
use thiserror::Error;

/// Why a network cannot be trained or applied.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LeNetError {
    /// Images do not fit into the network's input field.
    #[error(
        "images of {n_features} pixels: not a square that can be centred in a field of {field}×{field}"
    )]
    ImageSize {
        /// Pixels of an image.
        n_features: usize,
        /// Side of the field.
        field: usize,
    },
    /// A picture to scan is smaller than the field, or not of a size the layers can halve.
    #[error("a picture of {height}×{width} cannot be scanned by a field of {field}×{field}")]
    PictureSize {
        /// Its rows.
        height: usize,
        /// Its columns.
        width: usize,
        /// Side of the field.
        field: usize,
    },
    /// The images or labels are not sound.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A parameter of the training is unsound, or it ended early.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// An error of linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
