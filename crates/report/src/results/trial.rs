use serde::{Deserialize, Serialize};

/// One line of `validation.csv`: a recipe that was tried on the validation images.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trial {
    /// The row it was tried for.
    pub row: String,
    /// Its settings.
    pub settings: String,
    /// True if the row uses this recipe.
    pub chosen: bool,
    /// Number of validation images that were not recognised.
    pub errors: usize,
    /// Number of training images.
    pub train_images: usize,
    /// Number of validation images.
    pub validation_images: usize,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// Seconds to train.
    pub train_seconds: f64,
    /// Processor, cores and system.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
}

impl Trial {
    /// Error on the validation images, in percent.
    pub fn error_percent(&self) -> f64 {
        100.0 * self.errors as f64 / self.validation_images as f64
    }
}
