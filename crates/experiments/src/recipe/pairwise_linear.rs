use baselines::pairwise_linear::{self, Rule};
use classifier::Classifier;
use linfa::traits::Fit;

use super::{Recipe, boxed};
use crate::{FitError, Training};

/// A linear unit for each pair of classes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PairwiseLinear {
    pub(crate) ridge: f64,
    pub(crate) rule: Rule,
}

impl Recipe for PairwiseLinear {
    /// The output of a unit is `a`.
    fn settings(&self) -> String {
        let rule = match self.rule {
            Rule::Vote => "votes".into(),
            Rule::Sum => "sum of a".into(),
            Rule::Sigmoid { slope } if slope.fract() == 0.0 => {
                format!("sum of 1.7159 tanh({slope}a)")
            }
            Rule::Sigmoid { slope } => format!("sum of 1.7159 tanh({}a/3)", 3.0 * slope),
        };
        format!("ridge {}, {rule}", self.ridge)
    }

    fn fit(&self, training: &Training<'_>) -> Result<Box<dyn Classifier>, FitError> {
        let parameters = pairwise_linear::PairwiseLinear::params(training.n_classes)
            .ridge(self.ridge)
            .rule(self.rule);
        boxed(parameters.fit(&training.dataset()))
    }
}

#[test]
fn every_field_is_in_the_settings() {
    let one = PairwiseLinear {
        ridge: 1.0,
        rule: Rule::Vote,
    };
    let PairwiseLinear { ridge: _, rule: _ } = one;
    let rule = |rule| PairwiseLinear { rule, ..one };
    super::assert_told_apart(&[
        &one,
        &PairwiseLinear { ridge: 2.0, ..one },
        &rule(Rule::Sum),
        &rule(Rule::Sigmoid { slope: 2.0 / 3.0 }),
        &rule(Rule::Sigmoid { slope: 1.0 }),
        &rule(Rule::Sigmoid { slope: 2.0 }),
    ]);
}
