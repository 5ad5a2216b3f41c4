use classifier::{Centring, Pixel, TrainingSet};
use gradient::{
    Images, Network as _, OnPass, Patterns, Pictures, Schedule, Training, TrainingParams,
    UpdateRule, check_positive, to_the_end,
};
use kernels::Level;
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::{Layers, Mlp, MlpError, Perceptron};

/// The largest number of units in a hidden layer.
const MAX_UNITS: usize = 1 << 16;
/// The largest number of parameters in a network. With their rates and the workspaces, they need
/// some 4 GiB.
const MAX_PARAMETERS: usize = 1 << 28;

/// The settings to train an [`Mlp`] with. The methods of [`TrainingParams`] set the number of
/// passes, the order and the rates.
///
/// ```
/// use mlp::{Mlp, TrainingParams as _};
///
/// let params = Mlp::params(10).hidden(&[500, 150]).seed(1).passes(12);
/// # let _ = params;
/// ```
#[derive(Clone, Debug)]
pub struct MlpParams(MlpValidParams);

/// [`MlpParams`] after they have been checked.
#[derive(Clone, Debug)]
pub struct MlpValidParams {
    hidden: Vec<usize>,
    n_classes: usize,
    initial: (f64, f64),
    /// If set, it replaces the update rule of `training`.
    above_first: Option<f64>,
    training: Training,
    level: Option<Level>,
}

