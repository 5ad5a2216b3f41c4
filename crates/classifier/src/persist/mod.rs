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

use std::collections::BTreeMap;

mod error;
mod number;
mod reader;
mod writer;

pub use error::ModelError;
pub use number::Number;
pub use reader::{Header, ModelReader};
pub use writer::ModelWriter;

use crate::{Classifier, Pixel};

/// The setting `format` of every model's file.
pub const FORMAT: &str = "fitted classifier";

/// What the names of notes begin with.
const NOTE: &str = "note.";

/// Notes by their names, without `note.`.
pub type Notes = BTreeMap<String, String>;

/// A fitted model that can be kept as bytes and made again from them.
///
/// A model that is read again gives the same scores as the one that was written, to the last
/// bit, at the same kernel level.
///
/// ```
/// use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
///
/// #[derive(Debug, PartialEq)]
/// struct Means {
///     intensities: Vec<f64>,
/// }
///
/// impl Persist for Means {
///     const KIND: &'static str = "means";
///     const VERSION: u32 = 1;
///
///     fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
///         to.header::<u8>(784, self.intensities.len());
///         to.tensor("intensities", [self.intensities.len()], &self.intensities);
///     }
///
///     fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
///         let n_classes = from.header::<u8>()?.n_classes;
///         let intensities = from.vector("intensities", n_classes)?;
///         Ok(Self { intensities })
///     }
/// }
///
/// let model = Means { intensities: vec![0.1, 0.2] };
/// let bytes = model.to_bytes();
/// assert_eq!(Means::from_bytes(&bytes)?, model);
/// assert!(Means::from_bytes(&bytes[..bytes.len() - 1]).is_err());
/// # Ok::<(), ModelError>(())
/// ```
pub trait Persist: Sized {
    /// What files call this kind of model.
    const KIND: &'static str;

    /// The version of the kind's settings and tensors. A change that older programs would
    /// misread has the next number; [`read`](Self::read) reads all up to it.
    const VERSION: u32;

    /// Hands over the model's settings and tensors.
    fn write<'a>(&'a self, to: &mut ModelWriter<'a>);

    /// The model that was written.
    ///
    /// # Errors
    /// Whatever cannot be: [`ModelError`]. No combination of settings and tensors may make a
    /// model that panics.
    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError>;

    /// The model as the bytes of a safetensors file; the same bytes for the same model.
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ModelWriter::new(&Notes::new());
        writer.model(self);
        writer.into_bytes()
    }

    /// The model that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// What is missing, of another kind, newer, damaged, or that nobody asked for.
    fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let reader = ModelReader::new(bytes)?;
        let model = reader.model()?;
        reader.check_all_read()?;
        Ok(model)
    }
}

/// The bytes of a model of whatever type, with notes; `None` if it is of one that cannot be kept.
pub fn to_bytes<P: Pixel>(model: &dyn Classifier<P>, notes: &Notes) -> Option<Vec<u8>> {
    let mut writer = ModelWriter::new(notes);
    model.persist(&mut writer).then(|| writer.into_bytes())
}
