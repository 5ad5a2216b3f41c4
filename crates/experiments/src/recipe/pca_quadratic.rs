use baselines::pca_quadratic::{self, Terms};
use classifier::Classifier;
use linfa::traits::Fit;

use super::{Recipe, boxed};
use crate::{FitError, Training};

/// Least squares on a polynomial of the principal components.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PcaQuadratic {
    pub(crate) components: usize,
    pub(crate) terms: Terms,
    pub(crate) ridge: f64,
}

impl Recipe for PcaQuadratic {
    fn settings(&self) -> String {
        let Self {
            components,
            terms,
            ridge,
        } = self;
        let inputs = terms.count(*components) + 1;
        format!("{components} components, {inputs} inputs, ridge {ridge}")
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let parameters = pca_quadratic::PcaQuadratic::params(training.n_classes)
            .n_components(self.components)
            .terms(self.terms)
            .ridge(self.ridge);
        boxed(parameters.fit(&training.dataset()))
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = PcaQuadratic {
        components: 40,
        terms: Terms::Full,
        ridge: 1.0,
    };
    let PcaQuadratic {
        components: _,
        terms: _,
        ridge: _,
    } = one;
    super::assert_told_apart(&[
        &one,
        &PcaQuadratic {
            components: 41,
            ..one
        },
        &PcaQuadratic {
            terms: Terms::Products,
            ..one
        },
        &PcaQuadratic { ridge: 2.0, ..one },
    ]);
}
