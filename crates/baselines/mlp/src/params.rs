use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use classifier::{Centring, Pixel, TrainingSet};
use gradient::{Descent, Images, Network as _, Order, PassRecord, Patterns, Schedule, Training};
use kernels::Level;
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::{Layers, Mlp, MlpError, Perceptron};

/// Units a hidden layer may have.
const MAX_UNITS: usize = 1 << 16;
/// Parameters a network may have: with their rates and the workspaces, some 4 GiB.
const MAX_PARAMETERS: usize = 1 << 28;

/// What an [`Mlp`] is trained with.
///
/// ```
/// use mlp::Mlp;
///
/// let params = Mlp::params(10).hidden(&[500, 150]).seed(1).passes(12).on_pass(|record| {
///     log(format!("{} {:.2} %", record.pass, record.training_error_percent()));
///     std::ops::ControlFlow::Continue(())
/// });
/// # let _ = params;
/// # fn log(_: String) {}
/// ```
#[derive(Clone, Debug)]
pub struct MlpParams(MlpValidParams);

/// [`MlpParams`] that have been checked.
#[derive(Clone, Debug)]
pub struct MlpValidParams {
    hidden: Vec<usize>,
    n_classes: usize,
    initial: (f64, f64),
    /// Replaces the descent of `training`.
    above_first: Option<f64>,
    training: Training,
    level: Option<Level>,
}

impl MlpParams {
    pub(crate) fn new(n_classes: usize) -> Self {
        Self(MlpValidParams {
            hidden: vec![300],
            n_classes,
            initial: (2.4, 1.2),
            above_first: None,
            training: Training {
                schedule: Schedule::Geometric {
                    first: 2e-4,
                    factor: 0.9,
                },
                ..Training::default()
            },
            level: None,
        })
    }

    /// Units of each hidden layer, the first one first, at most 65,536; 300 by default.
    pub fn hidden(mut self, units: &[usize]) -> Self {
        self.0.hidden = units.to_vec();
        self
    }

    /// Seed of the initial weights, of the order and of the curvature samples.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.training.seed = seed;
        self
    }

    /// Passes, at most a million; 20 by default.
    pub fn passes(mut self, passes: usize) -> Self {
        self.0.training.passes = passes;
        self
    }

    /// Presentations a pass; by default each image once.
    pub fn pass_length(mut self, patterns: usize) -> Self {
        self.0.training.pass_length = Some(patterns);
        self
    }

    /// Order in which the images are shown.
    pub fn order(mut self, order: Order) -> Self {
        self.0.training.order = order;
        self
    }

    /// Global rate of each pass. By default it falls by a tenth from pass to pass, which suits
    /// thousands of images; of a few, many passes at a constant rate
    /// ([`Schedule::Constant`]) learn more.
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.0.training.schedule = schedule;
        self
    }

    /// How the global rate becomes that of each weight; by default, as the paper has it.
    pub fn descent(mut self, descent: Descent) -> Self {
        self.0.training.descent = descent;
        self.0.above_first = None;
        self
    }

    /// Plain descent, by the global rate in the first layer and `factor` times that above it,
    /// in place of [`descent`](Self::descent).
    pub fn rate_above_first(mut self, factor: f64) -> Self {
        self.0.above_first = Some(factor);
        self
    }

    /// Initial weights are uniform in ±k/√F for a unit of F inputs: k in the first layer, and
    /// in those above. 2.4 and 1.2 by default.
    pub fn initial_weights(mut self, first: f64, above: f64) -> Self {
        self.0.initial = (first, above);
        self
    }

    /// CPU level to train on; the current one by default.
    pub fn level(mut self, level: Level) -> Self {
        self.0.level = Some(level);
        self
    }

    /// Called after each pass; `Break` ends the training with an error.
    pub fn on_pass(
        mut self,
        on_pass: impl Fn(&PassRecord) -> ControlFlow<()> + Send + Sync + 'static,
    ) -> Self {
        self.0.training.on_pass = Some(Arc::new(on_pass));
        self
    }

    /// File that is written after each pass. If it is there already, of the same run, training
    /// goes on after its last pass, to the same bits as without a break.
    pub fn checkpoint(mut self, path: impl Into<PathBuf>) -> Self {
        self.0.training.checkpoint = Some(path.into());
        self
    }
}

