use classifier::persist::{ModelError, Persist as _};
use experiments::{Answer, Kept, RunError, study};
use lenet::LeNet;
use mnist_io::Images;
use mnist_io::transform::{Refusal, normalise};
use ndarray::ArrayView2;

/// What a page holds: the models that have been loaded, and the digit that was drawn last.
#[derive(Default)]
pub struct Page {
    models: Vec<Kept>,
    network: Option<LeNet>,
    digit: Option<Images>,
}

impl Page {
    /// Adds the model of a row, from the bytes that `compare --models` keeps, and returns the
    /// number to ask it by.
    ///
    /// # Errors
    /// [`ModelError`] if they are no such model.
    pub fn add(&mut self, bytes: &[u8]) -> Result<usize, ModelError> {
        self.models.push(Kept::read(bytes)?);
        Ok(self.models.len() - 1)
    }

    /// The row of a model; none if there is no such model.
    pub fn row(&self, model: usize) -> Option<&str> {
        self.models.get(model).map(|kept| kept.row.as_str())
    }

    /// Takes the network whose layers are shown, from the bytes of its file.
    ///
    /// # Errors
    /// [`ModelError`] if they are no such network.
    pub fn look_into(&mut self, bytes: &[u8]) -> Result<(), ModelError> {
        self.network = Some(LeNet::from_bytes(bytes)?);
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

    /// The states of the network's layers for the digit; none if either is missing.
    ///
    /// # Errors
    /// [`RunError`] if the network is one of other images.
    pub fn layers(&self) -> Result<Option<Vec<study::Map>>, RunError> {
        let (Some(network), Some(digit)) = (&self.network, &self.digit) else {
            return Ok(None);
        };
        let pixels: Vec<u8> = digit.pixels().iter().copied().collect();
        study::layers(network, &pixels).map(Some)
    }
}
