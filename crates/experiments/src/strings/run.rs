use std::time::{Duration, Instant};

use gradient::PassRecord;
use graph_transformer::Work;
use kernels::Level;
use lenet::LeNet;
use mnist_io::Mnist;
use mnist_io::strings::StringSet;
use report::strings::{StringAnswer, StringOrder, StringOutcome, StringRun, StringTiming, spelled};
use report::{Pass, Record as _};
use string_reader::{ReadError, Reader};

use super::known;
use super::recipe::{Trained, Trainer};
use super::row::StringRow;
use super::set::Set;
use crate::run::in_pool;
use crate::{Environment, FitError, Observer, RunError, Shared, Stage};

/// What can be chosen for a run.
#[derive(Clone, Copy, Debug)]
pub struct StringOptions {
    /// Seed instead of the row's own.
    pub seed: Option<u64>,
    /// How many orders of the test images are read, from the first on.
    pub orders: u64,
    /// A first look: less of everything.
    pub quick: bool,
}

/// Training images of a first look.
const QUICK_IMAGES: usize = 10_000;
/// Passes of global training of a first look.
const QUICK_PASSES: usize = 2;
/// Passes over single characters of a first look.
const QUICK_CHARACTER_PASSES: usize = 6;

/// One row on one set.
#[derive(Clone, Copy, Debug)]
pub struct StringJob {
    /// The row.
    pub row: &'static StringRow,
    /// The set.
    pub set: Set,
    /// What is chosen.
    pub options: StringOptions,
}

impl StringJob {
    /// The seed it runs with.
    pub fn seed(&self) -> u64 {
        self.options.seed.unwrap_or(self.row.seed)
    }

    /// Names the training that it has in common with others: trained once if one of them runs after
    /// the other.
    pub fn training(&self) -> String {
        self.row.recipe.training(self.set)
    }

    /// Names the network of single characters that the training starts from.
    pub fn start(&self) -> String {
        self.row.recipe.start_name(self.set)
    }

    /// How long the training takes beside others, about.
    pub fn cost(&self) -> usize {
        self.row.recipe.cost()
    }

    /// Whether that is a training on strings.
    pub fn trains(&self) -> bool {
        self.row.recipe.global.is_some()
    }

    /// What [`run`](Self::run) would measure: enough to look for its record.
    pub fn describe(&self, data: &Mnist) -> StringRun {
        let n = self.train_images(data);
        let mut settings = self.row.recipe.settings();
        if self.options.quick {
            settings.push_str(&format!(
                "; QUICK: the first {n} training images, {QUICK_CHARACTER_PASSES} passes over \
                 single characters and {QUICK_PASSES} over strings at most"
            ));
        }
        let length = self.set.recipe().length;
        StringRun {
            row: self.row.id().into(),
            algorithm_version: self.row.algorithm_version,
            settings,
            set: self.set.name().into(),
            orders: self.options.orders,
            seed: Some(self.seed()),
            threads: 1,
            kernel_level: Level::current().to_string(),
            data_sha256: data.sha256.clone(),
            train_images: n,
            train_strings: if self.trains() { n / length } else { 0 },
            quick: self.options.quick,
        }
    }

    fn train_images(&self, data: &Mnist) -> usize {
        match self.options.quick {
            true => QUICK_IMAGES.min(data.train.len()),
            false => data.train.len(),
        }
    }

