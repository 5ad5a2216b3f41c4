use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::Instant;

use classifier::Classifier;
use gradient::PassRecord;
use kernels::Level;
use mnist_io::{Mnist, MnistError};
use ndarray::{Array2, ArrayView1};
use report::{Outcome, Pass, Record as _, Run, Timing};
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
    /// Training images to use, the first so many, instead of all. Where there are fewer, all.
    pub train_images: Option<usize>,
}

impl Options {
    /// The seed a row runs with; none if nothing in it is random.
    pub fn seed_of(&self, row: &Row) -> Option<u64> {
        row.seed.map(|own| self.seed.unwrap_or(own))
    }

    /// The seeds a row runs with if `n` of them are asked for: the first and those that follow.
    /// One run without a seed, if nothing in it is random.
    ///
    /// # Errors
    /// [`RunError::Seeds`] if there are not so many, or none is asked for.
    pub fn seeds_of(&self, row: &Row, n: u64) -> Result<Vec<Option<u64>>, RunError> {
        let Some(first) = self.seed_of(row) else {
            return Ok(vec![None]);
        };
        let last = n.checked_sub(1).and_then(|more| first.checked_add(more));
        let last = last.ok_or(RunError::Seeds { first, n })?;
        Ok((first..=last).map(Some).collect())
    }

