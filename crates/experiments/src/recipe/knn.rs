use baselines::knn;
use classifier::Classifier;
use linfa::traits::Fit;

use super::{Recipe, boxed};
use crate::{FitError, Training};

/// The vote of the nearest training images.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Knn {
    pub(crate) k: usize,
}

impl Recipe for Knn {
    fn settings(&self) -> String {
        format!("k = {}", self.k)
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let parameters = knn::Knn::params(training.n_classes).k(self.k);
        boxed(parameters.fit(&training.dataset()))
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = Knn { k: 1 };
    let Knn { k: _ } = one;
    super::assert_told_apart(&[&one, &Knn { k: 2 }]);
}