    /// Trains the network of single characters that the reader starts from, for jobs that share it.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn prepare(
        &self,
        data: &Mnist,
        observer: &dyn Observer,
        shared: &Shared,
    ) -> Result<(), RunError> {
        self.with_trainer(data, observer, shared, |trainer| {
            self.row.recipe.start(self.set, trainer).map(|_| ())
        })
    }

    /// Trains the reader, and reads the test strings. Also returns the reader's network.
    ///
    /// # Errors
    /// [`RunError`].
    pub fn run(
        &self,
        data: &Mnist,
        environment: &Environment,
        observer: &dyn Observer,
        shared: &Shared,
    ) -> Result<(StringOutcome, LeNet), RunError> {
        self.with_trainer(data, observer, shared, |trainer| {
            let trained = self.row.recipe.train(self.set, trainer)?;
            observer.stage(Stage::Recognising);
            let run = self.describe(data);
            let outcome = self.read_all(run, &trained, data, environment)?;
            match outcome.flaw() {
                Some(flaw) => Err(flaw.into()),
                None => Ok((outcome, trained.network)),
            }
        })
    }

    fn with_trainer<T: Send>(
        &self,
        data: &Mnist,
        observer: &dyn Observer,
        shared: &Shared,
        act: impl FnOnce(&Trainer<'_>) -> Result<T, FitError> + Send,
    ) -> Result<T, RunError> {
        in_pool(1, || {
            observer.stage(Stage::Fitting);
            let train = data.train.first(self.train_images(data))?;
            let quick = self.options.quick;
            let trainer = Trainer {
                train: &train,
                seed: self.seed(),
                most_passes: quick.then_some(QUICK_PASSES),
                most_character_passes: quick.then_some(QUICK_CHARACTER_PASSES),
                observer,
                shared,
            };
            act(&trainer).map_err(RunError::Fit)
        })
    }

    fn read_all(
        &self,
        run: StringRun,
        trained: &Trained,
        data: &Mnist,
        environment: &Environment,
    ) -> Result<StringOutcome, FitError> {
        let recipe = &self.row.recipe;
        let reader = recipe.reader(trained.network.clone())?;
        let mut took = Duration::ZERO;
        let mut orders = Vec::new();
        let mut counted = Counted::default();
        for order in 1..=self.options.orders {
            let set = self.set.recipe().test(&data.test, order)?;
            let mut of_order = Counted::default();
            let begun = Instant::now();
            let answers = match &reader {
                Some(reader) => read(reader, &set, &mut of_order)?,
                None => read_known(trained, &set, &mut of_order)?,
            };
            if order == 1 {
                took = begun.elapsed();
                counted = of_order;
            }
            orders.push(StringOrder {
                set_sha256: set.sha256(),
                truth: (0..set.len()).map(|s| spelled(set.digits(s))).collect(),
                answers,
            });
        }
        if let Some(reader) = &reader {
            tell_unreadable(reader, self.set, data, &mut orders)?;
        }
        let n_strings = orders.first().map_or(1, |order| order.truth.len()) as f64;
        let passes = match recipe.global {
            Some(_) => trained.network.history().passes.iter().map(pass).collect(),
            None => Vec::new(),
        };
        Ok(StringOutcome {
            orders,
            passes,
            multiply_accumulates: counted.multiply_accumulates as f64 / n_strings,
            candidates: (counted.candidates > 0).then(|| counted.candidates as f64 / n_strings),
            timing: StringTiming {
                train_seconds: trained.took.as_secs_f64(),
                read_microseconds: took.as_secs_f64() * 1e6 / n_strings,
            },
            machine: environment.machine.clone(),
            revision: environment.revision.clone(),
            run,
        })
    }
}

/// What the network did to read some strings.
#[derive(Clone, Copy, Debug, Default)]
struct Counted {
    multiply_accumulates: u64,
    candidates: usize,
}

fn read(
    reader: &Reader,
    set: &StringSet,
    counted: &mut Counted,
) -> Result<Vec<StringAnswer>, FitError> {
    let answers = set.pictures().map(|picture| match reader.read(picture) {
        Ok(reading) => {
            counted.multiply_accumulates += reading.multiply_accumulates;
            counted.candidates += reading.candidates.unwrap_or(0);
            Ok(StringAnswer {
                digits: spelled(&reading.digits),
                confidence: reading.confidence.min(1.0),
                unreadable: false,
            })
        }
        Err(ReadError::Length { .. }) => Ok(StringAnswer {
            digits: String::new(),
            confidence: 0.0,
            unreadable: false,
        }),
        Err(error) => Err(error.into()),
    });
    answers.collect()
}

fn read_known(
    trained: &Trained,
    set: &StringSet,
    counted: &mut Counted,
) -> Result<Vec<StringAnswer>, FitError> {
    let mut work = Work::default();
    let macs = trained.network.architecture().n_connections() as u64;
    let strings = (0..set.len()).map(|string| {
        counted.multiply_accumulates += macs * set.length() as u64;
        Ok(known::read(&trained.network, set, string, &mut work)?)
    });
    strings.collect()
}

/// Marks the strings that no path of the reader spells, among those that were read wrongly.
fn tell_unreadable(
    reader: &Reader,
    set: Set,
    data: &Mnist,
    orders: &mut [StringOrder],
) -> Result<(), FitError> {
    for (number, order) in (1..).zip(orders) {
        let strings = set.recipe().test(&data.test, number)?;
        for (string, answer) in order.answers.iter_mut().enumerate() {
            if answer.digits != order.truth[string] {
                let (picture, digits) = (strings.picture(string), strings.digits(string));
                answer.unreadable = !reader.can_spell(picture, digits)?;
            }
        }
    }
    Ok(())
}

fn pass(record: &PassRecord) -> Pass {
    Pass {
        training_error_percent: record.training_error_percent(),
        loss: record.mean_loss,
        seconds: record.seconds,
    }
}
