use baselines::linear;
use classifier::Classifier;
use linfa::traits::Fit;

use super::{Recipe, boxed};
use crate::{FitError, Training};

/// Least squares.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Linear {
    pub(crate) ridge: f64,
}

impl Recipe for Linear {
    fn settings(&self) -> String {
        format!("ridge {}", self.ridge)
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let parameters = linear::Linear::params(training.n_classes).ridge(self.ridge);
        boxed(parameters.fit(&training.dataset()))
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = Linear { ridge: 1.0 };
    let Linear { ridge: _ } = one;
    super::assert_told_apart(&[&one, &Linear { ridge: 2.0 }]);
}
