use serde::{Deserialize, Serialize};

/// One line of `figure-5.csv`: a pass.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassLine {
    /// The pass, from 1.
    pub pass: usize,
    /// Training error on the fly in percent, mean of the seeds.
    pub training_error_percent: f64,
    /// Test error after the pass in percent, mean of the seeds.
    pub test_error_percent: f64,
    /// Smallest test error among the seeds.
    pub test_error_low_percent: f64,
    /// Largest test error among the seeds.
    pub test_error_high_percent: f64,
    /// The paper's training error ([`crate::paper::FIGURE_5`]), on its data.
    pub paper_training_error_percent: Option<f64>,
    /// The paper's test error.
    pub paper_test_error_percent: Option<f64>,
    /// The seeds, separated by blanks.
    pub seeds: String,
}

/// One line of `figure-6.csv`: a training set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeLine {
    /// Training images.
    pub train_images: usize,
    /// True if nine distorted copies of each image are shown too.
    pub distorted: bool,
    /// Training error on the fly in the last pass in percent, mean of the seeds.
    pub training_error_percent: f64,
    /// Test error after the last pass in percent, mean of the seeds.
    pub test_error_percent: f64,
    /// Smallest test error among the seeds.
    pub test_error_low_percent: f64,
    /// Largest test error among the seeds.
    pub test_error_high_percent: f64,
    /// The paper's training error ([`crate::paper::FIGURE_6`]), on its data and if it shows one.
    pub paper_training_error_percent: Option<f64>,
    /// The paper's test error, on its data.
    pub paper_test_error_percent: Option<f64>,
    /// The seeds, separated by blanks.
    pub seeds: String,
}
