use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;

use classifier::{Pixel, TrainingSet};
use gradient::loss::{OutputLoss, PenaltyLoss};
use gradient::{Descent, Network, Order, PassRecord, Patterns, Schedule, Training};
use kernels::Level;
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::architecture::CLASSES;
use crate::layer::Pooling;
use crate::network::{Fast, InitialWeights, Reference, initial_parameters};
use crate::{Architecture, Field, Images, LeNet, LeNetError, Output};

/// What a [`LeNet`] is trained with.
///
/// ```
/// use lenet::LeNetParams;
///
/// let params = LeNetParams::lenet5().seed(1).passes(12).on_pass(|record| {
///     log(format!("{} {:.2} %", record.pass, record.training_error_percent()));
///     std::ops::ControlFlow::Continue(())
/// });
/// # let _ = params;
/// # fn log(_: String) {}
/// ```
#[derive(Clone, Debug)]
pub struct LeNetParams(LeNetValidParams);

/// [`LeNetParams`] that have been checked.
#[derive(Clone, Debug)]
pub struct LeNetValidParams {
    architecture: Architecture,
    initial_weights: InitialWeights,
    coefficient: f64,
    training: Training,
    level: Option<Level>,
}

impl LeNetParams {
    /// Any network, by the paper's training: 20 passes in one random order, its rates, its
    /// diagonal Levenberg–Marquardt, weights uniform in ±2.4/√F, subsampling coefficients 1.
    pub fn new(architecture: Architecture) -> Self {
        Self(LeNetValidParams {
            architecture,
            initial_weights: InitialWeights::OverRootFanIn(2.4),
            coefficient: 1.0,
            training: Training::default(),
            level: None,
        })
    }

    /// LeNet-5 as the paper has it. What we do that the paper does not print: the factor 0.15
    /// on the penalties and e^−j = 1 ([`Architecture::lenet5`]), and ±2.4/√F for ±2.4/F.
    pub fn lenet5() -> Self {
        Self::new(Architecture::lenet5())
    }

    /// LeNet-5's 60,000 parameters trained for the least error, not as the paper does: plain
    /// stochastic gradient on the unscaled equation 9, e^−j = 0.001, 200 passes of a rate that
    /// falls along a cosine, smaller initial weights, subsampling units that add; an image whose
    /// loss is below 0.05 is looked at only. It wants new distortions in each pass
    /// ([`gradient::Images::retouch`]).
    pub fn lenet5_best() -> Self {
        let mut architecture = Architecture::lenet5();
        architecture.set_pooling(Pooling::Sum);
        architecture.output = Output::Codes {
            scale: 1.0,
            loss: PenaltyLoss::Posterior { rubbish: 1e-3 },
            trainable: false,
        };
        Self::new(architecture)
            .initial_weights(InitialWeights::OverRootFanIn(1.0))
            .coefficient(0.25)
            .descent(Descent::Plain)
            .order(Order::Shuffled)
            .passes(200)
            .least_loss(0.05)
            .schedule(Schedule::Cosine {
                first: 2e-4,
                last: 1e-7,
            })
    }

    /// LeNet-4, trained as [`lenet5`](Self::lenet5) on the squared error.
    pub fn lenet4() -> Self {
        Self::new(Architecture::lenet4())
    }

    /// LeNet-1, trained likewise.
    pub fn lenet1() -> Self {
        Self::new(Architecture::lenet1())
    }

    /// Lucid's `lenet_1`, by plain stochastic gradient on the cross-entropy.
    pub fn lucid_lenet1() -> Self {
        Self::lucid(Architecture::lucid_lenet1())
    }

    /// Lucid's `lenet_4`, likewise.
    pub fn lucid_lenet4() -> Self {
        Self::lucid(Architecture::lucid_lenet4())
    }

    /// Lucid's `lenet_5`, likewise.
    pub fn lucid_lenet5() -> Self {
        Self::lucid(Architecture::lucid_lenet5())
    }

    fn lucid(architecture: Architecture) -> Self {
        Self::new(architecture)
            .initial_weights(InitialWeights::OverRootFanIn(1.0))
            .descent(Descent::Plain)
            .schedule(Schedule::Cosine {
                first: 0.01,
                last: 1e-4,
            })
            .order(Order::Shuffled)
    }

    /// Seed of the initial weights, of the order and of the curvature samples.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.training.seed = seed;
        self
    }

    /// Passes, at most a million.
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

    /// Images between two updates; 1 is online.
    pub fn batch(mut self, batch: usize) -> Self {
        self.0.training.batch = batch;
        self
    }

    /// Loss below which nothing is learned from an image ([`Training::least_loss`]); 0, the
    /// default, learns from every image. For updates after every image only.
    pub fn least_loss(mut self, least_loss: f32) -> Self {
        self.0.training.least_loss = least_loss;
        self
    }

    /// Global rate of each pass.
    pub fn schedule(mut self, schedule: Schedule) -> Self {
        self.0.training.schedule = schedule;
        self
    }

    /// How the global rate becomes that of each weight.
    pub fn descent(mut self, descent: Descent) -> Self {
        self.0.training.descent = descent;
        self
    }

    /// What the initial weights are drawn from.
    pub fn initial_weights(mut self, initial_weights: InitialWeights) -> Self {
        self.0.initial_weights = initial_weights;
        self
    }

    /// Initial value of the subsampling coefficients.
    pub fn coefficient(mut self, coefficient: f64) -> Self {
        self.0.coefficient = coefficient;
        self
    }

    /// What decides, and what is minimised.
    pub fn output(mut self, output: Output) -> Self {
        self.0.architecture.output = output;
        self
    }

    /// CPU level to compute on; the current one by default.
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

