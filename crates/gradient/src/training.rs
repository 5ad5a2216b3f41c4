use std::fmt;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use rand::seq::{SliceRandom as _, index};
use serde::{Deserialize, Serialize};

use crate::{
    Checkpoint, Descent, History, Network, PassRecord, Patterns, Purpose, Rates, Schedule,
    TrainingError, rng,
};

/// The order in which patterns are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// One random order for the whole run, as in section III-B.
    Fixed,
    /// A new random order each time the set is gone through.
    Shuffled,
}

/// What is called after each pass; `Break` ends the run with [`TrainingError::Stopped`].
pub type OnPass = Arc<dyn Fn(&PassRecord) -> ControlFlow<()> + Send + Sync>;

/// A training run: everything it depends on but the network and the patterns.
///
/// Patterns are shown one after the other in a random order, and the weights move after each
/// (or after every `batch`). A *pass* is `pass_length` presentations, by default as many as
/// there are patterns; a shorter pass goes on where the last one ended, which is how section
/// III-B sees 600,000 patterns in passes of 60,000.
#[derive(Clone)]
pub struct Training {
    /// Seed of the order and of the curvature samples.
    pub seed: u64,
    /// Passes.
    pub passes: usize,
    /// Presentations a pass; all patterns once if `None`.
    pub pass_length: Option<usize>,
    /// Order of the patterns.
    pub order: Order,
    /// Patterns between two updates.
    pub batch: usize,
    /// What is known better than this is shown and counted, but online nothing is learned from
    /// it: its gradient is small, and a step takes three times as long as a look. 0 learns from
    /// every pattern.
    pub least_loss: f32,
    /// Global rate of each pass.
    pub schedule: Schedule,
    /// Rate of each parameter.
    pub descent: Descent,
    /// Called after each pass.
    pub on_pass: Option<OnPass>,
    /// Written after each pass; a run whose checkpoint is there goes on after it. All but the
    /// number of passes has to be as it was, and that too where the [`Schedule`] depends on it.
    pub checkpoint: Option<PathBuf>,
    /// What else distinguishes this run from others: network, data, kernel level.
    pub run: String,
}

impl Default for Training {
    /// The paper's: 20 passes in one fixed order, an update a pattern, its rates and its
    /// diagonal Levenberg–Marquardt; seed 0, nothing called, nothing written.
    fn default() -> Self {
        Self {
            seed: 0,
            passes: 20,
            pass_length: None,
            order: Order::Fixed,
            batch: 1,
            least_loss: 0.0,
            schedule: Schedule::paper(),
            descent: Descent::paper(),
            on_pass: None,
            checkpoint: None,
            run: String::new(),
        }
    }
}

impl fmt::Debug for Training {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Training")
            .field("seed", &self.seed)
            .field("passes", &self.passes)
            .field("pass_length", &self.pass_length)
            .field("order", &self.order)
            .field("batch", &self.batch)
            .field("least_loss", &self.least_loss)
            .field("schedule", &self.schedule)
            .field("descent", &self.descent)
            .field("run", &self.run)
            .finish_non_exhaustive()
    }
}

impl Training {
    /// The most passes of a run.
    pub const MAX_PASSES: usize = 1_000_000;
    /// The most presentations of a pass.
    pub const MAX_PASS_LENGTH: usize = 1 << 40;

    /// Checks that the run has an end that can be waited for.
    ///
    /// # Errors
    /// [`TrainingError::TooMany`].
    pub fn check_limits(&self) -> Result<(), TrainingError> {
        let numbers = [
            ("passes", self.passes, Self::MAX_PASSES),
            (
                "presentations a pass",
                self.pass_length.unwrap_or(1),
                Self::MAX_PASS_LENGTH,
            ),
        ];
        match numbers.into_iter().find(|(_, value, limit)| value > limit) {
            Some((what, value, limit)) => Err(TrainingError::TooMany { what, value, limit }),
            None => Ok(()),
        }
    }

