//! Fitted models as bytes: safetensors, which NumPy, PyTorch and others read.
//!
//! A model's file has its *settings* as text in the metadata, and its numbers as *tensors*,
//! little-endian, in rows. Every file has these settings:
//!
//! | Setting | Value |
//! |:--|:--|
//! | `format` | [`FORMAT`] |
//! | `kind` | the classifier, [`Persist::KIND`] |
//! | `version` | of the kind's layout, [`Persist::VERSION`] |
//! | `n_features` | values an image |
//! | `n_classes` | number of classes |
//! | `pixel` | `u8`, `f32` or `f64`: what the images must be; `any` if the model takes all |
//!
//! The rest is the kind's own; its crate documents it. A model that is made of others has no
//! features, classes and pixels of its own: each of the others has its settings and tensors under
//! a name and a dot, `member0.weights`.
//!
//! Whoever writes a file may add *notes*, settings whose names begin with `note.`: what images a
//! model wants to be prepared how, when it was trained. A model is read without them.
//!
//! Nothing here opens a file: the crate `model-file` does.

mod error;
mod format;
mod model;
mod number;
mod reader;
mod writer;

pub use error::ModelError;
pub use format::{FORMAT, Notes};
pub use model::{Persist, to_bytes};
pub use number::Number;
pub use reader::{Header, ModelReader};
pub use writer::ModelWriter;
