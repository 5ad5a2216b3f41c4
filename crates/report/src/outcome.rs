use serde::{Deserialize, Serialize};

use crate::{Definition, Record};

/// The definition of a run: everything that the results of a row depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// The row's name.
    pub row: String,
    /// Version of the row's algorithm. It increases with each change that may change the results.
    pub algorithm_version: u32,
    /// The hyper-parameters, and where they come from.
    pub settings: String,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// Number of threads that the row may use.
    pub threads: usize,
    /// Level of the kernels.
    pub kernel_level: String,
    /// SHA-256 of the data set, hexadecimal.
    pub data_sha256: String,
    /// Number of training images.
    pub train_images: usize,
}

impl Definition for Run {
    fn name(&self) -> String {
        self.row.clone()
    }
}

/// The raw measurements of one run of one row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// What was run.
    pub run: Run,
    /// True class of each test image.
    pub labels: Vec<u8>,
    /// The class assigned to each test image.
    pub predictions: Vec<u8>,
    /// Difference between the two best scores of each test image; 0 if there is only one class.
    pub margins: Vec<f64>,
    /// Multiply-accumulates per recognition.
    pub multiply_accumulates: u64,
    /// Number of stored values.
    pub stored_values: u64,
    /// The passes of the training by gradient descent, in order. If there are several networks,
    /// their passes follow each other.
    pub passes: Vec<Pass>,
    /// If there were too few images for the settings, what was done instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reductions: Vec<String>,
    /// The times. In a record, only this differs from run to run.
    pub timing: Timing,
    /// Processor, cores and system it was measured on.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
}

/// The measurements of one pass through the training set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pass {
    /// Training error in percent, counted on the fly, before each step.
    pub training_error_percent: f64,
    /// Mean loss, in the units of the row's criterion.
    pub loss: f64,
    /// Seconds of wall-clock time. It differs from run to run, like the timing.
    pub seconds: f64,
}

/// Seconds of wall-clock time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timing {
    /// Seconds to train, without preparing the images.
    pub train_seconds: f64,
    /// Seconds to recognise all test images in one batch.
    pub recognise_seconds: f64,
}

impl Outcome {
    /// For each test image, whether it was recognised.
    pub fn correct(&self) -> Vec<bool> {
        let pairs = self.predictions.iter().zip(&self.labels);
        pairs.map(|(predicted, label)| predicted == label).collect()
    }

    /// Number of test images that were not recognised.
    pub fn errors(&self) -> usize {
        self.correct().iter().filter(|&&correct| !correct).count()
    }

    /// The settings of the run. If there were too few images for them, also what was done instead.
    ///
    /// ```
    /// assert!(report::is_of_settings("28x28; k = 3", "28x28; k = 3"));
    /// let ran = format!("28x28; k = 3{}2 neighbours", report::FOR_WANT_OF_IMAGES);
    /// assert!(report::is_of_settings(&ran, "28x28; k = 3"));
    /// ```
    pub fn settings(&self) -> String {
        settings_as_run(&self.run.settings, &self.reductions)
    }

    /// Returns true if the two outcomes differ only in the times and in the place of the
    /// measurement.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let timeless = |outcome: &Self| {
            let mut outcome = outcome.clone();
            for pass in &mut outcome.passes {
                pass.seconds = 0.0;
            }
            outcome.timing = Timing {
                train_seconds: 0.0,
                recognise_seconds: 0.0,
            };
            outcome.machine.clear();
            outcome.revision.clear();
            outcome
        };
        timeless(self) == timeless(other)
    }
}

impl Record for Outcome {
    type Run = Run;

    fn run(&self) -> &Run {
        &self.run
    }

    fn flaw(&self) -> Option<String> {
        let n = self.labels.len();
        if n == 0 {
            return Some("it holds no test image".into());
        }
        if self.predictions.len() != n || self.margins.len() != n {
            return Some(format!(
                "{n} labels, {} predictions and {} margins",
                self.predictions.len(),
                self.margins.len()
            ));
        }
        let bad = |margin: &f64| !margin.is_finite();
        if let Some(image) = self.margins.iter().position(bad) {
            return Some(format!(
                "the scores of test image {image} are {} apart, which is no number",
                self.margins[image]
            ));
        }
        let bad = |pass: &Pass| !pass.loss.is_finite() || !pass.training_error_percent.is_finite();
        if let Some(pass) = self.passes.iter().position(bad) {
            return Some(format!(
                "the loss of pass {} of its training is {}, which is no number",
                pass + 1,
                self.passes[pass].loss
            ));
        }
        let timing = [self.timing.train_seconds, self.timing.recognise_seconds];
        if timing.iter().any(|seconds| !seconds.is_finite()) {
            return Some(format!("it took {timing:?} seconds, which is no time"));
        }
        None
    }
}

/// The text between the settings asked for and what was done instead, if there were too few images.
pub const FOR_WANT_OF_IMAGES: &str = "; for want of images: ";

/// The settings, followed by what was done instead.
pub fn settings_as_run(settings: &str, reductions: &[String]) -> String {
    if reductions.is_empty() {
        return settings.into();
    }
    format!("{settings}{FOR_WANT_OF_IMAGES}{}", reductions.join(", "))
}

/// Returns true if `as_run` are the settings `settings`, possibly with less than they ask for.
pub fn is_of_settings(as_run: &str, settings: &str) -> bool {
    let rest = as_run.strip_prefix(settings);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(FOR_WANT_OF_IMAGES))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Four test images with one error.
    pub(crate) fn outcome() -> Outcome {
        Outcome {
            run: Run {
                row: "knn".into(),
                algorithm_version: 1,
                settings: "k = 3".into(),
                seed: None,
                threads: 2,
                kernel_level: "portable".into(),
                data_sha256: "00ff".into(),
                train_images: 60_000,
            },
            labels: vec![0, 1, 2, 1],
            predictions: vec![0, 1, 1, 1],
            margins: vec![2.0, 1.0, 0.1, 3.0],
            multiply_accumulates: 47_040_000,
            stored_values: 47_040_000,
            passes: Vec::new(),
            reductions: Vec::new(),
            timing: Timing {
                train_seconds: 0.125,
                recognise_seconds: 0.5,
            },
            machine: "a machine, 2 cores".into(),
            revision: "0123abc".into(),
        }
    }

    #[test]
    fn agrees_with_one_that_took_longer_elsewhere() {
        let mut other = outcome();
        other.timing.train_seconds += 1.0;
        other.machine.push('!');
        assert!(outcome().agrees_with(&other));
        other.predictions[0] = 2;
        assert!(!outcome().agrees_with(&other));
    }

    #[test]
    fn counts_its_errors() {
        assert_eq!(outcome().errors(), 1);
    }
}