impl LeNetValidParams {
    /// The network.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// The training run.
    pub fn training(&self) -> &Training {
        &self.training
    }

    /// Trains on patterns as they come, for images of `n_features` pixels; after each pass
    /// counts the errors on `validation`.
    ///
    /// # Errors
    /// [`LeNetError`].
    pub fn fit_patterns(
        &self,
        n_features: usize,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
    ) -> Result<LeNet, LeNetError> {
        let field = Field::new(&self.architecture, n_features)?;
        self.fit_in(field, patterns, validation)
    }

    /// Trains on patterns that are images in the field so.
    fn fit_in(
        &self,
        field: Field,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
    ) -> Result<LeNet, LeNetError> {
        let level = self.level.unwrap_or_else(Level::current);
        let start = initial_parameters(
            &self.architecture,
            self.initial_weights,
            self.coefficient,
            self.training.seed,
        );
        let mut network: Box<dyn Network> = match Fast::new(&self.architecture, level, &start) {
            Some(fast) => Box::new(fast),
            None => Box::new(Reference::<f32>::new(&self.architecture, &start)),
        };
        let training = Training {
            run: self.run(level),
            ..self.training.clone()
        };
        let history = training.run(network.as_mut(), patterns, validation)?;
        Ok(LeNet::new(
            self.architecture.clone(),
            network.parameters(),
            field,
            history,
        ))
    }

    /// What distinguishes runs, but for what [`Training`] itself knows.
    fn run(&self, level: Level) -> String {
        // Field by field, so that a new one has to be thought of here.
        let Self {
            architecture,
            initial_weights,
            coefficient,
            training: _,
            level: _,
        } = self;
        format!(
            "{architecture:?} from {initial_weights:?} and coefficients {coefficient:?} on {level}"
        )
    }

    /// Trains on `training`; after each pass counts the errors on `validation`, whose images
    /// go into the field as those of `training` do.
    ///
    /// # Errors
    /// [`LeNetError`].
    pub fn fit_validated<P: Pixel>(
        &self,
        training: &Images<'_, P>,
        validation: &Images<'_, P>,
    ) -> Result<LeNet, LeNetError> {
        let field = training.encoding();
        field.centring().check_set(training.set())?;
        field.check(validation.set().images())?;
        let validation = validation.seen_as(field.clone());
        self.fit_in(field.clone(), training, Some(&validation))
    }
}

impl ParamGuard for LeNetParams {
    type Checked = LeNetValidParams;
    type Error = LeNetError;

    fn check_ref(&self) -> Result<&LeNetValidParams, LeNetError> {
        let training = &self.0.training;
        let counts = [
            ("the number of passes", training.passes),
            ("the length of a pass", training.pass_length.unwrap_or(1)),
            ("the size of a batch", training.batch),
        ];
        for (what, value) in counts {
            if value == 0 {
                return Err(LeNetError::Zero { what });
            }
        }
        training.check_limits()?;
        let (InitialWeights::OverFanIn(k) | InitialWeights::OverRootFanIn(k)) =
            self.0.initial_weights;
        let mut numbers = vec![
            ("the bound of the initial weights", k),
            ("the subsampling coefficient", self.0.coefficient),
        ];
        let rates = training.schedule.unsound(training.passes);
        numbers.extend(rates.map(|rate| ("a rate", rate)));
        if let Descent::LevenbergMarquardt { mu, patterns } = training.descent {
            numbers.push(("μ", mu));
            numbers.push(("the size of the curvature sample", patterns as f64));
        }
        match self.0.architecture.output {
            Output::Codes { scale, loss, .. } => {
                numbers.push(("the scale of the penalties", scale));
                if let PenaltyLoss::Posterior { rubbish } = loss {
                    numbers.push(("e^−j", rubbish));
                }
            }
            Output::Units {
                loss: OutputLoss::Squared | OutputLoss::CrossEntropy,
            } => {}
        }
        let least_loss = training.least_loss;
        let online = least_loss > 0.0 && least_loss.is_finite() && training.batch == 1;
        if least_loss != 0.0 && !online {
            return Err(LeNetError::LeastLoss { least_loss });
        }
        for (what, value) in numbers {
            if !(value > 0.0 && value.is_finite()) {
                return Err(LeNetError::NotPositive { what, value });
            }
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<LeNetValidParams, LeNetError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, LeNetError> for LeNetValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = LeNet;

    /// Images `(n_images, n_features)`, labels `(n_images,)`.
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<LeNet, LeNetError> {
        let set = TrainingSet::of_dataset(dataset, CLASSES)?;
        let images = self.architecture.patterns_of(set)?;
        images.encoding().centring().check_set(&set)?;
        self.fit_in(images.encoding().clone(), &images, None)
    }
}
