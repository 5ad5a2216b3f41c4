use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::{ReportError, atomic, table};

/// Training and test error of LeNet-5 after each pass, in percent: Figure 5, read off the
/// drawing to ±0.03. The training error is counted on the fly, before each step.
pub const FIGURE_5: [(f64, f64); 20] = [
    (4.89, 2.65),
    (3.04, 2.24),
    (1.77, 1.48),
    (1.48, 1.43),
    (1.22, 1.43),
    (0.91, 1.09),
    (0.78, 1.04),
    (0.70, 1.06),
    (0.57, 0.99),
    (0.49, 0.96),
    (0.46, 0.96),
    (0.44, 0.99),
    (0.41, 0.96),
    (0.39, 0.96),
    (0.39, 0.96),
    (0.39, 0.96),
    (0.39, 0.96),
    (0.36, 0.96),
    (0.36, 0.96),
    (0.36, 0.96),
];

/// One line of `figure-5.csv`: a pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PassLine {
    /// The pass, from 1.
    pub pass: usize,
    /// Training error on the fly in percent, mean of the seeds.
    pub training_error_percent: f64,
    /// Test error after the pass in percent, mean of the seeds.
    pub test_error_percent: f64,
    /// Least test error of a seed.
    pub test_error_low_percent: f64,
    /// Largest test error of a seed.
    pub test_error_high_percent: f64,
    /// The paper's training error ([`FIGURE_5`]).
    pub paper_training_error_percent: f64,
    /// The paper's test error.
    pub paper_test_error_percent: f64,
    /// The seeds, separated by blanks.
    pub seeds: String,
}

/// One line of `figure-6.csv`: a training set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SizeLine {
    /// Training images.
    pub train_images: usize,
    /// Whether nine distorted copies of each are shown too.
    pub distorted: bool,
    /// Training error on the fly in the last pass in percent, mean of the seeds.
    pub training_error_percent: f64,
    /// Test error after the last pass in percent, mean of the seeds.
    pub test_error_percent: f64,
    /// Least test error of a seed.
    pub test_error_low_percent: f64,
    /// Largest test error of a seed.
    pub test_error_high_percent: f64,
    /// The paper's training error (Figure 6), where it shows one.
    pub paper_training_error_percent: Option<f64>,
    /// The paper's test error.
    pub paper_test_error_percent: f64,
    /// The seeds, separated by blanks.
    pub seeds: String,
}

/// Writes lines as CSV, the file whole or not at all.
///
/// # Errors
/// [`ReportError::Io`].
pub fn write_curves<L: Serialize + DeserializeOwned>(
    path: &Path,
    lines: &[L],
) -> Result<(), ReportError> {
    atomic::write(path, &table::to_csv::<L>(path, lines)?)
}

/// Reads what [`write_curves`] wrote; an absent file is no line.
///
/// # Errors
/// [`ReportError::Table`] if it is not one of ours.
pub fn read_curves<L: DeserializeOwned>(path: &Path) -> Result<Vec<L>, ReportError> {
    table::read_csv(path)
}
