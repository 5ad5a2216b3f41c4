use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{Schedule, TrainingError, UpdateRule};

/// The order in which patterns are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Order {
    /// One random order for the whole run, as in section III-B.
    Fixed,
    /// A new random order each time the set is gone through.
    Shuffled,
}

/// A training run: everything it depends on but the network and the patterns.
///
/// Patterns are shown one after the other in a random order, and the weights move after each
/// (or after every `batch`). A *pass* is `pass_length` presentations, by default as many as
/// there are patterns; a shorter pass goes on where the last one ended, which is how section
/// III-B sees 600,000 patterns in passes of 60,000.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// Seed of the order and of the curvature samples.
    pub seed: u64,
    /// Passes, 1 to [`MAX_PASSES`](Self::MAX_PASSES).
    pub passes: usize,
    /// Presentations a pass; all patterns once if `None`.
    pub pass_length: Option<usize>,
    /// Order of the patterns.
    pub order: Order,
    /// Patterns between two updates; 1 is online.
    pub batch: usize,
    /// What is known better than this is shown and counted, but online nothing is learned from
    /// it: its gradient is small, and a step takes three times as long as a look. 0 learns from
    /// every pattern.
    pub least_loss: f32,
    /// Global rate of each pass.
    pub schedule: Schedule,
    /// Rate of each parameter.
    pub update_rule: UpdateRule,
    /// Written after each pass; a run whose checkpoint is there goes on after it. All but the
    /// number of passes has to be as it was, and that too where the [`Schedule`] depends on it.
    pub checkpoint: Option<PathBuf>,
}

impl Default for Training {
    /// The paper's: 20 passes in one fixed order, an update a pattern, its rates and its
    /// diagonal Levenberg–Marquardt; seed 0, nothing written.
    fn default() -> Self {
        Self {
            seed: 0,
            passes: 20,
            pass_length: None,
            order: Order::Fixed,
            batch: 1,
            least_loss: 0.0,
            schedule: Schedule::paper(),
            update_rule: UpdateRule::paper(),
            checkpoint: None,
        }
    }
}

impl Training {
    /// The most passes of a run.
    pub const MAX_PASSES: usize = 1_000_000;
    /// The most presentations of a pass.
    pub const MAX_PASS_LENGTH: usize = 1 << 40;

    /// Checks that every number can be trained by, and that the run has an end that can be
    /// waited for.
    ///
    /// # Errors
    /// [`TrainingError::Zero`], [`TooMany`](TrainingError::TooMany),
    /// [`LeastLoss`](TrainingError::LeastLoss) or
    /// [`NotPositive`](TrainingError::NotPositive).
    pub fn check(&self) -> Result<(), TrainingError> {
        let pass_length = self.pass_length.unwrap_or(1);
        let counts = [
            ("passes", self.passes, Self::MAX_PASSES),
            ("presentations a pass", pass_length, Self::MAX_PASS_LENGTH),
            ("patterns a batch", self.batch, usize::MAX),
        ];
        for (what, value, limit) in counts {
            if value == 0 {
                return Err(TrainingError::Zero { what });
            }
            if value > limit {
                return Err(TrainingError::TooMany { what, value, limit });
            }
        }
        let least_loss = self.least_loss;
        let is_online = least_loss > 0.0 && least_loss.is_finite() && self.batch == 1;
        if least_loss != 0.0 && !is_online {
            return Err(TrainingError::LeastLoss { least_loss });
        }
        let rate = self.schedule.unsound(self.passes);
        check_positive(rate.map(|rate| ("a rate", rate)))?;
        match &self.update_rule {
            &UpdateRule::LevenbergMarquardt { mu, patterns } => check_positive([
                ("μ", mu),
                ("the size of the curvature sample", patterns as f64),
            ]),
            UpdateRule::Scaled(factors) => {
                let factors = factors.iter().map(|&factor| f64::from(factor));
                check_positive(factors.map(|factor| ("a factor of the rate", factor)))
            }
            UpdateRule::Plain => Ok(()),
        }
    }
}

/// Checks that named numbers are positive and finite.
///
/// # Errors
/// [`TrainingError::NotPositive`] for the first that is not.
pub fn check_positive(
    numbers: impl IntoIterator<Item = (&'static str, f64)>,
) -> Result<(), TrainingError> {
    let is_unsound = |&(_, value): &(_, f64)| !(value > 0.0 && value.is_finite());
    match numbers.into_iter().find(is_unsound) {
        Some((what, value)) => Err(TrainingError::NotPositive { what, value }),
        None => Ok(()),
    }
}

/// Parameters of a network that hold those of its [`Training`], which are set alike for all.
pub trait TrainingParams: Sized {
    /// The training run.
    fn training_mut(&mut self) -> &mut Training;

    /// The parameters with the training run changed.
    fn with_training(mut self, change: impl FnOnce(&mut Training)) -> Self {
        change(self.training_mut());
        self
    }

    /// Seed of the initial weights, of the order and of the curvature samples.
    fn seed(self, seed: u64) -> Self {
        self.with_training(|training| training.seed = seed)
    }

    /// Passes, at most a million; 20 by default.
    fn passes(self, passes: usize) -> Self {
        self.with_training(|training| training.passes = passes)
    }

    /// Presentations a pass; by default each image once.
    fn pass_length(self, patterns: usize) -> Self {
        self.with_training(|training| training.pass_length = Some(patterns))
    }

    /// Order in which the images are shown.
    fn order(self, order: Order) -> Self {
        self.with_training(|training| training.order = order)
    }

    /// Images between two updates; 1, the default, is online.
    fn batch(self, batch: usize) -> Self {
        self.with_training(|training| training.batch = batch)
    }

    /// Loss below which nothing is learned from an image ([`Training::least_loss`]); 0, the
    /// default, learns from every image. For updates after every image only.
    fn least_loss(self, least_loss: f32) -> Self {
        self.with_training(|training| training.least_loss = least_loss)
    }

    /// Global rate of each pass. Rates that fall from pass to pass, as they do by default, suit
    /// thousands of images; of a few, many passes at a constant rate
    /// ([`Schedule::Constant`]) learn more.
    fn schedule(self, schedule: Schedule) -> Self {
        self.with_training(|training| training.schedule = schedule)
    }

    /// How the global rate becomes that of each weight; by default, as the paper has it.
    fn update_rule(self, update_rule: UpdateRule) -> Self {
        self.with_training(|training| training.update_rule = update_rule)
    }

    /// File that is written after each pass. If it is there already, of the same run, training
    /// goes on after its last pass, to the same bits as without a break.
    fn checkpoint(self, path: impl Into<PathBuf>) -> Self {
        self.with_training(|training| training.checkpoint = Some(path.into()))
    }
}