impl MlpValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The training run.
    pub fn training(&self) -> &Training {
        &self.training
    }

    /// Trains on patterns as they come, images of `n_features` *intensities*; after each pass
    /// counts the errors on `validation`.
    ///
    /// # Errors
    /// [`MlpError`].
    pub fn fit_patterns(
        &self,
        n_features: usize,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
    ) -> Result<Mlp, MlpError> {
        self.fit_centred(Centring::none(n_features), patterns, validation)
    }

    /// Trains on patterns that are images, centred so.
    fn fit_centred(
        &self,
        centring: Centring,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
    ) -> Result<Mlp, MlpError> {
        let layers = Layers::new(centring.n_features(), &self.hidden, self.n_classes);
        if layers.n_parameters() > MAX_PARAMETERS {
            return Err(MlpError::TooLarge {
                what: "the number of parameters, those of all layers",
                value: layers.n_parameters(),
                limit: MAX_PARAMETERS,
            });
        }
        let level = self.level.unwrap_or_else(Level::current);
        let descent = match self.above_first {
            None => self.training.descent.clone(),
            Some(factor) => {
                let of_layer = |layer| if layer == 0 { 1.0 } else { factor as f32 };
                Descent::Scaled(layers.by_layer(of_layer).into())
            }
        };
        if let Descent::Scaled(factors) = &descent
            && factors.len() != layers.n_parameters()
        {
            return Err(MlpError::FactorCount {
                expected: layers.n_parameters(),
                found: factors.len(),
            });
        }
        let start = layers.initial_parameters(self.initial, self.training.seed);
        let mut network = Perceptron::new(&layers, level, &start);
        let training = Training {
            descent,
            run: self.run(&layers, level),
            ..self.training.clone()
        };
        let history = training.run(&mut network, patterns, validation)?;
        let parameters = network.parameters();
        Ok(Mlp::new(layers, parameters, centring, history, patterns))
    }

    /// What distinguishes runs, but for what [`Training`] itself knows.
    fn run(&self, layers: &Layers, level: Level) -> String {
        // Field by field, so that a new one has to be thought of here. The layers have the units
        // and the classes, and the descent that is trained by has the factor.
        let Self {
            hidden: _,
            n_classes: _,
            initial,
            above_first: _,
            training: _,
            level: _,
        } = self;
        format!("{layers:?} from {initial:?} on {level}")
    }

    /// Trains on `training`; after each pass counts the errors on `validation`, whose images
    /// are centred as those of `training` are.
    ///
    /// # Errors
    /// [`MlpError`].
    pub fn fit_validated<P: Pixel>(
        &self,
        training: &Images<'_, P>,
        validation: &Images<'_, P>,
    ) -> Result<Mlp, MlpError> {
        let centring = training.encoding();
        centring.check_set(training.set())?;
        centring.check(validation.set().images())?;
        let validation = validation.seen_as(centring.clone());
        self.fit_centred(centring.clone(), training, Some(&validation))
    }
}

impl ParamGuard for MlpParams {
    type Checked = MlpValidParams;
    type Error = MlpError;

    fn check_ref(&self) -> Result<&MlpValidParams, MlpError> {
        let training = &self.0.training;
        let counts = [
            ("the number of classes", self.0.n_classes),
            ("the number of passes", training.passes),
            ("the length of a pass", training.pass_length.unwrap_or(1)),
        ];
        let units = self.0.hidden.iter().map(|&n| ("a hidden layer", n));
        for (what, value) in counts.into_iter().chain(units) {
            if value == 0 {
                return Err(MlpError::Zero { what });
            }
        }
        if self.0.hidden.is_empty() {
            return Err(MlpError::NoHiddenLayer);
        }
        training.check_limits()?;
        for &value in &self.0.hidden {
            if value > MAX_UNITS {
                let (what, limit) = ("a hidden layer", MAX_UNITS);
                return Err(MlpError::TooLarge { what, value, limit });
            }
        }
        let (first, above) = self.0.initial;
        let mut numbers = vec![
            ("the bound of the initial weights", first),
            ("the bound of the initial weights", above),
        ];
        let rates = training.schedule.unsound(training.passes);
        numbers.extend(rates.map(|rate| ("a rate", rate)));
        match (&self.0.above_first, &training.descent) {
            (&Some(factor), _) => numbers.push(("a factor of the rate", factor)),
            (None, &Descent::LevenbergMarquardt { mu, patterns }) => {
                numbers.push(("μ", mu));
                numbers.push(("the size of the curvature sample", patterns as f64));
            }
            (None, Descent::Scaled(factors)) => {
                let factors = factors.iter().map(|&factor| f64::from(factor));
                numbers.extend(factors.map(|factor| ("a factor of the rate", factor)));
            }
            (None, Descent::Plain) => {}
        }
        for (what, value) in numbers {
            if !(value > 0.0 && value.is_finite()) {
                return Err(MlpError::NotPositive { what, value });
            }
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<MlpValidParams, MlpError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, MlpError> for MlpValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = Mlp;

    /// Images `(n_images, n_features)`, labels `(n_images,)`.
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<Mlp, MlpError> {
        let set = TrainingSet::of_dataset(dataset, self.n_classes)?;
        let images = Images::of_set(set);
        images.encoding().check_set(&set)?;
        self.fit_centred(images.encoding().clone(), &images, None)
    }
}
