use classifier::persist::{ModelWriter, Persist as _};
use classifier::{Classifier, Cost, InputError, Pixel};
use ndarray::{Array2, ArrayView2};

use crate::bounds::Bounds;
use crate::expansion::Expansion;
use crate::{Convergence, Machine, SvmValidParams};

/// A fitted support vector machine for many classes.
#[derive(Clone, Debug)]
pub struct Svm {
    params: SvmValidParams,
    expansion: Expansion,
    support: Vec<usize>,
    /// C of each support vector.
    bounds: Bounds,
    machines: Vec<(Machine, Convergence)>,
}

impl Svm {
    pub(crate) fn new(
        params: SvmValidParams,
        expansion: Expansion,
        support: Vec<usize>,
        bounds: Bounds,
        machines: Vec<(Machine, Convergence)>,
    ) -> Self {
        Self {
            params,
            expansion,
            support,
            bounds,
            machines,
        }
    }

    /// What it was fitted with.
    pub fn fitted_with(&self) -> &SvmValidParams {
        &self.params
    }

    /// Its two-class machines, and how the training of each ended. A class that training
    /// never showed has none.
    pub fn machines(&self) -> impl ExactSizeIterator<Item = &(Machine, Convergence)> {
        self.machines.iter()
    }

    /// Indices of the training images that are a support vector of any machine, ascending.
    pub fn support_vectors(&self) -> &[usize] {
        &self.support
    }

    /// αᵢ yᵢ of each machine and support vector, `(n_machines, n_support_vectors)`.
    pub fn coefficients(&self) -> ArrayView2<'_, f64> {
        self.expansion.coefficients()
    }

    /// What each machine gives for each image, `(n_images, n_machines)`: positive for its
    /// class, beyond ±1 outside the margin.
    ///
    /// # Errors
    /// What [`Centring::check`](classifier::Centring::check) finds, and
    /// [`InputError::Precision`] for an image whose kernel values are too large to compute with.
    pub fn decision_values<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> Result<Array2<f64>, InputError> {
        self.expansion.values(images)
    }

    /// The same machine with other names for its support vectors.
    pub(crate) fn with_support(mut self, name: impl Fn(usize) -> usize) -> Self {
        for index in &mut self.support {
            *index = name(*index);
        }
        self
    }

    pub(crate) fn bounds(&self) -> &Bounds {
        &self.bounds
    }

    pub(crate) fn expansion(&self) -> &Expansion {
        &self.expansion
    }
}

impl<P: Pixel> Classifier<P> for Svm {
    fn n_features(&self) -> usize {
        self.expansion.vectors().n_features()
    }

    fn n_classes(&self) -> usize {
        self.params.n_classes
    }

    /// One against the rest: the values of the classes' machines. One against one: votes, and
    /// less than half a vote by the values s in favour of a class, Σs / (3|Σs| + 3). A class
    /// that training never showed lies below all others.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let values = self.decision_values(images)?;
        Ok(class_scores(&self.machines, &values, self.params.n_classes))
    }

    fn cost(&self) -> Cost {
        self.expansion.cost()
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(Svm);

/// Scores of the classes, `(n_images, n_classes)`, from the values of the machines.
pub(crate) fn class_scores(
    machines: &[(Machine, Convergence)],
    values: &Array2<f64>,
    n_classes: usize,
) -> Array2<f64> {
    let mut scores = Array2::zeros((values.nrows(), n_classes));
    for (values, mut scores) in values.outer_iter().zip(scores.outer_iter_mut()) {
        let mut favour = vec![0.0; n_classes];
        let mut known = vec![false; n_classes];
        for (&(machine, _), &value) in machines.iter().zip(values) {
            match machine {
                Machine::OneVsRest { class } => {
                    known[class] = true;
                    scores[class] = value;
                }
                Machine::OneVsOne { positive, negative } => {
                    known[positive] = true;
                    known[negative] = true;
                    scores[if value > 0.0 { positive } else { negative }] += 1.0;
                    favour[positive] += value;
                    favour[negative] -= value;
                }
            }
        }
        // Less than half a vote either way: scikit-learn's.
        for (score, sum) in scores.iter_mut().zip(&favour) {
            *score += sum / (3.0 * (sum.abs() + 1.0));
        }
        let least = (scores.iter().zip(&known))
            .filter(|&(_, &known)| known)
            .fold(f64::INFINITY, |least, (&score, _)| least.min(score));
        for (score, _) in scores.iter_mut().zip(&known).filter(|&(_, &known)| !known) {
            *score = least - 1.0;
        }
    }
    scores
}
