use std::fmt;
use std::path::{Path, PathBuf};

use crate::acquire::{PinnedFile, hex_of};
use crate::dataset::Pair;
use crate::{Dataset, Locator, MnistError, transform};

/// The training set of 60,000 images and the test set of 10,000, 28×28.
#[derive(Clone, Debug)]
pub struct Mnist {
    /// The 60,000 training images.
    pub train: Dataset,
    /// The 10,000 test images.
    pub test: Dataset,
    /// What tells these data from any others: the SHA-256 that
    /// `sha256sum train-images-idx3-ubyte train-labels-idx1-ubyte t10k-images-idx3-ubyte
    /// t10k-labels-idx1-ubyte | sha256sum` prints for the raw files; another if the images were
    /// [transposed](Locator::transpose).
    pub sha256: String,
    /// Where the files were.
    pub source: Source,
    /// Whether the images are known to lie transposed, rows for columns, as EMNIST's do by their
    /// files' names. Most classifiers do not mind; deslanting and distortions then do otherwise
    /// than they should. [`Locator::transpose`] turns the images upright.
    pub is_transposed: bool,
}

/// Where the files were.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// A directory that was named.
    Directory(PathBuf),
    /// The per-user cache.
    Cache(PathBuf),
    /// The per-user cache, into which some or all of them were fetched just now.
    Fetched(PathBuf),
    /// The per-user cache, in which nothing can be kept: what it lacks was fetched for now.
    NotKept(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Directory(path) => write!(f, "{}", path.display()),
            Source::Cache(path) => write!(f, "{} (cache)", path.display()),
            Source::Fetched(path) => write!(f, "{} (fetched now)", path.display()),
            Source::NotKept(path) => write!(
                f,
                "{} (cache; what it lacks was fetched now, but cannot be kept there)",
                path.display()
            ),
        }
    }
}

impl Mnist {
    /// Finds the four files, fetches them if they are nowhere, checks their contents and
    /// reads them.
    ///
    /// # Errors
    /// Any [`MnistError`] of finding, fetching or reading.
    pub fn load(locator: &Locator<'_>) -> Result<Self, MnistError> {
        locator.load()
    }

    /// Reads the four files at `paths`, which have to have the contents of `files` unless
    /// `any_contents` will do.
    pub(crate) fn read(
        paths: &[PathBuf; 4],
        files: &[PinnedFile; 4],
        any_contents: bool,
        source: Source,
    ) -> Result<Self, MnistError> {
        let [train_images, train_labels, test_images, test_labels] = paths;
        let (train, [a, b]) = Pair::new(train_images, train_labels).read_hashed()?;
        let (test, [c, d]) = Pair::new(test_images, test_labels).read_hashed()?;
        let hashes = [a, b, c, d];
        if !any_contents {
            check_contents(paths, files, &hashes)?;
        }
        let size = |set: &Dataset| (set.height(), set.width());
        if size(&train) != size(&test) {
            return Err(MnistError::SizeMismatch {
                train: size(&train),
                test: size(&test),
            });
        }
        Ok(Self {
            train,
            test,
            sha256: fingerprint(files, &hashes),
            source,
            is_transposed: false,
        })
    }

    /// The same with images whose rows were columns: other data.
    pub(crate) fn transpose(self) -> Result<Self, MnistError> {
        Ok(Self {
            train: self.train.map_images(transform::transpose)?,
            test: self.test.map_images(transform::transpose)?,
            sha256: hex_of(format!("{} transposed\n", self.sha256).as_bytes()),
            is_transposed: false,
            ..self
        })
    }
}

fn check_contents(
    paths: &[PathBuf; 4],
    files: &[PinnedFile; 4],
    hashes: &[String; 4],
) -> Result<(), MnistError> {
    for ((file, path), found) in files.iter().zip(paths).zip(hashes) {
        if found != file.sha256 {
            return Err(MnistError::Contents {
                file: Path::new(path).to_owned(),
                expected: file.sha256,
                found: found.clone(),
            });
        }
    }
    Ok(())
}

fn fingerprint(files: &[PinnedFile; 4], hashes: &[String; 4]) -> String {
    let lines: String = files
        .iter()
        .zip(hashes)
        .map(|(file, hash)| format!("{hash}  {}\n", file.name))
        .collect();
    hex_of(lines.as_bytes())
}