    /// The training images a row runs with, of so many.
    pub(crate) fn train_images_of(&self, row: &Row, n_images: usize) -> usize {
        let bounds = [self.train_images, row.train_images];
        bounds.into_iter().flatten().fold(n_images, usize::min)
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
    #[error("cannot start {threads} threads: {error}")]
    Threads {
        /// How many.
        threads: usize,
        /// Why not.
        error: rayon::ThreadPoolBuildError,
    },
    /// Training failed.
    #[error("training failed: {0}")]
    Fit(FitError),
    /// What came out cannot be kept.
    #[error("what it measured cannot be kept: {0}")]
    Unsound(String),
    /// There are not so many seeds.
    #[error("{n} seeds from {first} on: the largest there is is {max}", max = u64::MAX)]
    Seeds {
        /// The first.
        first: u64,
        /// How many.
        n: u64,
    },
    /// A mistake in the code, which must not cost the other rows.
    #[error("the code panicked: {0}")]
    Panicked(String),
    /// The test images could not be scored.
    #[error("recognition failed: {0}")]
    Scores(#[from] classifier::InputError),
}

/// What [`run`] would measure: enough to look for its record.
pub fn describe(row: &Row, data: &Mnist, options: Options) -> Run {
    let n_images = data.train.len();
    let mut settings = row.settings_on((data.train.height(), data.train.width()), n_images);
    let bound = row.train_images.unwrap_or(usize::MAX).min(n_images);
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
        train_images: options.train_images_of(row, n_images),
    }
}

/// What [`run`] comes to.
pub struct Measured {
    /// What was measured.
    pub outcome: Outcome,
    /// What was trained, for images as the row's preparation makes them.
    pub model: Box<dyn Classifier>,
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
) -> Result<Measured, RunError> {
    let run = describe(row, data, options);
    in_pool(run.threads, || {
        let recorder = Recorder::new(observer);
        let Fitted {
            model,
            train_seconds,
            reductions,
        } = fit_row(row, data, &run, &recorder, shared)?;

        let test = row.preparation.apply(&data.test)?;
        observer.stage(Stage::Recognising);
        let start = Instant::now();
        let scores = model.scores(test.images())?;
        let recognise_seconds = start.elapsed().as_secs_f64();
        if let Some(score) = scores.iter().find(|score| !score.is_finite()) {
            return Err(RunError::Unsound(format!("a score is {score}")));
        }

        let outcome = Outcome {
            labels: test.labels().to_vec(),
            predictions: predictions(&scores),
            margins: scores.rows().into_iter().map(margin).collect(),
            multiply_accumulates: model.cost().multiply_accumulates,
            stored_values: model.cost().stored_values,
            passes: recorder.into_passes().iter().map(pass).collect(),
            reductions,
            timing: Timing {
                train_seconds,
                recognise_seconds,
            },
            machine: environment.machine.clone(),
            revision: environment.revision.clone(),
            run,
        };
        match outcome.flaw() {
            Some(flaw) => Err(RunError::Unsound(flaw)),
            None => Ok(Measured { outcome, model }),
        }
    })
}

/// Fits a row on the training set as [`run`] does, and does not look at the test set.
///
/// # Errors
/// [`RunError`].
pub fn train(
    row: &Row,
    data: &Mnist,
    options: Options,
    observer: &dyn Observer,
    shared: &Shared,
) -> Result<Box<dyn Classifier>, RunError> {
    let run = describe(row, data, options);
    in_pool(run.threads, || {
        Ok(fit_row(row, data, &run, observer, shared)?.model)
    })
}

/// A trained row.
struct Fitted {
    model: Box<dyn Classifier>,
    train_seconds: f64,
    /// What was done with less than the settings say.
    reductions: Vec<String>,
}

fn fit_row(
    row: &Row,
    data: &Mnist,
    run: &Run,
    observer: &dyn Observer,
    shared: &Shared,
) -> Result<Fitted, RunError> {
    observer.stage(Stage::Preparing);
    let train = row
        .preparation
        .apply(&data.train.first(run.train_images)?)?;
    let seed = run.seed.unwrap_or(0);
    let training = Training::new(&train, data.classes.len(), seed, observer, shared);
    let (model, train_seconds) = fit(row.recipe, &training)?;
    Ok(Fitted {
        model,
        train_seconds,
        reductions: training.reductions.take(),
    })
}

/// Fits by a recipe; also how many seconds that took.
pub(crate) fn fit(
    recipe: &dyn Recipe,
    training: &Training<'_>,
) -> Result<(Box<dyn Classifier>, f64), RunError> {
    training.observer.stage(Stage::Fitting);
    let start = Instant::now();
    let model = recipe.fit(training).map_err(RunError::Fit)?;
    let took = start.elapsed() + training.shared_time.get();
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
        .map_err(|error| RunError::Threads { threads, error })?
        // The other rows can still be measured.
        .install(|| {
            std::panic::catch_unwind(AssertUnwindSafe(compute))
                .unwrap_or_else(|panic| Err(RunError::Panicked(said(&*panic))))
        })
}

/// What a panic said.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or(panic.downcast_ref::<&str>().copied());
    text.unwrap_or("without a word").into()
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

/// The gap between the two largest scores; 0 where there is but one.
pub(crate) fn margin(scores: ArrayView1<'_, f64>) -> f64 {
    if scores.len() == 1 {
        // To no score at all the gap is infinite, which is no number that a record can hold.
        return 0.0;
    }
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

    #[test]
    fn the_margin_of_a_single_class_is_a_number() {
        assert_eq!(margin(array![4.0].view()), 0.0);
    }

    const OPTIONS: Options = Options {
        seed: None,
        threads: 1,
        train_images: None,
    };

    #[test]
    fn the_last_seed_there_is_can_be_used_and_none_beyond_it() {
        let row = crate::ROWS.iter().find(|row| row.seed.is_some()).unwrap();
        let from = |seed| Options {
            seed: Some(seed),
            ..OPTIONS
        };
        let last = from(u64::MAX);
        assert_eq!(last.seeds_of(row, 1).unwrap(), [Some(u64::MAX)]);
        let two = from(u64::MAX - 1).seeds_of(row, 2).unwrap();
        assert_eq!(two, [Some(u64::MAX - 1), Some(u64::MAX)]);
        assert!(last.seeds_of(row, 2).is_err());
        assert!(from(u64::MAX - 1).seeds_of(row, 3).is_err());
        assert!(last.seeds_of(row, u64::MAX).is_err());
        assert!(OPTIONS.seeds_of(row, 0).is_err());
    }

    #[test]
    fn a_panic_is_an_error_of_its_row() {
        let panicked = in_pool::<()>(2, || panic!("nobody thought of {}", "this"));
        let told = panicked.unwrap_err().to_string();
        assert!(told.contains("nobody thought of this"), "{told}");
    }
}
