use serde::{Deserialize, Serialize};

/// The results of one pass over the training patterns.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PassRecord {
    /// The pass, from 1.
    pub pass: usize,
    /// Number of patterns shown in the pass.
    pub shown: usize,
    /// Number of these patterns that the network got wrong when they were shown ("on the fly", as
    /// in Figure 5).
    pub training_errors: usize,
    /// Mean loss of the patterns at the time they were shown.
    pub mean_loss: f64,
    /// Number of held-out patterns that the network gets wrong after the pass.
    pub validation_errors: Option<usize>,
    /// Number of held-out patterns.
    pub validation_patterns: usize,
    /// The global rate η.
    pub rate: f64,
    /// The smallest and the largest rate of a parameter.
    pub rate_range: (f64, f64),
    /// Seconds of training. They include the measurement of the curvature, but not the validation.
    pub seconds: f64,
}

impl PassRecord {
    /// Training error on the fly in percent.
    pub fn training_error_percent(&self) -> f64 {
        100.0 * self.training_errors as f64 / self.shown as f64
    }

    /// Error on the held-out patterns in percent, if there are any.
    pub fn validation_error_percent(&self) -> Option<f64> {
        self.validation_errors
            .map(|errors| 100.0 * errors as f64 / self.validation_patterns as f64)
    }
}

/// The passes of a training run, in order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// One record a pass.
    pub passes: Vec<PassRecord>,
}

impl History {
    /// Seconds of training over all passes.
    pub fn seconds(&self) -> f64 {
        self.passes.iter().map(|pass| pass.seconds).sum()
    }
}
