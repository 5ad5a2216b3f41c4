use std::collections::BTreeMap;

use classifier::Classifier as _;
use classifier::persist::{ModelError, Persist as _};
use experiments::{Answer, Kept, RunError, study};
use lenet::LeNet;
use mnist_io::transform::{Affine, Refusal, invert_pixels, normalise, warp};
use mnist_io::{Dataset, Images, MnistError};
use ndarray::{Array2, ArrayView2, Axis, Slice};

use crate::parcel::{self, ParcelError};

/// Rows and columns of a digit of MNIST.
pub const SIDE: usize = 28;

/// What a page holds: the data and the models that have been loaded, and the digit to answer.
#[derive(Default)]
pub struct Page {
    training: Option<Dataset>,
    test: Option<Dataset>,
    models: Vec<Kept>,
    networks: BTreeMap<u32, LeNet>,
    digit: Option<Images>,
}

/// A training image that is near a digit.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbour {
    /// Which of the training images it is.
    pub index: usize,
    /// Its class.
    pub label: u8,
    /// Its distance in grey levels.
    pub distance: f64,
    /// Its pixels, row by row.
    pub pixels: Vec<u8>,
}

impl Page {
    /// Takes the training images, which parcels lack: 784 bytes an image, and then a label each.
    ///
    /// # Errors
    /// [`MnistError`] if they are not so many.
    pub fn set_training(&mut self, bytes: Vec<u8>) -> Result<(), MnistError> {
        self.training = Some(set(bytes)?);
        Ok(())
    }

    /// Takes the test images, in the same form.
    ///
    /// # Errors
    /// As [`set_training`](Self::set_training).
    pub fn set_test(&mut self, bytes: Vec<u8>) -> Result<(), MnistError> {
        self.test = Some(set(bytes)?);
        Ok(())
    }

    /// The training images, if they are here.
    pub fn training(&self) -> Option<&Dataset> {
        self.training.as_ref()
    }

    /// The test images, if they are here.
    pub fn test(&self) -> Option<&Dataset> {
        self.test.as_ref()
    }

    /// Adds the model of a row, from its parcel, and returns the number to ask it by.
    ///
    /// # Errors
    /// [`ParcelError`].
    pub fn add(&mut self, parcel: &[u8]) -> Result<usize, ParcelError> {
        let training = self.training.as_ref().map(Dataset::as_images);
        let file = parcel::open(parcel, training)?;
        self.models.push(Kept::read(&file)?);
        Ok(self.models.len() - 1)
    }

    /// The row of a model; none if there is no such model.
    pub fn row(&self, model: usize) -> Option<&str> {
        self.models.get(model).map(|kept| kept.row.as_str())
    }

    /// Takes a network whose layers are shown, from the bytes of its file, in the place of an older
    /// one of this number.
    ///
    /// # Errors
    /// [`ModelError`] if they are no such network.
    pub fn set_network(&mut self, number: u32, bytes: &[u8]) -> Result<(), ModelError> {
        self.networks.insert(number, LeNet::from_bytes(bytes)?);
        Ok(())
    }

    /// Brings a drawing `(height, width)`, 0 dark and 255 light, to MNIST's form: 28×28, 0 for the
    /// ground.
    ///
    /// # Errors
    /// [`Refusal`] if it shows no digit, or more than one. There is then no digit to ask about.
    pub fn see(&mut self, drawing: ArrayView2<'_, u8>) -> Result<&Images, Refusal> {
        self.digit = None;
        Ok(self.digit.insert(normalise(drawing).digit?))
    }

    /// Takes a test image for the digit, after `affine` has moved it and pixels have been turned
    /// into their negative with the probability `noise`; none if there is no such image.
    ///
    /// # Errors
    /// [`MnistError`] if the noise is no probability.
    pub fn distort(
        &mut self,
        index: usize,
        affine: &Affine,
        noise: f64,
    ) -> Result<Option<&Images>, MnistError> {
        self.digit = None;
        let Some(test) = self.test.as_ref().filter(|test| index < test.len()) else {
            return Ok(None);
        };
        let image = test.select(&[index])?;
        let moved = warp(image.as_images(), affine)?;
        let noisy = invert_pixels(&moved, noise, index as u64)?;
        Ok(Some(self.digit.insert(noisy)))
    }