    /// Trains `network` on `patterns`; after each pass counts its errors on `validation`.
    ///
    /// The result depends on nothing but the two, the settings and the network's arithmetic:
    /// a run that was interrupted and resumed ends in the same bits.
    ///
    /// # Errors
    /// [`TrainingError`].
    pub fn run<N: Network + ?Sized>(
        &self,
        network: &mut N,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
    ) -> Result<History, TrainingError> {
        if patterns.is_empty() {
            return Err(TrainingError::NoPatterns);
        }
        let checkpoint = self.checkpoint.as_deref().map(|path| CheckpointFile {
            path,
            run: self.fingerprint(patterns, validation, network.n_inputs()),
        });
        let mut history = match &checkpoint {
            Some(file) => file.resume(network, self.passes)?,
            None => History::default(),
        };
        let mut presentation = Presentation::new(self, patterns, network.n_inputs());
        for pass in history.passes.len() + 1..=self.passes {
            let mut record = self.pass(pass, network, &mut presentation)?;
            if let Some(validation) = validation {
                record.validation_patterns = validation.len();
                record.validation_errors =
                    Some(count_errors(network, validation, &mut presentation.image));
            }
            history.passes.push(record);
            if let Some(file) = &checkpoint {
                file.save(network, &history)?;
            }
            let record = &history.passes[pass - 1];
            if let Some(on_pass) = &self.on_pass
                && on_pass(record).is_break()
            {
                return Err(TrainingError::Stopped { pass });
            }
        }
        Ok(history)
    }

    fn pass<N: Network + ?Sized>(
        &self,
        pass: usize,
        network: &mut N,
        presentation: &mut Presentation<'_>,
    ) -> Result<PassRecord, TrainingError> {
        let start = Instant::now();
        let length = self.length(presentation.patterns);
        presentation.next = (pass - 1) * length;
        let eta = self.schedule.rate(pass, self.passes);
        let rates = self.rates(pass, eta, network, presentation);
        network.set_rates(&rates.each);

        let mut gradient = vec![
            0.0;
            if self.batch > 1 {
                network.n_parameters()
            } else {
                0
            }
        ];
        let mut training_errors = 0;
        let mut total_loss = 0.0;
        for count in 1..=length {
            let (sample, label) = presentation.show_next();
            let shown = if self.batch > 1 {
                network.add_gradient(&presentation.image, label, &mut gradient)
            } else {
                let shown = network.evaluate(&presentation.image, label);
                if shown.loss >= self.least_loss {
                    network.descend();
                }
                shown
            };
            if !shown.loss.is_finite() {
                return Err(TrainingError::Diverged {
                    pass,
                    sample,
                    loss: shown.loss,
                    rate: eta,
                });
            }
            total_loss += f64::from(shown.loss);
            training_errors += usize::from(shown.class != label);
            if self.batch > 1 && (count % self.batch == 0 || count == length) {
                let batch = (count - 1) % self.batch + 1;
                descend(network, &mut gradient, &rates.each, batch);
            }
        }
        Ok(PassRecord {
            pass,
            shown: length,
            training_errors,
            mean_loss: total_loss / length as f64,
            validation_errors: None,
            validation_patterns: 0,
            rate: eta,
            rate_range: rates.range,
            seconds: start.elapsed().as_secs_f64(),
        })
    }

    fn rates<N: Network + ?Sized>(
        &self,
        pass: usize,
        eta: f64,
        network: &mut N,
        presentation: &mut Presentation<'_>,
    ) -> Rates {
        let n = network.n_parameters();
        match &self.descent {
            Descent::Plain => Rates::new(n, eta, |_| 1.0),
            Descent::Scaled(factors) => Rates::new(n, eta, |k| f64::from(factors[k])),
            &Descent::LevenbergMarquardt { mu, patterns } => {
                let n_patterns = presentation.patterns.len();
                let sample = patterns.min(n_patterns);
                let mut rng = rng(self.seed, Purpose::Curvature, pass as u64);
                let mut curvature = vec![0.0; n];
                for index in index::sample(&mut rng, n_patterns, sample) {
                    let label = presentation.show(index);
                    network.add_curvature(&presentation.image, label, &mut curvature);
                }
                Rates::new(n, eta, |k| 1.0 / (mu + curvature[k] / sample as f64))
            }
        }
    }

    fn length(&self, patterns: &dyn Patterns) -> usize {
        self.pass_length.unwrap_or(patterns.len())
    }

    /// What a checkpoint must have in common with this run to be continued by it: all that the
    /// passes until then, and their records, depend on.
    fn fingerprint(
        &self,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
        n_inputs: usize,
    ) -> String {
        // Field by field, so that a new one has to be thought of here.
        let Self {
            seed,
            passes,
            pass_length,
            order,
            batch,
            least_loss,
            schedule,
            descent,
            on_pass: _,
            checkpoint: _,
            run,
        } = self;
        let passes = schedule.depends_on_passes().then_some(passes);
        let shown = hash(patterns, n_inputs);
        let validated = validation.map(|patterns| hash(patterns, n_inputs));
        format!(
            "{run} by {schedule:?}, passes {passes:?} of {pass_length:?}, {descent:?}, \
             batch {batch}, least loss {least_loss:?}, order {order:?}, seed {seed}, \
             on {shown:?}, validated on {validated:?}"
        )
    }
}

/// Where a run keeps its checkpoint, and what tells it from other runs.
struct CheckpointFile<'a> {
    path: &'a Path,
    run: String,
}

