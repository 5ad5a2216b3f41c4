use classifier::Classifier;
use gradient::loss::{OutputLoss, PenaltyLoss};
use gradient::{Order, Patterns, Schedule, UpdateRule};
use lenet::codes::Alphabet;
use lenet::{Architecture, InitialWeights, LeNetParams, Output, TrainingParams as _};
use linfa::ParamGuard;
use mnist_io::Dataset;

use super::{Recipe, Shown};
use crate::watch::tell;
use crate::{FitError, Training};

/// A convolutional network.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LeNet {
    /// The row's name says it.
    pub(crate) network: Network,
    pub(crate) criterion: Criterion,
    /// Initial weights, if others than those of the network and the criterion.
    pub(crate) weights: Option<InitialWeights>,
    pub(crate) rate: Rate,
    pub(crate) passes: usize,
    /// Nothing is learned from an image whose loss is below it.
    pub(crate) least_loss: f32,
    pub(crate) shown: Shown,
}

/// A network of crate `lenet`. Where a variant says nothing else, it is trained as the paper
/// trains LeNet-5: by diagonal Levenberg–Marquardt, in one order, from weights within ±2.4/√F.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Network {
    LeNet1,
    LeNet4,
    LeNet5,
    /// LeNet-5 with subsampling units that add, by plain stochastic gradient, in a new order
    /// each pass, from weights within ±1/√F.
    LeNet5Best,
    /// Lucid's networks, by plain stochastic gradient likewise.
    LucidLeNet1,
    LucidLeNet4,
    LucidLeNet5,
}

impl Network {
    /// The training that the rest of the recipe alters.
    fn params(self) -> LeNetParams {
        match self {
            Self::LeNet1 => LeNetParams::lenet1(),
            Self::LeNet4 => LeNetParams::lenet4(),
            Self::LeNet5 => LeNetParams::lenet5(),
            Self::LeNet5Best => LeNetParams::lenet5_best(),
            Self::LucidLeNet1 => LeNetParams::lucid_lenet1(),
            Self::LucidLeNet4 => LeNetParams::lucid_lenet4(),
            Self::LucidLeNet5 => LeNetParams::lucid_lenet5(),
        }
    }
}

/// What is minimised.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Criterion {
    /// Equation 8, the penalties times `scale`.
    Equation8 { scale: f64 },
    /// Equation 9, the penalties times `scale`, with `rubbish` for e^−j.
    Equation9 { scale: f64, rubbish: f64 },
    /// The squared error to ±1.
    SquaredError,
    /// The cross-entropy, by plain stochastic gradient, in a new order each pass, from weights
    /// within ±1/√F.
    CrossEntropy,
}

impl Criterion {
    fn settings(self) -> String {
        let times = |scale: f64| match 1.0 / scale {
            1.0 => String::new(),
            whole if whole.fract() == 0.0 => format!(" times 1/{whole}"),
            _ => format!(" times {scale}"),
        };
        match self {
            Self::Equation8 { scale } => format!("eq. 8{}", times(scale)),
            Self::Equation9 { scale, rubbish } => {
                format!("eq. 9{}, e^-j = {rubbish}", times(scale))
            }
            Self::SquaredError => "squared error".into(),
            Self::CrossEntropy => "cross-entropy".into(),
        }
    }

    fn set(self, params: LeNetParams) -> LeNetParams {
        let codes = |scale, loss| Output::Codes {
            alphabet: Alphabet::Digits,
            scale,
            loss,
            trainable: false,
        };
        match self {
            Self::Equation8 { scale } => params.output(codes(scale, PenaltyLoss::MeanSquared)),
            Self::Equation9 { scale, rubbish } => {
                params.output(codes(scale, PenaltyLoss::Posterior { rubbish }))
            }
            Self::SquaredError => params.output(Output::Units {
                loss: OutputLoss::Squared,
            }),
            Self::CrossEntropy => params
                .output(Output::Units {
                    loss: OutputLoss::CrossEntropy,
                })
                .initial_weights(InitialWeights::OverRootFanIn(1.0))
                .update_rule(UpdateRule::Plain)
                .order(Order::Shuffled),
        }
    }
}

/// The global rate of each pass.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rate {
    /// As section III-B prints it.
    Printed,
    /// From the first to the last along half a cosine.
    Cosine { first: f64, last: f64 },
}

impl Rate {
    /// From that rate to a hundredth of it.
    pub(crate) const fn cosine(first: f64) -> Self {
        let last = first / 100.0;
        Self::Cosine { first, last }
    }

    fn settings(self) -> String {
        let Self::Cosine { first, last } = self else {
            return String::new();
        };
        let to = match last {
            usual if usual == first / 100.0 => String::new(),
            last => format!(" to {last:e}"),
        };
        if first < 1e-3 {
            format!(", rate {first:e} falling along a cosine{to}")
        } else {
            format!(", rate {first} falling along a cosine{to}")
        }
    }

    fn schedule(self) -> Schedule {
        match self {
            Self::Printed => Schedule::paper(),
            Self::Cosine { first, last } => Schedule::Cosine { first, last },
        }
    }
}

