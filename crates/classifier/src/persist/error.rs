use thiserror::Error;

/// Why bytes are no model, or not the one that is wanted.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ModelError {
    /// No safetensors file, or a damaged one.
    #[error("is no safetensors file, or a damaged one: {0}")]
    Damaged(String),
    /// A safetensors file of something else.
    #[error(
        "is a safetensors file, but holds no model of these crates: its format is {0:?}, \
         not {expected:?}",
        expected = super::format::FORMAT
    )]
    Foreign(Option<String>),
    /// A model of another kind.
    #[error("holds a model of the kind {found:?}, not {expected:?}")]
    Kind {
        /// The kind that was asked for.
        expected: &'static str,
        /// The kind that the file names.
        found: String,
    },
    /// A model that a newer version of its crate wrote.
    #[error(
        "holds a model {kind:?} of version {found}; this program reads versions up to {newest}: \
         use a newer one, or write the model again with this one"
    )]
    Newer {
        /// The model's kind.
        kind: &'static str,
        /// The version that the file names.
        found: u32,
        /// The newest that can be read.
        newest: u32,
    },
    /// A setting or a tensor is not there.
    #[error("lacks {0:?}")]
    Missing(String),
    /// A setting or a tensor that this kind does not have.
    #[error("has {0:?}, which a model of this kind does not have")]
    Unknown(String),
    /// A setting that cannot be.
    #[error("has the setting {name} = {found:?}, but {expected}")]
    Setting {
        /// Its name.
        name: String,
        /// Its text.
        found: String,
        /// What it must be.
        expected: String,
    },
    /// A tensor of another type.
    #[error("tensor {name}: its type is {found}, not {expected}")]
    Type {
        /// Its name.
        name: String,
        /// The type that it must have.
        expected: &'static str,
        /// The type that it has.
        found: String,
    },
    /// A tensor of another shape.
    #[error("tensor {name}: its shape is {found:?}, not {expected}")]
    Shape {
        /// Its name.
        name: String,
        /// The shape that it must have; `*` is any length.
        expected: String,
        /// The shape that it has.
        found: Vec<usize>,
    },
    /// A number that cannot be.
    #[error("tensor {name}: its number {index} is {found}, but {expected}")]
    Value {
        /// The tensor's name.
        name: String,
        /// The place of the number, rows one after the other, from 0.
        index: usize,
        /// The number.
        found: String,
        /// What it must be.
        expected: String,
    },
}
