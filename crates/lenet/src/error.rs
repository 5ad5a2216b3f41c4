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
    /// A picture to scan is smaller than the field, or its size is not one that the layers can
    /// halve.
    #[error("a picture of {height}×{width} cannot be scanned by a field of {field}×{field}")]
    PictureSize {
        /// Number of rows of the picture.
        height: usize,
        /// Number of columns of the picture.
        width: usize,
        /// Side of the field.
        field: usize,
    },
    /// There are no kernels to sweep this architecture over wide pictures.
    #[error(
        "{name} cannot be swept over wide pictures: it needs a code book that is not trained, and positions four pixels apart"
    )]
    NotSwept {
        /// Name of the architecture.
        name: &'static str,
    },
    /// The images or labels are not valid.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A setting of the training is not valid, or the training ended early.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// An error of linfa.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
