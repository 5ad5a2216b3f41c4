//! The rows' models as files, and what they say of one image.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use baselines::knn::{Knn, Neighbours};
use baselines::{Model, read};
use calibration::softmax;
use classifier::persist::{ModelError, ModelReader, Notes, Persist as _, to_bytes};
use classifier::{Classifier, argmax};
use mnist_io::Images;
use model_file::{FileError, load_by, save_bytes};
use ndarray::Array2;
use report::Run;

use crate::{Preparation, Row, RunError};

/// A folder of models, one file a row: `knn.safetensors`.
///
/// A file has the model and, as notes, what the model depends on: `row`, `algorithm_version`,
/// `preparation` (of the images, as [`Preparation`] reads it), `settings`, `train_images`, `seed`
/// (if there is one), `data` (the SHA-256 of the data set) and `kernel_level`.
#[derive(Clone, Debug)]
pub struct Models {
    folder: PathBuf,
}

/// A row's model, read from its file.
pub struct Kept {
    model: Held,
    preparation: Preparation,
    /// The name of the row.
    pub row: String,
    /// The settings it was trained with, on how many images of what.
    pub settings: String,
}

/// A row's model. Nearest neighbours can be named, too.
enum Held {
    Knn(Knn<u8>),
    Other(Model<u8>),
}

impl Held {
    fn classifier(&self) -> &dyn Classifier {
        match self {
            Self::Knn(model) => model,
            Self::Other(model) => model,
        }
    }
}

/// What a model says of one image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Answer {
    /// The class.
    pub class: usize,
    /// Its probability, if a temperature is known.
    pub confidence: Option<f64>,
}

impl Models {
    /// Those in `folder`, which is not made.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// Where they are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The file of a row's model, be it there or not.
    pub fn path(&self, row: &Row) -> PathBuf {
        self.folder.join(format!("{}.safetensors", row.id()))
    }

    /// Whether the model of such a run is there. A file that cannot be read holds none.
    pub fn holds(&self, row: &Row, run: &Run) -> bool {
        let wanted = notes(row, run);
        let found = load_by(self.path(row), |bytes| Ok(ModelReader::new(bytes)?.notes()));
        found.is_ok_and(|found| {
            wanted
                .iter()
                .all(|(name, note)| found.get(name) == Some(note))
        })
    }

    /// Writes the model that a run of the row has trained, whole or not at all. False if models
    /// of its type cannot be kept ([`Row::can_be_kept`]).
    ///
    /// # Errors
    /// [`FileError::Io`].
    pub fn keep(&self, row: &Row, run: &Run, model: &dyn Classifier) -> Result<bool, FileError> {
        let bytes = to_bytes(model, &notes(row, run));
        let saved = bytes.map(|bytes| save_bytes(&bytes, self.path(row)));
        Ok(saved.transpose()?.is_some())
    }

    /// The row's model; none if there is no file of it.
    ///
    /// # Errors
    /// [`FileError`] if the file cannot be read, or is not of a model that was kept.
    pub fn load(&self, row: &Row) -> Result<Option<Kept>, FileError> {
        match load_by(self.path(row), Kept::read) {
            Err(FileError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
            kept => kept.map(Some),
        }
    }
}

/// What a model depends on, but for the number of threads, which changes none.
fn notes(row: &Row, run: &Run) -> Notes {
    let notes = [
        ("row", run.row.clone()),
        ("algorithm_version", run.algorithm_version.to_string()),
        ("preparation", row.preparation.to_string()),
        ("settings", run.settings.clone()),
        ("train_images", run.train_images.to_string()),
        ("data", run.data_sha256.clone()),
        ("kernel_level", run.kernel_level.clone()),
    ];
    let seed = run.seed.map(|seed| ("seed", seed.to_string()));
    let notes = notes.into_iter().chain(seed);
    notes.map(|(name, note)| (name.into(), note)).collect()
}

impl Kept {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    /// [`ModelError`] if they are not those of a model that was kept.
    pub fn read(bytes: &[u8]) -> Result<Self, ModelError> {
        let reader = ModelReader::new(bytes)?;
        let kept = Self {
            model: match reader.kind()? {
                Knn::<u8>::KIND => Held::Knn(Knn::read_from(&reader)?),
                _ => Held::Other(read(&reader)?),
            },
            preparation: reader.setting("note.preparation")?,
            row: reader.setting("note.row")?,
            settings: reader.setting("note.settings")?,
        };
        reader.check_all_read()?;
        Ok(kept)
    }

    /// What it says of one image of MNIST's form, which is prepared as the row's are. The
    /// temperature makes a probability of its scores.
    ///
    /// # Errors
    /// [`RunError::Data`] or [`RunError::Scores`] if the model is one of other images.
    pub fn answer(&self, digit: &Images, temperature: Option<f64>) -> Result<Answer, RunError> {
        let scores = self.scores(digit)?;
        let class = argmax(scores.row(0));
        let confidence = temperature.map(|t| softmax(scores.view(), t)[[0, class]]);
        Ok(Answer { class, confidence })
    }

    /// The scores of images of MNIST's form, `(n_images, n_classes)`.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn scores(&self, digits: &Images) -> Result<Array2<f64>, RunError> {
        let prepared = self.preparation.apply_to_images(digits)?;
        Ok(self.model.classifier().scores(prepared.pixels())?)
    }

    /// The training images that vote on one image of MNIST's form; none if the model is no k-nearest
    /// neighbours.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn neighbours(&self, digit: &Images) -> Result<Option<Neighbours>, RunError> {
        let Held::Knn(model) = &self.model else {
            return Ok(None);
        };
        let prepared = self.preparation.apply_to_images(digit)?;
        Ok(Some(model.neighbours(prepared.pixels())?))
    }
}
