use std::path::Path;

use crate::acquire::{Located, hex_of};
use crate::dataset::Pair;
use crate::{Dataset, Locator, MnistError, Source, transform};

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

impl Mnist {
    /// Finds the four files, fetches them if they are nowhere, checks their contents and
    /// reads them.
    ///
    /// # Errors
    /// Any [`MnistError`] of finding, fetching or reading.
    pub fn load(locator: &Locator<'_>) -> Result<Self, MnistError> {
        let mnist = locator.locate(Self::read)?;
        if locator.transposes() {
            return mnist.transpose();
        }
        Ok(mnist)
    }

    /// Reads the four files that were found.
    fn read(found: Located) -> Result<Self, MnistError> {
        let [train_images, train_labels, test_images, test_labels] = &found.paths;
        let (train, [a, b]) = Pair::new(train_images, train_labels).read_hashed()?;
        let (test, [c, d]) = Pair::new(test_images, test_labels).read_hashed()?;
        let hashes = [a, b, c, d];
        if !found.any_contents {
            check_contents(&found, &hashes)?;
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
            sha256: fingerprint(&found, &hashes),
            source: found.source,
            is_transposed: found.are_transposed,
        })
    }

    /// The same with images whose rows were columns: other data.
    fn transpose(self) -> Result<Self, MnistError> {
        Ok(Self {
            train: self.train.map_images(transform::transpose)?,
            test: self.test.map_images(transform::transpose)?,
            sha256: hex_of(format!("{} transposed\n", self.sha256).as_bytes()),
            is_transposed: false,
            ..self
        })
    }
}

fn check_contents(found: &Located, hashes: &[String; 4]) -> Result<(), MnistError> {
    for ((file, path), found) in found.files.iter().zip(&found.paths).zip(hashes) {
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

fn fingerprint(found: &Located, hashes: &[String; 4]) -> String {
    let lines: String = found
        .files
        .iter()
        .zip(hashes)
        .map(|(file, hash)| format!("{hash}  {}\n", file.name))
        .collect();
    hex_of(lines.as_bytes())
}
