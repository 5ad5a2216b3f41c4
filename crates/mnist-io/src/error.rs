use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::acquire::Failure;
use crate::idx::IdxError;

/// Why images could not be had.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum MnistError {
    /// A file is not a whole IDX file of the expected rank.
    #[error("{}: {error}", file.display())]
    Idx {
        /// The file.
        file: PathBuf,
        /// What is wrong with it, and where.
        error: IdxError,
    },
    /// A file could not be opened.
    #[error("{}: {error}", file.display())]
    Open {
        /// The file.
        file: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The images of a file have no pixels.
    #[error("{}: images of {height}x{width} pixels", file.display())]
    NoPixels {
        /// The file.
        file: PathBuf,
        /// Rows of an image.
        height: usize,
        /// Columns of an image.
        width: usize,
    },
    /// Two files that belong together hold different numbers of images and labels.
    #[error("{} holds {images} images, but {} {labels} labels", images_file.display(), labels_file.display())]
    CountMismatch {
        /// The images.
        images_file: PathBuf,
        /// Their number.
        images: usize,
        /// The labels.
        labels_file: PathBuf,
        /// Their number.
        labels: usize,
    },
    /// Training and test images differ in size.
    #[error("training images of {}x{}, but test images of {}x{} pixels", train.0, train.1, test.0, test.1)]
    SizeMismatch {
        /// Height and width of the training images.
        train: (usize, usize),
        /// Height and width of the test images.
        test: (usize, usize),
    },
    /// A file is sound, but it is not the one of the collection whose name it has.
    #[error(
        "{}: not the file it should be: its content has SHA-256 {found}, expected is {expected}; \
         replace it, or, for other data, name their folder with --data and no --dataset",
        file.display()
    )]
    Contents {
        /// The file.
        file: PathBuf,
        /// SHA-256 that it should have, raw.
        expected: &'static str,
        /// SHA-256 of what the file holds, raw.
        found: String,
    },
    /// A directory that was named lacks some of the four files.
    #[error(
        "{}: no {} in it; it should hold {}, each raw or with .gz, or a set under the names of \
         EMNIST, QMNIST or torchvision",
        directory.display(), missing.join(", "), files.join(", ")
    )]
    MissingFiles {
        /// The directory.
        directory: PathBuf,
        /// The files it should hold.
        files: [&'static str; 4],
        /// The files it lacks.
        missing: Vec<&'static str>,
    },
    /// A directory that was named holds several sets.
    #[error(
        "{}: several sets in it; name one of them: {}",
        directory.display(),
        sets.iter().map(|set| set.display().to_string()).collect::<Vec<_>>().join(", ")
    )]
    SeveralSets {
        /// The directory.
        directory: PathBuf,
        /// What to name for each set.
        sets: Vec<PathBuf>,
    },
    /// The files are not there, and no source gave them.
    #[error(
        "{title} is neither in the cache ({}) nor could it be fetched:{}\n{by_hand}",
        cache.display(), list(failures)
    )]
    NoSource {
        /// What the files are together.
        title: &'static str,
        /// The cache.
        cache: PathBuf,
        /// What each source failed with, in the order they were tried.
        failures: Vec<Failure>,
        /// How to get them by hand.
        by_hand: &'static str,
    },
    /// A folder of pictures is not one of training and test pictures of classes.
    #[error("{}: {why}", path.display())]
    Pictures {
        /// The folder or the picture.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// Fetched files cannot be kept.
    #[error("cannot keep files in {}: {error}; MNIST_CACHE names another directory", path.display())]
    Cache {
        /// The directory or file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// There is no home directory to derive the cache from.
    #[error(
        "no home directory, so no cache to keep files in: set MNIST_CACHE, or name their folder with --data or MNIST_DIR"
    )]
    NoCache,
    /// More images are asked for than there are.
    #[error("image {index} asked for, but there are {len}")]
    OutOfRange {
        /// The number or index asked for.
        index: usize,
        /// The number of images.
        len: usize,
    },
    /// Pixels or labels do not fit the shape they are given.
    #[error("{what}: {expected} expected, {found} found")]
    Shape {
        /// Which number does not fit.
        what: &'static str,
        /// What it should be.
        expected: usize,
        /// What it is.
        found: usize,
    },
    /// A field was asked for that these images cannot be put into or cut from.
    #[error(
        "cannot {what} images of {}x{} pixels to {}x{}",
        found.0, found.1, asked.0, asked.1
    )]
    Field {
        /// The transformation.
        what: &'static str,
        /// Height and width of the images.
        found: (usize, usize),
        /// Height and width asked for.
        asked: (usize, usize),
    },
    /// A range to draw distortions from is not usable.
    #[error("distortion: {what} = {value}; it has to be in 0..={max}")]
    Distortion {
        /// Which range.
        what: &'static str,
        /// Its half-width.
        value: f64,
        /// The largest that makes sense.
        max: f64,
    },
}

fn list(failures: &[Failure]) -> String {
    failures
        .iter()
        .map(|failure| format!("\n  {failure}"))
        .collect()
}
