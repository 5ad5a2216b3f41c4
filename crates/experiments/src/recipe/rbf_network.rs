use std::ops::ControlFlow;

use baselines::rbf_network;
use classifier::Classifier;
use linfa::ParamGuard;

use super::{Recipe, boxed};
use crate::{FitError, Training};

/// Radial units at the centres of clusters, and least squares on them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RbfNetwork {
    pub(crate) units_per_class: usize,
    pub(crate) width: f64,
    pub(crate) ridge: f64,
}

impl Recipe for RbfNetwork {
    fn settings(&self) -> String {
        let Self {
            units_per_class,
            width,
            ridge,
        } = self;
        format!("{units_per_class} units a class, width {width}, ridge {ridge}")
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        // Of a small set, three images a unit: a cluster of one has no width to speak of.
        let bound = (training.set.len() / training.n_classes / 3).max(1);
        let units = training.at_most(bound, self.units_per_class, "units a class");
        let parameters = rbf_network::RbfNetwork::params(training.n_classes)
            .units_per_class(units)
            .width(self.width)
            .ridge(self.ridge)
            .seed(training.seed)
            .check()?;
        boxed(parameters.fit_watched(&training.dataset(), |progress| {
            training.observer.note(&progress.to_string());
            ControlFlow::Continue(())
        }))
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = RbfNetwork {
        units_per_class: 100,
        width: 1.0,
        ridge: 1.0,
    };
    let RbfNetwork {
        units_per_class: _,
        width: _,
        ridge: _,
    } = one;
    super::assert_told_apart(&[
        &one,
        &RbfNetwork {
            units_per_class: 99,
            ..one
        },
        &RbfNetwork { width: 2.0, ..one },
        &RbfNetwork { ridge: 2.0, ..one },
    ]);
}