impl LeNet {
    pub(crate) fn params(&self) -> LeNetParams {
        let params = self.criterion.set(self.network.params());
        let params = match self.weights {
            Some(weights) => params.initial_weights(weights),
            None => params,
        };
        params
            .schedule(self.rate.schedule())
            .passes(self.passes)
            .least_loss(self.least_loss)
    }

    /// Trains a network; after each pass counts the errors on `held_out`.
    pub(crate) fn train(
        &self,
        training: &Training<'_>,
        held_out: Option<&Dataset>,
    ) -> Result<lenet::LeNet, FitError> {
        train(training, self.params(), self.shown, held_out)
    }
}

impl Recipe for LeNet {
    fn settings(&self) -> String {
        let weights = match self.weights {
            None => String::new(),
            Some(InitialWeights::OverFanIn(k)) => format!(", weights +-{k}/F"),
            Some(InitialWeights::OverRootFanIn(k)) => format!(", weights +-{k}/sqrt(F)"),
        };
        let least_loss = match self.least_loss {
            0.0 => String::new(),
            least => format!(", losses from {least}"),
        };
        format!(
            "{}{}{weights}, {} passes{least_loss}{}",
            self.criterion.settings(),
            self.rate.settings(),
            self.passes,
            self.shown.settings()
        )
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        Ok(Box::new(self.train(training, None)?))
    }
}

/// Trains a network on what is shown of the row's images, telling the observer of each pass;
/// after each counts the errors on `held_out`.
fn train(
    training: &Training<'_>,
    params: LeNetParams,
    shown: Shown,
    held_out: Option<&Dataset>,
) -> Result<lenet::LeNet, FitError> {
    let params = params.seed(training.seed);
    let (n_classes, outputs) = (
        training.n_classes,
        params.check_ref()?.architecture().n_classes(),
    );
    if n_classes > outputs {
        return Err(format!(
            "the network has {outputs} outputs, for as many digits, and these are {n_classes} classes"
        )
        .into());
    }
    let passes = params.check_ref()?.training().passes;
    let labels = training.set.targets();
    let architecture: &Architecture = params.check_ref()?.architecture();
    let mut images = architecture.patterns(training.set.images(), labels.view())?;
    let augmentation = shown.augmentation(training.set, training.seed)?;
    if let Some(augmentation) = &augmentation {
        images = images.augment(augmentation);
    }
    let held_out_labels = held_out.map(Dataset::targets);
    let held_out = match (held_out, &held_out_labels) {
        (Some(set), Some(labels)) => Some(architecture.patterns(set.images(), labels.view())?),
        _ => None,
    };
    let held_out = held_out.as_ref().map(|images| images as &dyn Patterns);
    let mut tell = tell(training.observer, passes);
    Ok(params
        .check_ref()?
        .fit_patterns(images.encoding().clone(), &images, held_out, &mut tell)?)
}

#[test]
fn every_field_is_in_the_settings_and_in_the_training() {
    let equation_9 = |scale, rubbish| Criterion::Equation9 { scale, rubbish };
    let one = LeNet {
        network: Network::LeNet5,
        criterion: equation_9(1.0, 1.0),
        weights: None,
        rate: Rate::Printed,
        passes: 20,
        least_loss: 0.0,
        shown: Shown::Original,
    };
    let LeNet {
        network: _, // A test of the rows compares it with their names.
        criterion: _,
        weights: _,
        rate: _,
        passes: _,
        least_loss: _,
        shown: _, // It has a test of its own.
    } = one;
    let criterion = |criterion| LeNet { criterion, ..one };
    let weights = |weights| LeNet {
        weights: Some(weights),
        ..one
    };
    let rate = |rate| LeNet { rate, ..one };
    let recipes = [
        one,
        criterion(equation_9(0.5, 1.0)),
        criterion(equation_9(0.3, 1.0)),
        criterion(equation_9(1.0, 2.0)),
        criterion(Criterion::Equation8 { scale: 1.0 }),
        criterion(Criterion::Equation8 { scale: 0.3 }),
        criterion(Criterion::SquaredError),
        criterion(Criterion::CrossEntropy),
        weights(InitialWeights::OverFanIn(1.0)),
        weights(InitialWeights::OverFanIn(2.0)),
        weights(InitialWeights::OverRootFanIn(1.0)),
        weights(InitialWeights::OverRootFanIn(2.0)),
        rate(Rate::cosine(0.02)),
        rate(Rate::cosine(2e-4)),
        rate(Rate::Cosine {
            first: 0.02,
            last: 1e-7,
        }),
        LeNet { passes: 21, ..one },
        LeNet {
            least_loss: 0.1,
            ..one
        },
        LeNet {
            shown: Shown::Fresh(Default::default()),
            ..one
        },
    ];
    super::assert_told_apart(&recipes.each_ref().map(|recipe| recipe as &dyn Recipe));
    let trained = recipes.map(|recipe| format!("{:?} {:?}", recipe.params(), recipe.shown));
    let different: std::collections::BTreeSet<_> = trained.iter().collect();
    assert_eq!(different.len(), trained.len(), "{trained:#?}");
}
