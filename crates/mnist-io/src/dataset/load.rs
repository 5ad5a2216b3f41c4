use std::fs::File;
use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2};
use sha2::{Digest, Sha256};

use super::{Dataset, Images};
use crate::MnistError;
use crate::idx::{self, Wanted};

impl Dataset {
    /// Reads a pair of IDX files of unsigned bytes, raw or gzipped: images (rank 3) and
    /// labels (rank 1, or QMNIST's of rank 2).
    ///
    /// # Errors
    /// What is wrong with a file, or with the two together.
    pub fn load(images: impl AsRef<Path>, labels: impl AsRef<Path>) -> Result<Self, MnistError> {
        Pair::new(images.as_ref(), labels.as_ref()).read()
    }
}

/// A file of images and the file of their labels.
pub(crate) struct Pair {
    pub(crate) images: PathBuf,
    pub(crate) labels: PathBuf,
}

impl Pair {
    pub(crate) fn new(images: &Path, labels: &Path) -> Self {
        Self {
            images: images.to_owned(),
            labels: labels.to_owned(),
        }
    }

    fn read(&self) -> Result<Dataset, MnistError> {
        let images = read_images(&self.images, &mut |_| ())?;
        let labels = read_labels(&self.labels, &mut |_| ())?;
        self.join(images, labels)
    }

    /// Reads the files and the SHA-256 of the content of each, images first.
    pub(crate) fn read_hashed(&self) -> Result<(Dataset, [String; 2]), MnistError> {
        let mut hashes = [Sha256::new(), Sha256::new()];
        let [of_images, of_labels] = &mut hashes;
        let images = read_images(&self.images, &mut |bytes| of_images.update(bytes))?;
        let labels = read_labels(&self.labels, &mut |bytes| of_labels.update(bytes))?;
        Ok((self.join(images, labels)?, hashes.map(crate::acquire::hex)))
    }

    fn join(&self, images: Images, labels: Array1<u8>) -> Result<Dataset, MnistError> {
        if images.len() != labels.len() {
            return Err(MnistError::CountMismatch {
                images_file: self.images.clone(),
                images: images.len(),
                labels_file: self.labels.clone(),
                labels: labels.len(),
            });
        }
        Dataset::new(images, labels)
    }
}

fn read_images(path: &Path, seen: &mut dyn FnMut(&[u8])) -> Result<Images, MnistError> {
    let array = read(path, Wanted::Bytes(3), seen)?;
    let [n_images, height, width] = array.dimensions[..] else {
        unreachable!("three dimensions were asked for");
    };
    if height == 0 || width == 0 {
        return Err(MnistError::NoPixels {
            file: path.to_owned(),
            height,
            width,
        });
    }
    let pixels = Array2::from_shape_vec((n_images, height * width), array.values)
        .expect("an array has as many values as its dimensions say");
    Images::new(pixels, height, width)
}

fn read_labels(path: &Path, seen: &mut dyn FnMut(&[u8])) -> Result<Array1<u8>, MnistError> {
    Ok(Array1::from_vec(read(path, Wanted::Labels, seen)?.values))
}

fn read(
    path: &Path,
    wanted: Wanted,
    seen: &mut dyn FnMut(&[u8]),
) -> Result<idx::Array, MnistError> {
    let file = File::open(path).map_err(|error| MnistError::Open {
        file: path.to_owned(),
        error,
    })?;
    idx::read_with(file, wanted, seen).map_err(|error| MnistError::Idx {
        file: path.to_owned(),
        error,
    })
}
