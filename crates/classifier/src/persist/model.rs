use super::format::Notes;
use super::{ModelError, ModelReader, ModelWriter};
use crate::{Classifier, Pixel};

/// A fitted model that can be kept as bytes and made again from them.
///
/// A model that is read again gives the same scores as the one that was written, to the last
/// bit, at the same kernel level: `Suite::run_kept` of the conformance suite tries it. A type that
/// is a [`Classifier`] too has `self.write_into(to)` as its [`Classifier::persist`].
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

    /// Hands over its kind and version, and the rest. Returns true, as
    /// [`Classifier::persist`] is to.
    fn write_into<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        to.kind(Self::KIND, Self::VERSION);
        self.write(to);
        true
    }

    /// The model, if it is of this kind and not newer than this program.
    ///
    /// # Errors
    /// What [`ModelReader::check_kind`] and [`read`](Self::read) find.
    fn read_from(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        from.check_kind(Self::KIND, Self::VERSION)?;
        Self::read(from)
    }

    /// The model as the bytes of a safetensors file; the same bytes for the same model.
    fn to_bytes(&self) -> Vec<u8> {
        let mut writer = ModelWriter::new(&Notes::new());
        self.write_into(&mut writer);
        writer.into_bytes()
    }

    /// The model that [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// What is missing, of another kind, newer, damaged, or that nobody asked for.
    fn from_bytes(bytes: &[u8]) -> Result<Self, ModelError> {
        let reader = ModelReader::new(bytes)?;
        let model = Self::read_from(&reader)?;
        reader.check_all_read()?;
        Ok(model)
    }
}

/// The bytes of a model of whatever type, with notes; `None` if it is of one that cannot be kept.
pub fn to_bytes<P: Pixel>(model: &dyn Classifier<P>, notes: &Notes) -> Option<Vec<u8>> {
    let mut writer = ModelWriter::new(notes);
    model.persist(&mut writer).then(|| writer.into_bytes())
}
