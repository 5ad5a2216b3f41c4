use baselines::mlp::{self, TrainingParams as _};
use classifier::{Classifier, TrainingSet};
use gradient::{Images, Order, Schedule, UpdateRule};
use linfa::ParamGuard;

use super::{Recipe, Shown};
use crate::watch::tell;
use crate::{FitError, Training};

/// A perceptron with hidden layers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mlp {
    /// Units of the hidden layers; the row's name says them.
    pub(crate) hidden: &'static [usize],
    pub(crate) rates: Rates,
    pub(crate) passes: usize,
    pub(crate) shown: Shown,
}

/// The rates of the first pass.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Rates {
    /// For each weight by its curvature: Appendix C's method with these η and μ, on 500 patterns.
    ByCurvature { eta: f64, mu: f64 },
    /// The same for all weights.
    One(f64),
}

/// What the rates are multiplied by from pass to pass.
const FACTOR: f64 = 0.9;

impl Recipe for Mlp {
    fn settings(&self) -> String {
        let (passes, shown) = (self.passes, self.shown.settings());
        match self.rates {
            Rates::ByCurvature { eta, mu } => {
                format!("eta {eta:e} falling by {FACTOR} a pass, mu {mu}, {passes} passes{shown}")
            }
            Rates::One(rate) => format!(
                "one rate for all weights, {rate} falling by {FACTOR} a pass, {passes} \
                 passes{shown}"
            ),
        }
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let (first, update_rule) = match self.rates {
            Rates::ByCurvature { eta, mu } => {
                (eta, UpdateRule::LevenbergMarquardt { mu, patterns: 500 })
            }
            Rates::One(rate) => (rate, UpdateRule::Plain),
        };
        let factor = FACTOR;
        let params = mlp::Mlp::params(training.n_classes)
            .hidden(self.hidden)
            .seed(training.seed)
            .passes(self.passes)
            .order(Order::Shuffled)
            .schedule(Schedule::Geometric { first, factor })
            .update_rule(update_rule);
        train(training, params, self.passes, self.shown)
    }
}

/// Trains a network on what is shown of the row's images, telling the observer of each pass.
fn train(
    training: &Training<'_>,
    params: mlp::MlpParams,
    passes: usize,
    shown: Shown,
) -> Result<Box<dyn Classifier>, FitError> {
    let targets = training.set.targets();
    let set = TrainingSet::check(training.set.images(), targets.view(), training.n_classes)?;
    let augmentation = shown.augmentation(training.set, training.seed)?;
    let mut images = Images::of_set(set);
    if let Some(augmentation) = &augmentation {
        images = images.augment(augmentation);
    }
    let n_features = training.set.images().ncols();
    let mut tell = tell(training.observer, passes);
    super::boxed((params.check()?).fit_patterns(n_features, &images, None, &mut tell))
}

#[test]
fn every_field_is_in_the_settings() {
    let by_curvature = |eta, mu| Rates::ByCurvature { eta, mu };
    let one = Mlp {
        hidden: &[30],
        rates: by_curvature(1e-4, 0.02),
        passes: 20,
        shown: Shown::Original,
    };
    let Mlp {
        hidden: _, // A test of the rows compares it with their names.
        rates: _,
        passes: _,
        shown: _, // It has a test of its own.
    } = one;
    let rates = |rates| Mlp { rates, ..one };
    super::assert_told_apart(&[
        &one,
        &rates(by_curvature(2e-4, 0.02)),
        &rates(by_curvature(1e-4, 0.01)),
        &rates(Rates::One(1e-4)),
        &rates(Rates::One(2e-4)),
        &Mlp { passes: 21, ..one },
        &Mlp {
            shown: Shown::Fresh(Default::default()),
            ..one
        },
    ]);
}
