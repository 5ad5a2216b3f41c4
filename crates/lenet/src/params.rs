use classifier::{Pixel, TrainingSet};
use gradient::loss::{OutputLoss, PenaltyLoss};
use gradient::{
    Network, OnPass, Order, Patterns, Pictures, Schedule, Training, TrainingParams, UpdateRule,
    check_positive, to_the_end,
};
use kernels::Level;
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::codes::Alphabet;
use crate::layer::Pooling;
use crate::network::{Fast, InitialWeights, Reference, initial_parameters};
use crate::{Architecture, Field, Images, LeNet, LeNetError, LeNetSteps, Output};

/// The settings to train a [`LeNet`] with. The methods of [`TrainingParams`] set the number of
/// passes, the order and the rates.
///
/// ```
/// use lenet::{LeNetParams, TrainingParams as _};
///
/// let params = LeNetParams::lenet5().seed(1).passes(12);
/// # let _ = params;
/// ```
#[derive(Clone, Debug)]
pub struct LeNetParams(LeNetValidParams);

/// [`LeNetParams`] after they have been checked.
#[derive(Clone, Debug)]
pub struct LeNetValidParams {
    architecture: Architecture,
    initial_weights: InitialWeights,
    coefficient: f64,
    training: Training,
    level: Option<Level>,
}

impl LeNetParams {
    /// Trains any network as the paper does: 20 passes in one random order, the paper's rates and
    /// its diagonal Levenberg–Marquardt method, weights uniform in ±2.4/√F, subsampling
    /// coefficients 1.
    pub fn new(architecture: Architecture) -> Self {
        Self(LeNetValidParams {
            architecture,
            initial_weights: InitialWeights::OverRootFanIn(2.4),
            coefficient: 1.0,
            training: Training::default(),
            level: None,
        })
    }

    /// LeNet-5 as in the paper. Three choices are ours and not printed there: the factor 0.15 on
    /// the penalties and e^−j = 1 ([`Architecture::lenet5`]), and ±2.4/√F instead of ±2.4/F.
    pub fn lenet5() -> Self {
        Self::new(Architecture::lenet5())
    }

    /// LeNet-5's 60,000 parameters, trained for the smallest error and not as in the paper. It uses
    /// plain stochastic gradient descent on the unscaled equation 9 with e^−j = 0.001, 200 passes
    /// with a rate that falls along a cosine, smaller initial weights, and subsampling units that
    /// add. An image whose loss is below 0.05 causes no update. It needs new distortions of the
    /// images in each pass ([`gradient::Images::augment`]).
    pub fn lenet5_best() -> Self {
        let mut architecture = Architecture::lenet5();
        architecture.set_pooling(Pooling::Sum);
        architecture.output = Output::Codes {
            alphabet: Alphabet::Digits,
            scale: 1.0,
            loss: PenaltyLoss::Posterior { rubbish: 1e-3 },
            trainable: false,
        };
        Self::new(architecture)
            .initial_weights(InitialWeights::OverRootFanIn(1.0))
            .coefficient(0.25)
            .update_rule(UpdateRule::Plain)
            .order(Order::Shuffled)
            .passes(200)
            .least_loss(0.05)
            .schedule(Schedule::Cosine {
                first: 2e-4,
                last: 1e-7,
            })
    }

    /// LeNet-4, trained like [`lenet5`](Self::lenet5) but on the squared error.
    pub fn lenet4() -> Self {
        Self::new(Architecture::lenet4())
    }

    /// LeNet-1, trained like [`lenet4`](Self::lenet4).
    pub fn lenet1() -> Self {
        Self::new(Architecture::lenet1())
    }

    /// Lucid's `lenet_1`, trained by plain stochastic gradient descent on the cross-entropy.
    pub fn lucid_lenet1() -> Self {
        Self::lucid(Architecture::lucid_lenet1())
    }

    /// Lucid's `lenet_4`, trained in the same way.
    pub fn lucid_lenet4() -> Self {
        Self::lucid(Architecture::lucid_lenet4())
    }

    /// Lucid's `lenet_5`, trained in the same way.
    pub fn lucid_lenet5() -> Self {
        Self::lucid(Architecture::lucid_lenet5())
    }

    fn lucid(architecture: Architecture) -> Self {
        Self::new(architecture)
            .initial_weights(InitialWeights::OverRootFanIn(1.0))
            .update_rule(UpdateRule::Plain)
            .schedule(Schedule::Cosine {
                first: 0.01,
                last: 1e-4,
            })
            .order(Order::Shuffled)
    }

    /// The distribution of the initial weights.
    pub fn initial_weights(mut self, initial_weights: InitialWeights) -> Self {
        self.0.initial_weights = initial_weights;
        self
    }

