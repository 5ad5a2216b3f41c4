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

/// The settings of a training run: everything it depends on except the network and the patterns.
///
/// Patterns are shown one after the other in a random order. The weights are updated after each
/// pattern, or after every `batch` patterns. A *pass* is `pass_length` presentations; by default
/// that is the number of patterns. A shorter pass continues where the last one ended. Section III-B
/// shows 600,000 patterns in this way, in passes of 60,000.
#[derive(Clone, Debug, PartialEq)]
pub struct Training {
    /// Seed of the order and of the curvature samples.
    pub seed: u64,
    /// Number of passes, 1 to [`MAX_PASSES`](Self::MAX_PASSES).
    pub passes: usize,
    /// Presentations in a pass. `None` means all patterns once.
    pub pass_length: Option<usize>,
    /// Order of the patterns.
    pub order: Order,
    /// Number of patterns between two updates. 1 is online training.
    pub batch: usize,
    /// In online training, a pattern whose loss is below this value is evaluated and counted, but
    /// it causes no update. Its gradient is small, and a step takes three times as long as an
    /// evaluation. 0 means that every pattern causes an update.
    pub least_loss: f32,
    /// Global rate of each pass.
    pub schedule: Schedule,
    /// Rate of each parameter.
    pub update_rule: UpdateRule,
    /// File that is written after each pass. If the file exists, the run continues after its last
    /// pass. All settings except the number of passes must then be the same. The number of passes
    /// must be the same too if the [`Schedule`] depends on it.
    pub checkpoint: Option<PathBuf>,
}

impl Default for Training {
    /// The paper's settings: 20 passes in one fixed random order, an update after each pattern, the
    /// paper's rates and its diagonal Levenberg–Marquardt rule. The seed is 0, and no checkpoint is
    /// written.
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
    /// The largest number of passes in a run.
    pub const MAX_PASSES: usize = 1_000_000;
    /// The largest number of presentations in a pass.
    pub const MAX_PASS_LENGTH: usize = match 1usize.checked_shl(40) {
        Some(most) => most,
        None => usize::MAX,
    };

    /// Checks that all numbers are valid, and that the run ends within a reasonable time.
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

/// Checks that the given numbers are positive and finite. Each number has a name for the error.
///
/// # Errors
/// [`TrainingError::NotPositive`] for the first number that is not.
pub fn check_positive(
    numbers: impl IntoIterator<Item = (&'static str, f64)>,
) -> Result<(), TrainingError> {
    let is_unsound = |&(_, value): &(_, f64)| !(value > 0.0 && value.is_finite());
    match numbers.into_iter().find(is_unsound) {
        Some((what, value)) => Err(TrainingError::NotPositive { what, value }),
        None => Ok(()),
    }
}

/// Setters for parameter types that contain a [`Training`]. All networks share these setters.
pub trait TrainingParams: Sized {
    /// The settings of the training run.
    fn training_mut(&mut self) -> &mut Training;

    /// Returns the parameters after `change` has changed the settings of the training run.
    fn with_training(mut self, change: impl FnOnce(&mut Training)) -> Self {
        change(self.training_mut());
        self
    }

    /// Sets the seed of the initial weights, of the order and of the curvature samples.
    fn seed(self, seed: u64) -> Self {
        self.with_training(|training| training.seed = seed)
    }

    /// Number of passes, at most a million; 20 by default.
    fn passes(self, passes: usize) -> Self {
        self.with_training(|training| training.passes = passes)
    }

    /// Presentations in a pass; by default each image once.
    fn pass_length(self, patterns: usize) -> Self {
        self.with_training(|training| training.pass_length = Some(patterns))
    }

    /// Order in which the images are shown.
    fn order(self, order: Order) -> Self {
        self.with_training(|training| training.order = order)
    }

    /// Number of images between two updates; 1, the default, is online training.
    fn batch(self, batch: usize) -> Self {
        self.with_training(|training| training.batch = batch)
    }

    /// Loss below which an image causes no update ([`Training::least_loss`]). With 0, the default,
    /// every image causes an update. Other values need an update after every image.
    fn least_loss(self, least_loss: f32) -> Self {
        self.with_training(|training| training.least_loss = least_loss)
    }

    /// Global rate of each pass. By default the rate falls from pass to pass, which suits thousands
    /// of images. For a few images, many passes at a constant rate ([`Schedule::Constant`]) learn
    /// more.
    fn schedule(self, schedule: Schedule) -> Self {
        self.with_training(|training| training.schedule = schedule)
    }

    /// How the global rate becomes a rate for each weight; by default the paper's rule.
    fn update_rule(self, update_rule: UpdateRule) -> Self {
        self.with_training(|training| training.update_rule = update_rule)
    }

    /// File that is written after each pass. If the file exists already and belongs to the same
    /// run, training continues after its last pass. The result has the same bits as without the
    /// interruption.
    fn checkpoint(self, path: impl Into<PathBuf>) -> Self {
        self.with_training(|training| training.checkpoint = Some(path.into()))
    }
}