impl CheckpointFile<'_> {
    /// Sets the network to where the run was left, if it was.
    fn resume<N: Network + ?Sized>(
        &self,
        network: &mut N,
        passes: usize,
    ) -> Result<History, TrainingError> {
        let history = self.restore(network, passes)?;
        if history.passes.len() < passes {
            Checkpoint::check_writable(self.path)?;
        }
        Ok(history)
    }

    fn restore<N: Network + ?Sized>(
        &self,
        network: &mut N,
        passes: usize,
    ) -> Result<History, TrainingError> {
        let Some(checkpoint) = Checkpoint::read(self.path)? else {
            return Ok(History::default());
        };
        if checkpoint.run != self.run {
            return Err(TrainingError::CheckpointOfAnotherRun {
                path: self.path.into(),
                expected: self.run.clone(),
                found: checkpoint.run,
            });
        }
        if checkpoint.parameters.len() != network.n_parameters() {
            return Err(TrainingError::CheckpointDamaged {
                path: self.path.into(),
                why: format!(
                    "it has {} parameters, the network {}",
                    checkpoint.parameters.len(),
                    network.n_parameters()
                ),
            });
        }
        let done = checkpoint.history.passes.len();
        if done > passes {
            return Err(TrainingError::CheckpointOfMorePasses {
                path: self.path.into(),
                done,
                passes,
            });
        }
        network.set_parameters(&checkpoint.parameters);
        Ok(checkpoint.history)
    }

    fn save<N: Network + ?Sized>(
        &self,
        network: &N,
        history: &History,
    ) -> Result<(), TrainingError> {
        Checkpoint {
            run: self.run.clone(),
            history: history.clone(),
            parameters: network.parameters(),
        }
        .write(self.path)
    }
}

/// The patterns in the order of a run.
struct Presentation<'a> {
    training: &'a Training,
    patterns: &'a dyn Patterns,
    order: Vec<usize>,
    /// The cycle `order` is of.
    cycle: Option<usize>,
    /// Presentations so far.
    next: usize,
    image: Vec<f32>,
}

impl<'a> Presentation<'a> {
    fn new(training: &'a Training, patterns: &'a dyn Patterns, n_inputs: usize) -> Self {
        Self {
            training,
            patterns,
            order: Vec::new(),
            cycle: None,
            next: 0,
            image: vec![0.0; n_inputs],
        }
    }

    /// Puts the next pattern into `image`; its index and label.
    fn show_next(&mut self) -> (usize, usize) {
        let cycle = self.next / self.patterns.len();
        let stream = match self.training.order {
            Order::Fixed => 0,
            Order::Shuffled => cycle,
        };
        if self.cycle != Some(stream) {
            self.order = (0..self.patterns.len()).collect();
            self.order
                .shuffle(&mut rng(self.training.seed, Purpose::Order, stream as u64));
            self.cycle = Some(stream);
        }
        let index = self.order[self.next % self.patterns.len()];
        self.next += 1;
        let label = self.patterns.show(index, cycle, &mut self.image);
        self.patterns
            .announce(self.order[self.next % self.patterns.len()]);
        (index, label)
    }

    /// Puts a pattern into `image` as it looks in the current cycle; its label.
    fn show(&mut self, index: usize) -> usize {
        let cycle = self.next / self.patterns.len();
        self.patterns.show(index, cycle, &mut self.image)
    }
}

fn descend<N: Network + ?Sized>(
    network: &mut N,
    gradient: &mut [f32],
    rates: &[f32],
    batch: usize,
) {
    let mut parameters = network.parameters();
    for ((w, g), rate) in parameters.iter_mut().zip(gradient.iter()).zip(rates) {
        *w -= rate * g / batch as f32;
    }
    network.set_parameters(&parameters);
    gradient.fill(0.0);
}

fn count_errors<N: Network + ?Sized>(
    network: &mut N,
    patterns: &dyn Patterns,
    image: &mut [f32],
) -> usize {
    (0..patterns.len())
        .filter(|&index| {
            let label = patterns.show(index, 0, image);
            network.classify(image) != label
        })
        .count()
}

/// What tells patterns from others: their number, and FNV-1a over labels and values, by words.
fn hash(patterns: &dyn Patterns, n_inputs: usize) -> String {
    let mut image = vec![0.0f32; n_inputs];
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut mix = |word: u64| hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3);
    for index in 0..patterns.len() {
        mix(patterns.show(index, 0, &mut image) as u64);
        image
            .iter()
            .for_each(|value| mix(u64::from(value.to_bits())));
    }
    format!("{} patterns {hash:016x}", patterns.len())
}
