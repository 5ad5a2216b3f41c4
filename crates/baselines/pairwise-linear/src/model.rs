use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
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

    /// The weights of the units 0/1, 0/2, …, `(n_classes (n_classes − 1) / 2, n_features)`. They
    /// apply to pixels as intensities.
    pub fn weights(&self) -> Array2<f64> {
        self.units.weights()
    }

    /// The biases of the units, in the same order. The scores are not computed with them, because
    /// for images far from zero they are large and cancel.
    pub fn bias(&self) -> Array1<f64> {
        self.units.bias()
    }

    /// The rule that makes scores from the outputs of the units.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The same units with another rule.
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

    /// Applies the [`Rule`] to the outputs of the units.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let outputs = self.units.outputs(images)?;
        let mut scores = Array2::zeros((images.nrows(), self.n_classes));
        for (outputs, scores) in outputs.rows().into_iter().zip(scores.rows_mut()) {
            self.rule.score(outputs, scores);
        }
        Ok(scores)
    }

    /// Counts one multiply-accumulate for each weight and each bias of the units. As in the paper,
    /// adding up the outputs is not counted.
    fn cost(&self) -> Cost {
        self.units.cost()
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(PairwiseLinear);

/// Settings: `rule`, which is `sum`, `vote`, or `sigmoid` with its `slope`. Tensors: `weights`,
/// `(n_classes (n_classes − 1) / 2, n_features)`, and `bias`, both of the units 0/1, 0/2, …. They
/// apply to intensities minus `mean`, if there is one, as [`Centring`](classifier::Centring) makes
/// them.
impl Persist for PairwiseLinear {
    const KIND: &'static str = "pairwise-linear";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        to.header_of_any(self.units.n_inputs(), self.n_classes);
        match self.rule {
            Rule::Sum => to.setting("rule", "sum"),
            Rule::Sigmoid { slope } => {
                to.setting("rule", "sigmoid");
                to.setting("slope", slope);
            }
            Rule::Vote => to.setting("rule", "vote"),
        }
        self.units.write(to);
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let n_classes = header.n_classes;
        let rule = match from.text("rule")? {
            "sum" => Rule::Sum,
            "sigmoid" => Rule::Sigmoid {
                slope: from.setting("slope")?,
            },
            "vote" => Rule::Vote,
            _ => return Err(from.wrong_setting("rule", "it must be sum, sigmoid or vote")),
        };
        rule.check()
            .map_err(|error| from.wrong_setting("slope", error.to_string()))?;
        let n_units = n_classes.checked_mul(n_classes - 1).map(|pairs| pairs / 2);
        let n_units = n_units.ok_or_else(|| from.wrong_setting("n_classes", "it is too large"))?;
        let units = ImageMap::read(from, header.n_features, n_units)?;
        Ok(Self::new(units, n_classes, rule))
    }
}
