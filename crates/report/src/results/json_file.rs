use std::io::ErrorKind;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{ReportError, atomic};

/// A file in a folder of results that holds one `T`.
#[derive(Clone, Copy, Debug)]
pub struct JsonFile<T> {
    /// Its name.
    pub name: &'static str,
    /// Says what does not fit together in it, if anything.
    flaw: fn(&T) -> Option<String>,
}

impl<T: Serialize + DeserializeOwned> JsonFile<T> {
    pub(super) const fn new(name: &'static str, flaw: fn(&T) -> Option<String>) -> Self {
        Self { name, flaw }
    }

    /// Reads the file in a folder; `None` if there is none.
    ///
    /// # Errors
    /// [`ReportError::Table`] if the file was not written by this project.
    pub fn read(&self, folder: &Path) -> Result<Option<T>, ReportError> {
        let path = folder.join(self.name);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(ReportError::io(&path)(error)),
        };
        let read = serde_json::from_slice(&text).map_err(|error| error.to_string());
        let whole = read.and_then(|read: T| match (self.flaw)(&read) {
            Some(flaw) => Err(flaw),
            None => Ok(Some(read)),
        });
        whole.map_err(|why| ReportError::Table { path, why })
    }

    /// Writes the file into a folder, completely or not at all.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(&self, folder: &Path, contents: &T) -> Result<(), ReportError> {
        let mut text = serde_json::to_vec(contents).expect("no map keys to refuse");
        text.push(b'\n');
        atomic::write(&folder.join(self.name), &text)
    }
}
