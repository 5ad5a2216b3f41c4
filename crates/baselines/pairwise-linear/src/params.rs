use classifier::{InputError, Pixel, TrainingSet, check_memory};
use least_squares::{
    Affine, Centred, ImageMap, LeastSquaresError, Moments, check_ridge, regress_few,
};
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{Array1, Array2, ArrayBase, Data, Ix2, array};
use rayon::prelude::*;

use crate::pairs::pairs;
use crate::{PairwiseLinear, PairwiseLinearError, Rule};

/// The settings to fit a [`PairwiseLinear`] classifier with.
#[derive(Clone, Debug, PartialEq)]
pub struct PairwiseLinearParams(PairwiseLinearValidParams);

/// [`PairwiseLinearParams`] after they have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct PairwiseLinearValidParams {
    n_classes: usize,
    ridge: f64,
    rule: Rule,
}

impl PairwiseLinear {
    /// Settings for labels `0..n_classes`, with a ridge of 1 and the default [`Rule`].
    pub fn params(n_classes: usize) -> PairwiseLinearParams {
        PairwiseLinearParams(PairwiseLinearValidParams {
            n_classes,
            ridge: 1.0,
            rule: Rule::default(),
        })
    }
}

impl PairwiseLinearParams {
    /// The ridge λ. Each unit minimises the sum of the squared errors over the images of its pair
    /// plus λ times the squared weights, where pixels are intensities in [0, 1]. It is a finite
    /// number, zero or more. For floats that are not intensities, it is in squared units of their
    /// [`Centring`](classifier::Centring). With a ridge of 0, the problem of a pair is singular if
    /// a pixel never varies in its images, or if the pair has fewer images than pixels.
    pub fn ridge(mut self, ridge: f64) -> Self {
        self.0.ridge = ridge;
        self
    }

    /// The rule that makes scores from the outputs of the units.
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

    /// The rule that makes scores from the outputs of the units.
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

    /// Images `(n_images, n_features)`, labels `(n_images,)`, no weights.
    ///
    /// It needs 8 bytes for each pixel and pair of classes. Unless all pairs have fewer images than
    /// pixels, it also needs 8 bytes times the squared number of pixels for each class.
    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<PairwiseLinear, PairwiseLinearError> {
        let training = TrainingSet::of_dataset(dataset, self.n_classes)?;
        let n_features = training.images().ncols();
        let n_units = self.n_classes * (self.n_classes - 1) / 2;
        check_memory::<f64>("the weights of all pairs", &[n_units, n_features])?;
        let problem = Problem::of(&training, self.ridge)?;
        let pairs: Vec<(usize, usize)> = pairs(self.n_classes).collect();
        let units: Vec<_> = pairs.par_iter().map(|&(i, j)| problem.unit(i, j)).collect();

        let mut weights = Array2::zeros((n_units, n_features));
        let mut bias = Array1::zeros(n_units);
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
        let units = ImageMap::new(problem.centred, Affine::new(weights, bias));
        Ok(PairwiseLinear::new(units, self.n_classes, self.rule))
    }
}

/// The data from which all units are fitted.
struct Problem<'a, P> {
    training: &'a TrainingSet<'a, P>,
    centred: Centred,
    ridge: f64,
    /// The images of each class.
    members: Vec<Vec<usize>>,
    /// The moments of each class that forms at least one pair with more images than pixels.
    moments: Vec<Option<Moments>>,
}

impl<'a, P: Pixel> Problem<'a, P> {
    fn of(training: &'a TrainingSet<'a, P>, ridge: f64) -> Result<Self, InputError> {
        let images = training.images();
        let centred = Centred::of(training)?;
        let mut members = vec![Vec::new(); training.n_classes()];
        for (image, &label) in training.labels().iter().enumerate() {
            members[label].push(image);
        }
        let mut counts = training.class_counts();
        counts.sort_unstable_by(|a, b| b.cmp(a));
        let moments = members.iter().map(|members| {
            let is_largest = counts.first() == Some(&members.len());
            let largest_other = counts[usize::from(is_largest)];
            let needed = members.len() + largest_other >= images.ncols();
            needed
                .then(|| Moments::of_class(images, &centred, members))
                .transpose()
        });
        Ok(Self {
            moments: moments.collect::<Result<_, _>>()?,
            training,
            centred,
            ridge,
            members,
        })
    }

    /// Fits the unit with target +1 on class `i` and −1 on class `j`. `None` if neither class has
    /// an image.
    fn unit(&self, i: usize, j: usize) -> Result<Option<Affine>, LeastSquaresError> {
        let (of_i, of_j) = (&self.members[i], &self.members[j]);
        if of_i.is_empty() && of_j.is_empty() {
            return Ok(None);
        }
        let targets = array![[1.0, -1.0]];
        let images = self.training.images();
        match (&self.moments[i], &self.moments[j]) {
            (Some(first), Some(second)) if of_i.len() + of_j.len() >= images.ncols() => {
                first.beside(second).regress(targets.view(), self.ridge)
            }
            _ => {
                let rows = [of_i.as_slice(), of_j.as_slice()].concat();
                let labels = (0..rows.len()).map(|row| usize::from(row >= of_i.len()));
                let labels = Array1::from_iter(labels);
                let (labels, targets) = (labels.view(), targets.view());
                regress_few(images, &self.centred, &rows, labels, targets, self.ridge)
            }
        }
        .map(Some)
    }
}
