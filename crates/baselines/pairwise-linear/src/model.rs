use classifier::{Classifier, Cost, InputError, Pixel};
use least_squares::ImageMap;
use ndarray::{Array1, Array2, ArrayView2};

use crate::Rule;

/// A fitted pairwise linear classifier.
#[derive(Clone, Debug, PartialEq)]
pub struct PairwiseLinear {
    units: ImageMap,
    n_classes: usize,
    rule: Rule,
}

impl PairwiseLinear {
    pub(crate) fn new(units: ImageMap, n_classes: usize, rule: Rule) -> Self {
        Self {
            units,
            n_classes,
            rule,
        }
    }

    /// The weights of the units 0/1, 0/2, …, `(n_classes (n_classes − 1) / 2, n_features)`,
    /// for pixels as intensities.
    pub fn weights(&self) -> Array2<f64> {
        self.units.weights()
    }

    /// The biases of the units, in the same order. Scores are not computed with them: of images
    /// far from zero they are large and cancel.
    pub fn bias(&self) -> Array1<f64> {
        self.units.bias()
    }

    /// How outputs make scores.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The same units read by another rule.
    ///
    /// # Errors
    /// [`InvalidSlope`](crate::PairwiseLinearError::InvalidSlope).
    pub fn with_rule(mut self, rule: Rule) -> Result<Self, crate::PairwiseLinearError> {
        rule.check()?;
        self.rule = rule;
        Ok(self)
    }
}

impl<P: Pixel> Classifier<P> for PairwiseLinear {
    fn n_features(&self) -> usize {
        self.units.n_inputs()
    }

    fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// What the [`Rule`] makes of the units' outputs.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let outputs = self.units.outputs(images)?;
        let mut scores = Array2::zeros((images.nrows(), self.n_classes));
        for (outputs, scores) in outputs.rows().into_iter().zip(scores.rows_mut()) {
            self.rule.score(outputs, scores);
        }
        Ok(scores)
    }

    /// One multiply-accumulate for each weight and bias of the units; adding the outputs up is
    /// not counted, as it is not in the paper.
    fn cost(&self) -> Cost {
        self.units.cost()
    }
}

classifier::impl_linfa_predict!(PairwiseLinear);
