//! LeNet-4 with another classifier in the place of its last layer (section III-C.8).

use baselines::knn::Knn;
use baselines::local_learning::LocalLinear;
use classifier::{Classifier, Cost, InputError};
use lenet::LeNet;
use linfa::DatasetBase;
use linfa::traits::Fit;
use ndarray::{Array2, ArrayView2};
use report::{Description, Divergence, PaperFigures};

use super::lenet::{COUNTS_OF_LENET4, INITIAL_WEIGHTS, LENET4, RATES, TABLE_OF_LENET4, lenet4};
use crate::{Choice, FitError, Recipe, Row, Training};

pub(super) const LOCAL: Row = Row {
    description: Description {
        id: "lenet4-local",
        name: "LeNet-4 / Local",
        paper: PaperFigures {
            error_percent: Some(1.1),
            reject_percent: Some(1.4),
            multiply_accumulates: Some(20_000_000),
            stored_values: Some(24_000_000),
        },
        divergences: &[
            Divergence {
                paper: "How many neighbours are trained on, and how, is not given",
                ours: "A linear classifier by least squares on the 120 states of the layer before \
                       the last; neighbours and ridge as the settings say",
                why: "Chosen on validation",
            },
            COUNTS_OF_LENET4,
            TABLE_OF_LENET4,
            RATES,
            INITIAL_WEIGHTS,
        ],
        ..LENET4.description
    },
    recipe: Recipe {
        settings: "LeNet-4, 50 neighbours, ridge 1",
        fit: |training| local(training, 50),
    },
    choice: Choice::Validation,
    others: &[Recipe {
        settings: "LeNet-4, 200 neighbours, ridge 1",
        fit: |training| local(training, 200),
    }],
    ..LENET4
};

pub(super) const KNN: Row = Row {
    description: Description {
        id: "lenet4-knn",
        name: "LeNet-4 / K-NN",
        paper: PaperFigures {
            error_percent: Some(1.1),
            reject_percent: Some(1.6),
            multiply_accumulates: Some(10_000_000),
            stored_values: Some(24_000_000),
        },
        divergences: &[
            Divergence {
                paper: "k is not given",
                ours: "As the settings say, on the 120 states of the layer before the last",
                why: "Chosen on validation",
            },
            COUNTS_OF_LENET4,
            TABLE_OF_LENET4,
            RATES,
            INITIAL_WEIGHTS,
        ],
        ..LENET4.description
    },
    recipe: Recipe {
        settings: "LeNet-4, k = 3",
        fit: |training| nearest(training, 3),
    },
    others: &[Recipe {
        settings: "LeNet-4, k = 10",
        fit: |training| nearest(training, 10),
    }],
    ..LOCAL
};

fn local(training: &Training<'_>, k: usize) -> Result<Box<dyn Classifier>, FitError> {
    let k = training.at_most(training.set.len(), k, "neighbours");
    OnFeatures::fit(training, |features, labels| {
        let parameters = LocalLinear::params(training.n_classes).k(k).ridge(1.0);
        Ok(parameters.fit(&DatasetBase::new(features, labels))?)
    })
}

fn nearest(training: &Training<'_>, k: usize) -> Result<Box<dyn Classifier>, FitError> {
    OnFeatures::fit(training, |features, labels| {
        let parameters = Knn::params(training.n_classes).k(k);
        Ok(parameters.fit(&DatasetBase::new(features, labels))?)
    })
}

/// A classifier of what the last layer of a network reads.
struct OnFeatures<C> {
    network: LeNet,
    classifier: C,
}

impl<C: Classifier<f32> + 'static> OnFeatures<C> {
    fn fit(
        training: &Training<'_>,
        fit: impl FnOnce(Array2<f32>, ndarray::Array1<usize>) -> Result<C, FitError>,
    ) -> Result<Box<dyn Classifier>, FitError> {
        let network = lenet4(training)?;
        let features = network.features(training.set.images())?;
        let classifier = fit(features, training.set.targets())?;
        Ok(Box::new(Self {
            network,
            classifier,
        }))
    }
}

impl<C: Classifier<f32>> Classifier for OnFeatures<C> {
    fn n_features(&self) -> usize {
        Classifier::<u8>::n_features(&self.network)
    }

    fn n_classes(&self) -> usize {
        self.classifier.n_classes()
    }

    fn scores(&self, images: ArrayView2<'_, u8>) -> Result<Array2<f64>, InputError> {
        let features = self.network.features(images)?;
        self.classifier.scores(features.view())
    }

    /// The whole network's and the classifier's: the last layer, which is not used, is less
    /// than half a percent of the first and nothing beside the second.
    fn cost(&self) -> Cost {
        let (network, own) = (
            Classifier::<u8>::cost(&self.network),
            self.classifier.cost(),
        );
        Cost {
            multiply_accumulates: network.multiply_accumulates + own.multiply_accumulates,
            stored_values: network.stored_values + own.stored_values,
        }
    }
}
