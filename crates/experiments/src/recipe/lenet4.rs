//! LeNet-4, and other classifiers in the place of its last layer (section III-C.8).

use baselines::knn::Knn;
use baselines::local_learning::LocalLinear;
use classifier::Classifier;
use lenet::OnFeatures;
use linfa::DatasetBase;
use linfa::traits::Fit;

use super::{Criterion, LeNet, Network, Rate, Recipe, Shown};
use crate::{FitError, Training};

/// How LeNet-4 is trained, for whoever builds on it.
pub(super) const NETWORK: LeNet = LeNet {
    network: Network::LeNet4,
    criterion: Criterion::SquaredError,
    weights: None,
    rate: Rate::Printed,
    passes: 20,
    least_loss: 0.0,
    shown: Shown::Original,
};

/// LeNet-4, trained once for all rows that use it, and what classifies by it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum LeNet4 {
    /// Its own last layer.
    Whole,
    /// A linear classifier of the nearest training images, by the 120 states that the last
    /// layer reads.
    Local { neighbours: usize, ridge: f64 },
    /// The vote of the nearest training images by the same states.
    Knn { k: usize },
}

impl Recipe for LeNet4 {
    fn settings(&self) -> String {
        match self {
            Self::Whole => NETWORK.settings(),
            Self::Local { neighbours, ridge } => {
                format!("LeNet-4, {neighbours} neighbours, ridge {ridge}")
            }
            Self::Knn { k } => format!("LeNet-4, k = {k}"),
        }
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let network = training.network(SHARED, || NETWORK.train(training, None))?;
        let states = || -> Result<_, FitError> {
            let features = network.features(training.set.images())?;
            Ok(DatasetBase::new(features, training.set.targets()))
        };
        match *self {
            Self::Whole => Ok(Box::new(network)),
            Self::Local { neighbours, ridge } => {
                let k = training.at_most(training.set.len(), neighbours, "neighbours");
                let parameters = LocalLinear::params(training.n_classes).k(k).ridge(ridge);
                let classifier = parameters.fit(&states()?)?;
                Ok(Box::new(OnFeatures::new(network, classifier)))
            }
            Self::Knn { k } => {
                let classifier = Knn::params(training.n_classes).k(k).fit(&states()?)?;
                Ok(Box::new(OnFeatures::new(network, classifier)))
            }
        }
    }

    fn network(&self) -> Option<&'static str> {
        Some(SHARED)
    }
}

/// The name under which the network is shared.
const SHARED: &str = "lenet4";

#[test]
fn every_field_is_in_the_settings() {
    let local = |neighbours, ridge| LeNet4::Local { neighbours, ridge };
    match local(50, 1.0) {
        LeNet4::Whole | LeNet4::Knn { k: _ } => {}
        LeNet4::Local {
            neighbours: _,
            ridge: _,
        } => {}
    }
    super::assert_told_apart(&[
        &LeNet4::Whole,
        &local(50, 1.0),
        &local(51, 1.0),
        &local(50, 2.0),
        &LeNet4::Knn { k: 1 },
        &LeNet4::Knn { k: 2 },
    ]);
}
