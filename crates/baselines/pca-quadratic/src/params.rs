use classifier::{InputError, Pixel, TrainingSet};
use least_squares::{check_ridge, fit_one_of_n};
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::principal::PrincipalComponents;
use crate::{PcaQuadratic, PcaQuadraticError, Terms};

/// What a [`PcaQuadratic`] classifier is fitted with.
#[derive(Clone, Debug, PartialEq)]
pub struct PcaQuadraticParams(PcaQuadraticValidParams);

/// [`PcaQuadraticParams`] that have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct PcaQuadraticValidParams {
    n_classes: usize,
    n_components: usize,
    terms: Terms,
    ridge: f64,
}

impl PcaQuadratic {
    /// Parameters for labels `0..n_classes`: the paper's 40 components, all terms, a ridge
    /// of 1.
    pub fn params(n_classes: usize) -> PcaQuadraticParams {
        PcaQuadraticParams(PcaQuadraticValidParams {
            n_classes,
            n_components: 40,
            terms: Terms::Full,
            ridge: 1.0,
        })
    }
}

impl PcaQuadraticParams {
    /// Number of principal components: one or more, and no more than the images vary in
    /// directions, which are at most one fewer than images.
    pub fn n_components(mut self, n_components: usize) -> Self {
        self.0.n_components = n_components;
        self
    }

    /// Terms of the polynomial.
    pub fn terms(mut self, terms: Terms) -> Self {
        self.0.terms = terms;
        self
    }

    /// The weight λ of the squared weights beside the squared errors summed over the training
    /// set, the components having unit variance whatever the pixels' unit; a finite number, zero
    /// or more.
    pub fn ridge(mut self, ridge: f64) -> Self {
        self.0.ridge = ridge;
        self
    }
}

impl PcaQuadraticValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Number of principal components.
    pub fn n_components(&self) -> usize {
        self.n_components
    }

    /// Terms of the polynomial.
    pub fn terms(&self) -> Terms {
        self.terms
    }

    /// The ridge λ.
    pub fn ridge(&self) -> f64 {
        self.ridge
    }
}

impl ParamGuard for PcaQuadraticParams {
    type Checked = PcaQuadraticValidParams;
    type Error = PcaQuadraticError;

    fn check_ref(&self) -> Result<&PcaQuadraticValidParams, PcaQuadraticError> {
        let n_classes = self.0.n_classes;
        if n_classes < 2 {
            return Err(PcaQuadraticError::TooFewClasses { n_classes });
        }
        if self.0.n_components == 0 {
            return Err(PcaQuadraticError::NoComponents);
        }
        check_ridge(self.0.ridge)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<PcaQuadraticValidParams, PcaQuadraticError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, PcaQuadraticError> for PcaQuadraticValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = PcaQuadratic;

    /// Images `(n_images, n_features)`, two or more, labels `(n_images,)`. An image with a weight
    /// counts as so many images.
    ///
    /// Takes 8 bytes times the square of the smaller of both dimensions, and likewise of terms,
    /// up to ten times.
    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<PcaQuadratic, PcaQuadraticError> {
        let training = TrainingSet::of_weighted_dataset(dataset, self.n_classes)?;
        if training.images().nrows() < 2 {
            return Err(PcaQuadraticError::Input(InputError::TooFewImages {
                found: training.images().nrows(),
                needed: 2,
                why: "one image has no covariance",
            }));
        }
        let principal = PrincipalComponents::fit(&training, self.n_components)?;
        let components = principal.projection.outputs(training.images())?;
        let polynomial = fit_one_of_n(
            &training,
            self.terms.count(self.n_components),
            self.terms.of(&components),
            self.ridge,
        )?;
        Ok(PcaQuadratic::new(principal, self.terms, polynomial))
    }
}
