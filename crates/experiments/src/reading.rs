//! Readers of digit strings from the files of models.

use std::path::{Path, PathBuf};

use classifier::persist::{ModelReader, Notes, Persist as _};
use lenet::LeNet;
use model_file::{FileError, load_by};
use ndarray::ArrayView2;
use string_reader::{Explanation, ReadError, Reader, Segmenter, View};
use thiserror::Error;

use crate::{Preparation, ROWS};

/// A reader of lines of digits, by over-segmentation (section V), with the network of a file.
#[derive(Debug)]
pub struct LineReader {
    reader: Reader,
    notes: Notes,
}

/// Why the model of a file makes no reader.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum LineReaderError {
    /// It cannot be read, or is no network of the crate `lenet`.
    #[error(transparent)]
    File(#[from] FileError),
    /// The network takes images of another form than those that lines are cut into.
    #[error(
        "{}: its digits are {found}, and those of a line are of MNIST's size and slant",
        path.display()
    )]
    Preparation {
        /// The file.
        path: PathBuf,
        /// The version of the images.
        found: Preparation,
    },
    /// The network's field does not hold the images that lines are cut into.
    #[error("{}: {error}", path.display())]
    Network {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: ReadError,
    },
}

impl LineReader {
    /// The rows whose networks read lines, the best first: one that was trained on strings, by
    /// discriminative forward training, and one that was trained on single digits.
    pub const ROWS: [&'static str; 2] = ["hos-dforward", "lenet5"];

    /// The reader with the network in a file, which a row of the comparison or whoever else kept.
    ///
    /// # Errors
    /// [`LineReaderError`].
    pub fn load(path: impl AsRef<Path>) -> Result<Self, LineReaderError> {
        let path = path.as_ref();
        let (network, notes) = load_by(path, |bytes| {
            Ok((LeNet::from_bytes(bytes)?, ModelReader::new(bytes)?.notes()))
        })?;
        let preparation = notes.get("preparation").and_then(|text| text.parse().ok());
        match preparation {
            None | Some(Preparation::Regular | Preparation::Padded32) => {}
            Some(found) => {
                return Err(LineReaderError::Preparation {
                    path: path.to_owned(),
                    found,
                });
            }
        }
        let reader = Reader::new(View::Segments(Segmenter::default()), network);
        let reader = reader.map_err(|error| LineReaderError::Network {
            path: path.to_owned(),
            error,
        })?;
        Ok(Self { reader, notes })
    }

    /// Whether the network was trained on strings, by the notes of its file: it is then the network
    /// of a row that is not one of the comparison of single digits.
    pub fn has_learnt_strings(&self) -> bool {
        let row = self.notes.get("row");
        row.is_some_and(|row| ROWS.iter().all(|other| other.id() != row))
    }

    /// Reads a line `(rows, columns)` of digits 20 rows high, 0 for white and 255 for black. None if
    /// it can not be read as so many digits.
    ///
    /// # Errors
    /// [`ReadError`].
    pub fn read(
        &self,
        line: ArrayView2<'_, u8>,
        n_digits: Option<usize>,
    ) -> Result<Option<Explanation>, ReadError> {
        let reader = match n_digits {
            None => self.reader.clone(),
            Some(n) => self.reader.clone().of_length(n),
        };
        match reader.explain(line) {
            Ok(explained) => Ok(Some(explained)),
            Err(ReadError::Length { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }
}
