use serde::{Deserialize, Serialize};

/// One line of `calibration.csv`: what the probabilities that a method makes of a row's scores are
/// worth on the test images.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalibrationLine {
    /// The row.
    pub row: String,
    /// How probabilities are made of its scores: `none` (the softmax of the scores),
    /// `temperature` or `sigmoid`.
    pub method: String,
    /// What the scores are divided by before the softmax. Empty for `sigmoid`.
    pub temperature: Option<f64>,
    /// Number of test images whose likeliest class is not their own.
    pub errors: usize,
    /// Mean of −ln of the probability of the true class.
    pub log_loss: f64,
    /// Mean squared distance of the probabilities from those of the truth.
    pub brier_score: f64,
    /// Expected calibration error in percent.
    pub calibration_error_percent: f64,
    /// Test images to reject, in percent, those below the confidence that leaves 0.5 % errors on
    /// the held-out images. Empty if there is no such confidence.
    pub rejected_percent: Option<f64>,
    /// Errors among the test images that are then left, in percent.
    pub error_percent_of_accepted: Option<f64>,
    /// The row's settings.
    pub settings: String,
    /// Images the row was trained on.
    pub train_images: usize,
    /// Images the method was fitted on.
    pub held_out_images: usize,
    /// Images the probabilities were judged on.
    pub test_images: usize,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// SHA-256 of the data set.
    pub data_sha256: String,
    /// Processor, cores and system.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
}

impl CalibrationLine {
    /// The temperature of a row's scores, if it was fitted with the settings of the model.
    pub fn temperature(lines: &[Self], row: &str, settings: &str) -> Option<f64> {
        let of_row = |line: &&Self| line.row == row && line.method == "temperature";
        let line = lines.iter().find(of_row)?;
        let temperature = line.temperature;
        temperature.filter(|_| settings.starts_with(&line.settings))
    }
}