    /// What a model says of the digit; none if there is no such model, or no digit.
    ///
    /// # Errors
    /// [`RunError`] if the model is one of other images.
    pub fn ask(&self, model: usize, temperature: Option<f64>) -> Result<Option<Answer>, RunError> {
        let (Some(kept), Some(digit)) = (self.models.get(model), &self.digit) else {
            return Ok(None);
        };
        kept.answer(digit, temperature).map(Some)
    }

    /// The class that a network gives the digit; none if either is missing.
    ///
    /// # Errors
    /// [`RunError`] if the network is one of other images.
    pub fn ask_network(&self, number: u32) -> Result<Option<usize>, RunError> {
        let (Some(network), Some(digit)) = (self.networks.get(&number), &self.digit) else {
            return Ok(None);
        };
        Ok(Some(network.classify(digit.pixels())?[0]))
    }

    /// A model's scores of `count` test images from `first` on, `(count, n_classes)`; none if there
    /// is no such model, or not so many images.
    ///
    /// # Errors
    /// [`RunError`] if the model is one of other images.
    pub fn scores(
        &self,
        model: usize,
        first: usize,
        count: usize,
    ) -> Result<Option<Array2<f64>>, RunError> {
        let (Some(kept), Some(test)) = (self.models.get(model), &self.test) else {
            return Ok(None);
        };
        if first.checked_add(count).is_none_or(|end| end > test.len()) {
            return Ok(None);
        }
        let rows = Slice::from(first..first + count);
        let pixels = test.images().slice_axis(Axis(0), rows).to_owned();
        kept.scores(&Images::new(pixels, SIDE, SIDE)?).map(Some)
    }

    /// The training images that vote on the digit in a k-nearest-neighbour model of images as they
    /// are; none of others, or if anything is missing.
    ///
    /// # Errors
    /// [`RunError`] if the model is one of other images.
    pub fn neighbours(&self, model: usize) -> Result<Option<Vec<Neighbour>>, RunError> {
        let (Some(kept), Some(digit), Some(training)) =
            (self.models.get(model), &self.digit, &self.training)
        else {
            return Ok(None);
        };
        let Some(found) = kept.neighbours(digit)? else {
            return Ok(None);
        };
        let nearest = found.indices.iter().zip(&found.squared_distances);
        let nearest = nearest.filter(|(index, _)| **index < training.len());
        let nearest = nearest.map(|(&index, squared)| Neighbour {
            index,
            label: training.labels()[index],
            distance: squared.sqrt(),
            pixels: training.images().row(index).to_vec(),
        });
        Ok(Some(nearest.collect()))
    }

    /// The states of a network's layers for the digit; none if either is missing.
    ///
    /// # Errors
    /// [`RunError`] if the network is one of other images.
    pub fn layers(&self, number: u32) -> Result<Option<Vec<study::Map>>, RunError> {
        let (Some(network), Some(digit)) = (self.networks.get(&number), &self.digit) else {
            return Ok(None);
        };
        study::layers(network, digit.as_slice()).map(Some)
    }
}

/// Images of 784 bytes each, and after them a label each.
fn set(mut bytes: Vec<u8>) -> Result<Dataset, MnistError> {
    const PIXELS: usize = SIDE * SIDE;
    let n_images = bytes.len() / (PIXELS + 1);
    let labels = bytes.split_off(n_images * PIXELS);
    let pixels = Array2::from_shape_vec((n_images, PIXELS), bytes);
    let pixels = pixels.expect("so many pixels were left");
    Dataset::new(Images::new(pixels, SIDE, SIDE)?, labels.into())
}
