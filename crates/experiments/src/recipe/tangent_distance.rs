use baselines::tangent_distance::{self, Candidates};
use classifier::Classifier;
use linfa::traits::Fit;

use super::{Recipe, boxed};
use crate::{FitError, Training};

/// The nearest training image by tangent distance, of those that are nearest by Euclidean.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TangentDistance {
    pub(crate) smoothing: f64,
    pub(crate) ridge: f64,
    pub(crate) candidates: usize,
}

impl Recipe for TangentDistance {
    fn settings(&self) -> String {
        let Self {
            smoothing,
            ridge,
            candidates,
        } = self;
        format!("smoothing {smoothing}, ridge {ridge}, {candidates} candidates")
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let (height, width) = (training.set.height(), training.set.width());
        let candidates = training.at_most(training.set.len(), self.candidates, "candidates");
        let parameters =
            tangent_distance::TangentDistance::params(training.n_classes, height, width)
                .smoothing(self.smoothing)
                .ridge(self.ridge)
                .candidates(Candidates::Nearest(candidates));
        boxed(parameters.fit(&training.dataset()))
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = TangentDistance {
        smoothing: 1.0,
        ridge: 1.0,
        candidates: 1000,
    };
    let TangentDistance {
        smoothing: _,
        ridge: _,
        candidates: _,
    } = one;
    super::assert_told_apart(&[
        &one,
        &TangentDistance {
            smoothing: 2.0,
            ..one
        },
        &TangentDistance { ridge: 2.0, ..one },
        &TangentDistance {
            candidates: 999,
            ..one
        },
    ]);
}