impl Mlp {
    /// Settings for a network with `n_classes` output units.
    pub fn params(n_classes: usize) -> MlpParams {
        MlpParams(MlpValidParams {
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
}

impl MlpParams {
    /// Number of units in each hidden layer, starting with the first layer; at most 65,536. The
    /// default is one layer of 300 units.
    pub fn hidden(mut self, units: &[usize]) -> Self {
        self.0.hidden = units.to_vec();
        self
    }

    /// Uses plain gradient descent in place of [`update_rule`](Self::update_rule). The rate is the
    /// global rate in the first layer, and `factor` times the global rate in the layers above.
    pub fn rate_above_first(mut self, factor: f64) -> Self {
        self.0.above_first = Some(factor);
        self
    }

    /// The initial weights of a unit with F inputs are uniform in ±k/√F. `first` is k in the first
    /// layer, `above` is k in the other layers. The defaults are 2.4 and 1.2.
    pub fn initial_weights(mut self, first: f64, above: f64) -> Self {
        self.0.initial = (first, above);
        self
    }

    /// CPU level to train on; by default the current one.
    pub fn level(mut self, level: Level) -> Self {
        self.0.level = Some(level);
        self
    }
}

impl TrainingParams for MlpParams {
    fn training_mut(&mut self) -> &mut Training {
        &mut self.0.training
    }

    fn update_rule(mut self, update_rule: UpdateRule) -> Self {
        self.0.training.update_rule = update_rule;
        self.0.above_first = None;
        self
    }
}

impl MlpValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The settings of the training run.
    pub fn training(&self) -> &Training {
        &self.training
    }

    /// Trains on any patterns, which are images of `n_features` *intensities*. After each pass it
    /// counts the errors on `validation` and calls `on_pass`. If `on_pass` ends the training, the
    /// result is the network after the last completed pass.
    ///
    /// # Errors
    /// [`MlpError`].
    pub fn fit_patterns(
        &self,
        n_features: usize,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
        on_pass: OnPass<'_>,
    ) -> Result<Mlp, MlpError> {
        self.fit_centred(Centring::none(n_features), patterns, validation, on_pass)
    }

    /// Trains on patterns that are images with the given centring.
    fn fit_centred(
        &self,
        centring: Centring,
        patterns: &dyn Patterns,
        validation: Option<&dyn Patterns>,
        on_pass: OnPass<'_>,
    ) -> Result<Mlp, MlpError> {
        let layers = Layers::new(centring.n_features(), &self.hidden, self.n_classes);
        if layers.n_parameters() > MAX_PARAMETERS {
            return Err(MlpError::TooLarge {
                what: "the number of parameters of all layers",
                value: layers.n_parameters(),
                limit: MAX_PARAMETERS,
            });
        }
        let level = self.level.unwrap_or_else(Level::current);
        let update_rule = match self.above_first {
            None => self.training.update_rule.clone(),
            Some(factor) => {
                let of_layer = |layer| if layer == 0 { 1.0 } else { factor as f32 };
                UpdateRule::Scaled(layers.by_layer(of_layer).into())
            }
        };
        if let UpdateRule::Scaled(factors) = &update_rule
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
            update_rule,
            ..self.training.clone()
        };
        let run = self.run(&layers, level);
        let history = training.run(
            &run,
            &mut Pictures::new(&mut network, patterns, validation),
            on_pass,
        )?;
        let parameters = network.parameters();
        Ok(Mlp::new(layers, parameters, centring, history, patterns))
    }

    /// What distinguishes this run from others, apart from the settings that [`Training`] covers.
    fn run(&self, layers: &Layers, level: Level) -> String {
        // List every field, so that a new field cannot be forgotten here. `layers` covers the units
        // and the classes, and the update rule that is used covers the factor.
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

    /// Trains on `training`. After each pass it counts the errors on `validation` and calls
    /// `on_pass`, which may end the training. In that case the result is the network after the last
    /// completed pass. The images of `validation` are centred like those of `training`.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    ///
    /// use classifier::TrainingSet;
    /// use gradient::{Images, Schedule};
    /// use linfa::ParamGuard;
    /// use mlp::{Mlp, TrainingParams as _};
    /// use ndarray::array;
    ///
    /// let (images, labels) = (array![[0u8, 9], [12, 0], [250, 0], [243, 8]], array![0, 0, 1, 1]);
    /// let images = Images::of_set(TrainingSet::check(images.view(), labels.view(), 2)?);
    /// let params = Mlp::params(2).hidden(&[4]).passes(500);
    /// let params = params.schedule(Schedule::Constant(1e-3)).check()?;
    /// let model = params.fit_watched(&images, None, &mut |pass| match pass.training_errors {
    ///     0 => ControlFlow::Break(()),
    ///     _ => ControlFlow::Continue(()),
    /// })?;
    /// assert!(model.history().passes.len() < 500);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`MlpError`].
    pub fn fit_watched<P: Pixel>(
        &self,
        training: &Images<'_, P>,
        validation: Option<&Images<'_, P>>,
        on_pass: OnPass<'_>,
    ) -> Result<Mlp, MlpError> {
        let centring = training.encoding();
        centring.check_set(training.set())?;
        if let Some(validation) = validation {
            centring.check(validation.set().images())?;
        }
        let validation = validation.map(|images| images.seen_as(centring.clone()));
        let validation = validation.as_ref().map(|images| images as &dyn Patterns);
        self.fit_centred(centring.clone(), training, validation, on_pass)
    }
}

impl ParamGuard for MlpParams {
    type Checked = MlpValidParams;
    type Error = MlpError;

    fn check_ref(&self) -> Result<&MlpValidParams, MlpError> {
        let Self(params) = self;
        if params.n_classes == 0 {
            let what = "the number of classes";
            return Err(MlpError::Zero { what });
        }
        for &value in &params.hidden {
            let (what, limit) = ("a hidden layer", MAX_UNITS);
            if value == 0 {
                return Err(MlpError::Zero { what });
            }
            if value > limit {
                return Err(MlpError::TooLarge { what, value, limit });
            }
        }
        if params.hidden.is_empty() {
            return Err(MlpError::NoHiddenLayer);
        }
        params.training.check()?;
        let (first, above) = params.initial;
        check_positive([
            ("the bound of the initial weights", first),
            ("the bound of the initial weights", above),
            ("a factor of the rate", params.above_first.unwrap_or(1.0)),
        ])?;
        Ok(params)
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
        self.fit_watched(&Images::of_set(set), None, &mut to_the_end)
    }
}
