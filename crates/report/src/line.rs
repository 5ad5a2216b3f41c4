use calibration::rejection::reject_at;
use serde::{Deserialize, Serialize};

use crate::numbers::rounded;
use crate::{DataSet, Description, Outcome, PaperFigures, Verdict, statistics};

/// The error rate to reach by rejection in Figure 10.
const REJECT_TO: f64 = 0.005;

/// One line of `comparison.csv`. The fields are in the order of its columns.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The row's name on the command line.
    pub row: String,
    /// The row's name for people.
    pub name: String,
    /// The paper's test error in percent (Figure 9).
    pub paper_error_percent: Option<f64>,
    /// Test error in percent.
    pub error_percent: f64,
    /// Lower bound of its 95 % interval ([`statistics::wilson`]).
    pub error_low_percent: f64,
    /// Upper bound of its 95 % interval.
    pub error_high_percent: f64,
    /// How this interval compares with the paper's value.
    pub verdict: Verdict,
    /// Number of training images.
    pub train_images: usize,
    /// Number of test images.
    pub test_images: usize,
    /// Number of test images that were not recognised.
    pub errors: usize,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// Number of threads that the row could use.
    pub threads: usize,
    /// Seconds to train, without preparing the images.
    pub train_seconds: f64,
    /// Microseconds to recognise one image, all test images in one batch.
    pub recognise_microseconds: f64,
    /// Multiply-accumulates per recognition.
    pub multiply_accumulates: u64,
    /// The paper's multiply-accumulates (Figure 11).
    pub paper_multiply_accumulates: Option<u64>,
    /// Number of stored values.
    pub stored_values: u64,
    /// The paper's number of stored values (Figure 12).
    pub paper_stored_values: Option<u64>,
    /// Test images to reject, in percent, for 0.5 % error on the rest. `None` if no threshold on
    /// the score margin achieves this.
    pub reject_percent_for_half_percent_error: Option<f64>,
    /// The paper's value (Figure 10).
    pub paper_reject_percent: Option<f64>,
    /// The hyper-parameters, and where they come from. If there were too few images for them, also
    /// what was done instead.
    pub settings: String,
    /// Processor, cores and system it was measured on.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
    /// SHA-256 of the data set.
    pub data_sha256: String,
    /// Level of the kernels.
    pub kernel_level: String,
    /// Version of the row's algorithm.
    pub algorithm_version: u32,
    /// Number of seeds the row was run with; 1 if nothing in it is random.
    pub seeds: usize,
    /// Mean test error over these seeds, in percent.
    pub mean_error_percent: f64,
    /// Standard deviation over these seeds, in percentage points; `None` for one seed.
    pub sd_error_percent: Option<f64>,
}

impl Line {
    /// Makes the line of a row from its outcome on `data`. The paper's values are in it if they are of
    /// the same data. `errors` has the number of errors for each seed
    /// that the row was run with, including this outcome.
    pub fn new(
        data: &DataSet,
        description: &Description,
        outcome: &Outcome,
        errors: &[usize],
    ) -> Self {
        let run = &outcome.run;
        let paper = match data.is_the_papers() {
            true => description.paper,
            false => PaperFigures::NONE,
        };
        let n = outcome.labels.len();
        let (low, high) = statistics::wilson(outcome.errors(), n);
        let percent = |proportion: f64| rounded(100.0 * proportion, 4);
        let rejection = reject_at(&outcome.margins, &outcome.correct(), REJECT_TO);
        let (mean, deviation) = spread(errors, n);
        Self {
            row: description.id.into(),
            name: description.name.into(),
            paper_error_percent: paper.error_percent,
            error_percent: percent(outcome.errors() as f64 / n as f64),
            error_low_percent: percent(low),
            error_high_percent: percent(high),
            verdict: Verdict::of(100.0 * low, 100.0 * high, paper.error_percent),
            train_images: run.train_images,
            test_images: n,
            errors: outcome.errors(),
            seed: run.seed,
            threads: run.threads,
            train_seconds: rounded(outcome.timing.train_seconds, 4),
            recognise_microseconds: rounded(1e6 * outcome.timing.recognise_seconds / n as f64, 3),
            multiply_accumulates: outcome.multiply_accumulates,
            paper_multiply_accumulates: paper.multiply_accumulates,
            stored_values: outcome.stored_values,
            paper_stored_values: paper.stored_values,
            reject_percent_for_half_percent_error: rejection
                .map(|rejection| percent(rejection.rejected as f64 / n as f64)),
            paper_reject_percent: paper.reject_percent,
            settings: outcome.settings(),
            machine: outcome.machine.clone(),
            revision: outcome.revision.clone(),
            data_sha256: run.data_sha256.clone(),
            kernel_level: run.kernel_level.clone(),
            algorithm_version: run.algorithm_version,
            seeds: errors.len(),
            mean_error_percent: mean,
            sd_error_percent: deviation,
        }
    }

    /// The same line, with the errors of all seeds of the row.
    pub(crate) fn with_seeds(self, errors: &[usize]) -> Self {
        let (mean, deviation) = spread(errors, self.test_images);
        Self {
            seeds: errors.len(),
            mean_error_percent: mean,
            sd_error_percent: deviation,
            ..self
        }
    }
}

/// Mean and standard deviation, in percent, of these numbers of errors in `n` images, one for each
/// seed.
fn spread(errors: &[usize], n: usize) -> (f64, Option<f64>) {
    let percent = |&errors: &usize| 100.0 * errors as f64 / n as f64;
    let percents: Vec<f64> = errors.iter().map(percent).collect();
    let (mean, deviation) = statistics::mean_and_deviation(&percents);
    (
        rounded(mean, 4),
        deviation.map(|deviation| rounded(deviation, 4)),
    )
}
