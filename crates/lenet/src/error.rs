use std::io;
use std::path::PathBuf;

use classifier::InputError;
use gradient::TrainingError;
use thiserror::Error;

/// Why a network cannot be trained, saved, loaded or applied.
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
    /// A file of weights could not be read or written.
    #[error("weights {}: {source}", path.display())]
    WeightsFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is not the weights of a network.
    #[error("{} does not hold a network: {source}", path.display())]
    Weights {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: WeightsError,
    },
    /// An error of linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}

/// What is wrong with stored weights.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// They are no safetensors, or cut short.
    #[error(transparent)]
    Format(#[from] safetensors::SafeTensorError),
    /// An entry of the metadata is missing or unknown.
    #[error("the metadata entry `{key}` is {found:?}")]
    Metadata {
        /// The entry.
        key: &'static str,
        /// What it says, if it is there.
        found: Option<String>,
    },
    /// A tensor has another type than 32-bit floats.
    #[error("tensor {name} holds {found}, not F32")]
    Type {
        /// The tensor.
        name: String,
        /// The type it has.
        found: String,
    },
    /// A tensor has another shape than the network's declaration.
    #[error("tensor {name} is {found:?}, not {expected:?}")]
    Shape {
        /// The tensor.
        name: String,
        /// Its shape by the declaration.
        expected: Vec<usize>,
        /// Its shape.
        found: Vec<usize>,
    },
    /// A value is NaN or infinite.
    #[error("tensor {name} has the value {value} at {index}")]
    NotFinite {
        /// The tensor.
        name: String,
        /// Index in it.
        index: usize,
        /// The value.
        value: f32,
    },
    /// A weight is not zero although its maps are not connected.
    #[error("tensor {name} connects maps that the network does not, at {index}")]
    NotConnected {
        /// The tensor.
        name: String,
        /// Index in it.
        index: usize,
    },
}
