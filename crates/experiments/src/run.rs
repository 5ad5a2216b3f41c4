use std::time::Instant;

use classifier::Classifier;
use gradient::PassRecord;
use kernels::Level;
use mnist_io::{Mnist, MnistError};
use ndarray::{Array2, ArrayView1};
use report::{Outcome, Pass, Run, Timing};
use thiserror::Error;

use crate::observer::Recorder;
use crate::{Cores, FitError, Observer, Recipe, Row, Shared, Stage, Training};

/// What can be chosen for a run.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Seed instead of the row's own.
    pub seed: Option<u64>,
    /// Threads to use.
    pub threads: usize,
    /// Training images to use, the first so many, instead of all.
    pub train_images: Option<usize>,
}

impl Options {
    /// The seed a row runs with; none if nothing in it is random.
    pub fn seed_of(&self, row: &Row) -> Option<u64> {
        row.seed.map(|own| self.seed.unwrap_or(own))
    }

    /// The threads a row runs with.
    fn threads_of(&self, row: &Row) -> usize {
        match row.cores {
            Cores::All => self.threads,
            Cores::One => 1,
        }
    }
}

/// Where and with what code a run takes place.
#[derive(Clone, Debug)]
pub struct Environment {
    /// Processor, cores and system.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
}

/// Why a row could not be measured.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum RunError {
    /// Its version of the images could not be made.
    #[error(transparent)]
    Data(#[from] MnistError),
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {source}")]
    Threads {
        /// How many.
        threads: usize,
        /// Why not.
        source: rayon::ThreadPoolBuildError,
    },
    /// Training failed.
    #[error("training failed: {0}")]
    Fit(FitError),
    /// The test images could not be scored.
    #[error("recognition failed: {0}")]
    Scores(#[from] classifier::InputError),
}

/// What [`run`] would measure: enough to look for its record.
pub fn describe(row: &Row, data: &Mnist, options: Options) -> Run {
    let mut settings = row.settings();
    let bound = row.train_images.unwrap_or(usize::MAX);
    if let Some(n) = options.train_images.filter(|&n| n < bound) {
        settings.push_str(&format!("; QUICK: the first {n} training images only"));
    }
    Run {
        row: row.id().into(),
        algorithm_version: row.algorithm_version,
        settings,
        seed: options.seed_of(row),
        threads: options.threads_of(row),
        kernel_level: Level::current().to_string(),
        data_sha256: data.sha256.clone(),
        train_images: options.train_images.unwrap_or(data.train.len()).min(bound),
    }
}

/// Fits a row on the training set and scores the test set; `shared` holds what rows of the
/// same data and options have trained before.
///
/// # Errors
/// [`RunError`].
pub fn run(
    row: &Row,
    data: &Mnist,
    options: Options,
    environment: &Environment,
    observer: &dyn Observer,
    shared: &Shared,
) -> Result<Outcome, RunError> {
    let run = describe(row, data, options);
    in_pool(run.threads, || {
        observer.stage(Stage::Preparing);
        let train = data.train.first(run.train_images)?;
        let train = row.preparation.apply(&train)?;
        let test = row.preparation.apply(&data.test)?;

        let recorder = Recorder::new(observer);
        let seed = run.seed.unwrap_or(0);
        let n_classes = n_classes(&data.train);
        let (model, train_seconds) = fit(
            &row.recipe,
            &Training::new(&train, n_classes, seed, &recorder, shared),
        )?;

        observer.stage(Stage::Recognising);
        let start = Instant::now();
        let scores = model.scores(test.images())?;
        let recognise_seconds = start.elapsed().as_secs_f64();

        Ok(Outcome {
            labels: test.labels().to_vec(),
            predictions: predictions(&scores),
            margins: scores.rows().into_iter().map(margin).collect(),
            multiply_accumulates: model.cost().multiply_accumulates,
            stored_values: model.cost().stored_values,
            passes: recorder.into_passes().iter().map(pass).collect(),
            timing: Timing {
                train_seconds,
                recognise_seconds,
            },
            machine: environment.machine.clone(),
            revision: environment.revision.clone(),
            run,
        })
    })
}

/// Fits by a recipe; also how many seconds that took.
pub(crate) fn fit(
    recipe: &Recipe,
    training: &Training<'_>,
) -> Result<(Box<dyn Classifier>, f64), RunError> {
    training.observer.stage(Stage::Fitting);
    let start = Instant::now();
    let model = (recipe.fit)(training).map_err(RunError::Fit)?;
    let took = start.elapsed() + training.elsewhere.get();
    Ok((model, took.as_secs_f64()))
}

/// Computes on a pool of that many threads.
pub(crate) fn in_pool<T: Send>(
    threads: usize,
    compute: impl FnOnce() -> Result<T, RunError> + Send,
) -> Result<T, RunError> {
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .map_err(|source| RunError::Threads { threads, source })?
        .install(compute)
}

pub(crate) fn n_classes(set: &mnist_io::Dataset) -> usize {
    1 + set.labels().iter().copied().max().map_or(0, usize::from)
}

fn predictions(scores: &Array2<f64>) -> Vec<u8> {
    let classes = scores.rows().into_iter().map(classifier::argmax);
    classes
        .map(|class| u8::try_from(class).expect("labels are bytes, and classes are labels"))
        .collect()
}

fn pass(record: &PassRecord) -> Pass {
    Pass {
        training_error_percent: record.training_error_percent(),
        loss: record.mean_loss,
        seconds: record.seconds,
    }
}

/// The gap between the two largest scores.
fn margin(scores: ArrayView1<'_, f64>) -> f64 {
    let best = classifier::argmax(scores);
    let others = scores
        .iter()
        .enumerate()
        .filter(|&(class, _)| class != best);
    let second = others
        .map(|(_, &score)| score)
        .fold(f64::NEG_INFINITY, f64::max);
    scores[best] - second
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn the_margin_is_the_gap_of_the_two_best() {
        assert_eq!(margin(array![1.0, 4.0, 2.5].view()), 1.5);
        assert_eq!(margin(array![4.0, 4.0, 2.5].view()), 0.0);
    }
}