    /// Initial value of the subsampling coefficients.
    pub fn coefficient(mut self, coefficient: f64) -> Self {
        self.0.coefficient = coefficient;
        self
    }

    /// How the class is decided, and which loss is minimised.
    pub fn output(mut self, output: Output) -> Self {
        self.0.architecture.output = output;
        self
    }

    /// CPU level to compute on; by default the current one.
    pub fn level(mut self, level: Level) -> Self {
        self.0.level = Some(level);
        self
    }
}

impl TrainingParams for LeNetParams {
    fn training_mut(&mut self) -> &mut Training {
        &mut self.0.training
    }
}

impl LeNetValidParams {
    /// The architecture of the network.
    pub fn architecture(&self) -> &Architecture {
        &self.architecture
    }

    /// The settings of the training run.
    pub fn training(&self) -> &Training {
        &self.training
    }

    /// Trains on any patterns, for images that are placed in the network's input as `field` says:
    /// the patterns must have been placed so, too. After each pass it counts the errors on
    /// `validation` and calls `on_pass`. If `on_pass` ends the training, the result is the network
    /// after the last completed pass.
    ///
    /// # Errors
    /// [`LeNetError`].
    pub fn fit_patterns(
        &self,
        field: Field,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
        on_pass: OnPass<'_>,
    ) -> Result<LeNet, LeNetError> {
        let level = self.level.unwrap_or_else(Level::current);
        let mut network = self.initial_network(level);
        let run = self.run(level);
        let mut objective = Pictures::new(network.as_mut(), patterns, validation);
        let history = self.training.run(&run, &mut objective, on_pass)?;
        Ok(LeNet::new(
            self.architecture.clone(),
            network.parameters(),
            field,
            history,
        ))
    }

    /// Begins to train, in steps of a few, for images that are placed as `field`
    /// says. The settings' checkpoint is left alone. All steps together give the bits of
    /// [`fit_patterns`](Self::fit_patterns).
    pub fn steps(&self, field: Field) -> LeNetSteps {
        let network = self.initial_network(self.level.unwrap_or_else(Level::current));
        let training = self.training.clone();
        let steps = gradient::Steps::new(training, 0);
        let architecture = self.architecture.clone();
        LeNetSteps::new(architecture, field, network, steps)
    }

    fn initial_network(&self, level: Level) -> Box<dyn Network> {
        let start = initial_parameters(
            &self.architecture,
            self.initial_weights,
            self.coefficient,
            self.training.seed,
        );
        match Fast::new(&self.architecture, level, &start) {
            Some(fast) => Box::new(fast),
            None => Box::new(Reference::<f32>::new(&self.architecture, &start)),
        }
    }

    /// What distinguishes this run from others, apart from the settings that [`Training`] covers.
    fn run(&self, level: Level) -> String {
        // List every field, so that a new field cannot be forgotten here.
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

    /// Trains on `training`. After each pass it counts the errors on `validation` and calls
    /// `on_pass`, which may end the training. In that case the result is the network after the last
    /// completed pass. The images of `validation` are placed in the field like those of `training`.
    ///
    /// # Errors
    /// [`LeNetError`].
    pub fn fit_watched<P: Pixel>(
        &self,
        training: &Images<'_, P>,
        validation: Option<&Images<'_, P>>,
        on_pass: OnPass<'_>,
    ) -> Result<LeNet, LeNetError> {
        let field = training.encoding();
        field.centring().check_set(training.set())?;
        if let Some(validation) = validation {
            field.check(validation.set().images())?;
        }
        let validation = validation.map(|images| images.seen_as(field.clone()));
        let validation = validation.as_ref().map(|images| images as &dyn Patterns);
        self.fit_patterns(field.clone(), training, validation, on_pass)
    }
}

impl ParamGuard for LeNetParams {
    type Checked = LeNetValidParams;
    type Error = LeNetError;

    fn check_ref(&self) -> Result<&LeNetValidParams, LeNetError> {
        let Self(params) = self;
        params.training.check()?;
        let (InitialWeights::OverFanIn(k) | InitialWeights::OverRootFanIn(k)) =
            params.initial_weights;
        check_positive([
            ("the bound of the initial weights", k),
            ("the subsampling coefficient", params.coefficient),
        ])?;
        match params.architecture.output {
            Output::Codes { scale, loss, .. } => {
                check_positive([("the scale of the penalties", scale)])?;
                if let PenaltyLoss::Posterior { rubbish } = loss {
                    check_positive([("e^−j", rubbish)])?;
                }
            }
            Output::Units {
                loss: OutputLoss::Squared | OutputLoss::CrossEntropy,
            } => {}
        }
        Ok(params)
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
        let set = TrainingSet::of_dataset(dataset, self.architecture.n_classes())?;
        let images = self.architecture.patterns_of(set)?;
        self.fit_watched(&images, None, &mut to_the_end)
    }
}
