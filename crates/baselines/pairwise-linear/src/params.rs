use classifier::{Pixel, TrainingSet};
use least_squares::{Affine, LeastSquaresError, Moments, check_ridge};
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{Array1, Array2, ArrayBase, Data, Ix2};
use rayon::prelude::*;

use crate::pairs::pairs;
use crate::{PairwiseLinear, PairwiseLinearError, Rule};

/// What a [`PairwiseLinear`] classifier is fitted with.
#[derive(Clone, Debug, PartialEq)]
pub struct PairwiseLinearParams(PairwiseLinearValidParams);

/// [`PairwiseLinearParams`] that have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct PairwiseLinearValidParams {
    n_classes: usize,
    ridge: f64,
    rule: Rule,
}

impl PairwiseLinear {
    /// Parameters for labels `0..n_classes`, with a ridge of 1 and the default [`Rule`].
    pub fn params(n_classes: usize) -> PairwiseLinearParams {
        PairwiseLinearParams(PairwiseLinearValidParams {
            n_classes,
            ridge: 1.0,
            rule: Rule::default(),
        })
    }
}

impl PairwiseLinearParams {
    /// The weight λ of the squared weights beside the squared errors summed over the images of
    /// the pair, pixels being intensities in [0, 1]. Without any (0), pixels that never vary
    /// in the images of a pair make its problem singular.
    pub fn ridge(mut self, ridge: f64) -> Self {
        self.0.ridge = ridge;
        self
    }

    /// How outputs make scores.
    pub fn rule(mut self, rule: Rule) -> Self {
        self.0.rule = rule;
        self
    }
}

impl PairwiseLinearValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// The ridge λ.
    pub fn ridge(&self) -> f64 {
        self.ridge
    }

    /// How outputs make scores.
    pub fn rule(&self) -> Rule {
        self.rule
    }
}

impl ParamGuard for PairwiseLinearParams {
    type Checked = PairwiseLinearValidParams;
    type Error = PairwiseLinearError;

    fn check_ref(&self) -> Result<&PairwiseLinearValidParams, PairwiseLinearError> {
        let n_classes = self.0.n_classes;
        if n_classes < 2 {
            return Err(PairwiseLinearError::TooFewClasses { n_classes });
        }
        check_ridge(self.0.ridge).map_err(PairwiseLinearError::InvalidRidge)?;
        self.0.rule.check()?;
        Ok(&self.0)
    }

    fn check(self) -> Result<PairwiseLinearValidParams, PairwiseLinearError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, PairwiseLinearError> for PairwiseLinearValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = PairwiseLinear;

    /// Images `(n_images, n_features)`, labels `(n_images,)`.
    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<PairwiseLinear, PairwiseLinearError> {
        let training = TrainingSet::check(
            dataset.records.view(),
            dataset.as_single_targets(),
            self.n_classes,
        )?;
        let moments = Moments::by_class(&training);
        let pairs: Vec<(usize, usize)> = pairs(self.n_classes).collect();
        let units: Vec<_> = pairs
            .par_iter()
            .map(|&(i, j)| fit_unit(&moments, i, j, self.ridge))
            .collect();

        let mut weights = Array2::zeros((pairs.len(), training.images().ncols()));
        let mut bias = Array1::zeros(pairs.len());
        for (unit, (fitted, (first, second))) in units.into_iter().zip(pairs).enumerate() {
            let map = fitted.map_err(|source| PairwiseLinearError::Unit {
                first,
                second,
                source,
            })?;
            if let Some(map) = map {
                weights.row_mut(unit).assign(&map.weights().row(0));
                bias[unit] = map.bias()[0];
            }
        }
        let units = Affine::new(weights, bias);
        Ok(PairwiseLinear::new(units, self.n_classes, self.rule))
    }
}

/// The unit +1 on class `i` and −1 on class `j`; none if neither class has an image.
fn fit_unit(
    moments: &[Moments],
    i: usize,
    j: usize,
    ridge: f64,
) -> Result<Option<Affine>, LeastSquaresError> {
    let mut pair = moments[i].clone();
    pair += &moments[j];
    if pair.n_samples() == 0.0 {
        return Ok(None);
    }
    let mut targets = Array2::zeros((1, moments.len()));
    targets[[0, i]] = 1.0;
    targets[[0, j]] = -1.0;
    pair.regress(targets.view(), ridge).map(Some)
}
