//! Fitted models as files: [`save`] and [`load`] for whatever is
//! [`Persist`].
//!
//! ```
//! # use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
//! # #[derive(Debug, PartialEq)]
//! # struct Mean(f64);
//! # impl Persist for Mean {
//! #     const KIND: &'static str = "mean";
//! #     const VERSION: u32 = 1;
//! #     fn write<'a>(&'a self, to: &mut ModelWriter<'a>) { to.setting("mean", self.0); }
//! #     fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> { Ok(Self(from.setting("mean")?)) }
//! # }
//! # let folder = tempfile::tempdir().unwrap();
//! # let path = folder.path().join("mean.safetensors");
//! # let model = Mean(0.5);
//! model_file::save(&model, &path)?;
//! let again: Mean = model_file::load(&path)?;
//! assert_eq!(again, model);
//! # Ok::<(), model_file::FileError>(())
//! ```

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use classifier::persist::{ModelError, Persist};
use thiserror::Error;

/// Why a model cannot be saved or loaded.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a model, or not the one that is wanted.
    #[error("{} {source}", path.display())]
    Model {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: ModelError,
    },
}

/// Writes a model; whatever was at `path` stays whole until it is written.
///
/// # Errors
/// [`FileError::Io`].
pub fn save<M: Persist>(model: &M, path: impl AsRef<Path>) -> Result<(), FileError> {
    save_bytes(&model.to_bytes(), path)
}

/// Writes a model as [`persist::to_bytes`](classifier::persist::to_bytes) gives it.
///
/// # Errors
/// [`FileError::Io`].
pub fn save_bytes(model: &[u8], path: impl AsRef<Path>) -> Result<(), FileError> {
    let path = path.as_ref();
    whole_file::write(path, model).map_err(|source| FileError::Io {
        path: path.to_owned(),
        source,
    })
}

/// Reads a model of one type.
///
/// # Errors
/// [`FileError::Io`] or [`FileError::Model`].
pub fn load<M: Persist>(path: impl AsRef<Path>) -> Result<M, FileError> {
    load_by(path, M::from_bytes)
}

/// Reads what `read` makes of a file's bytes.
///
/// # Errors
/// [`FileError::Io`] or [`FileError::Model`].
pub fn load_by<M>(
    path: impl AsRef<Path>,
    read: impl FnOnce(&[u8]) -> Result<M, ModelError>,
) -> Result<M, FileError> {
    let path = path.as_ref();
    let bytes = fs::read(path).map_err(|source| FileError::Io {
        path: path.to_owned(),
        source,
    })?;
    read(&bytes).map_err(|source| FileError::Model {
        path: path.to_owned(),
        source,
    })
}
