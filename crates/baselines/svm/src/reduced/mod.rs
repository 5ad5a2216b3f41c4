//! Reduced sets: a machine written with fewer vectors, which need not be training images.

mod k_means;
mod lbfgs;
mod objective;
mod refit;

use classifier::{Classifier, Cost, InputError, Pixel, check_images};
use linfa::ParamGuard;
use ndarray::{Array2, ArrayView2};

use crate::expansion::Expansion;
use crate::model::{Svm, class_scores};
use crate::samples::{Pixels, Samples};
use crate::{Convergence, Machine, SvmError};
use objective::Objective;

/// What a [`ReducedSvm`] is found with.
#[derive(Clone, Debug, PartialEq)]
pub struct ReducedSetParams(ReducedSetValidParams);

/// [`ReducedSetParams`] that have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct ReducedSetValidParams {
    n_vectors: usize,
    steps: usize,
}

/// A machine for many classes whose vectors were chosen to say much with few (Burges 1996,
/// "Simplified support vector decision rules").
///
/// The machines fₘ(x) = ⟨wₘ, φ(x)⟩ + bₘ of an [`Svm`] share the vectors `z`, which minimise
///
/// ```text
///   Σₘ ‖ wₘ − Σⱼ βₘⱼ φ(zⱼ) ‖²
/// ```
///
/// over `z` by L-BFGS, from the k-means centres of the support vectors of each class; β is the
/// exact minimum at every step, so that by the envelope theorem only ∂k/∂z enters the gradient.
/// At the end β and the bias are fitted by least squares to what the full machine gives for the
/// training images.
#[derive(Clone, Debug)]
pub struct ReducedSvm {
    expansion: Expansion,
    machines: Vec<(Machine, Convergence)>,
    n_classes: usize,
    relative_residuals: Vec<f64>,
}

impl ReducedSvm {
    /// Parameters for a reduced set of `n_vectors`: 20 steps.
    pub fn params(n_vectors: usize) -> ReducedSetParams {
        ReducedSetParams(ReducedSetValidParams {
            n_vectors,
            steps: 20,
        })
    }

    /// Σₘ ‖wₘ − Σⱼ βₘⱼ φ(zⱼ)‖² / Σₘ ‖wₘ‖² at the start and after each step.
    pub fn relative_residuals(&self) -> &[f64] {
        &self.relative_residuals
    }

    /// What each machine gives for each image, `(n_images, n_machines)`.
    ///
    /// # Errors
    /// What [`check_images`] finds.
    pub fn decision_values<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> Result<Array2<f64>, InputError> {
        self.expansion.values(images)
    }
}

impl ReducedSetParams {
    /// Steps of L-BFGS at most; it stops before where none gains.
    pub fn steps(mut self, steps: usize) -> Self {
        self.0.steps = steps;
        self
    }
}

impl ParamGuard for ReducedSetParams {
    type Checked = ReducedSetValidParams;
    type Error = SvmError;

    fn check_ref(&self) -> Result<&ReducedSetValidParams, SvmError> {
        crate::kernel::check(
            "n_vectors",
            self.0.n_vectors as f64,
            self.0.n_vectors > 0,
            "positive",
        )?;
        Ok(&self.0)
    }

    fn check(self) -> Result<ReducedSetValidParams, SvmError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl ReducedSetValidParams {
    /// Reduces a machine; `images` `(n_images, n_features)` are those it was trained on.
    ///
    /// # Errors
    /// [`SvmError::ReducedSetSize`] unless there are fewer vectors than support vectors,
    /// [`SvmError::NotPositiveDefinite`] for a kernel of so few dimensions that the vectors
    /// depend on each other, and what is wrong with the images.
    pub fn reduce<P: Pixel>(
        &self,
        svm: &Svm,
        images: ArrayView2<'_, P>,
    ) -> Result<ReducedSvm, SvmError> {
        let full = svm.expansion();
        let (n_features, support_vectors) = (full.vectors().n_features(), full.vectors().len());
        check_images(images, n_features)?;
        if self.n_vectors >= support_vectors {
            return Err(SvmError::ReducedSetSize {
                asked: self.n_vectors,
                support_vectors,
            });
        }
        let objective = Objective::new(full)?;
        let start = k_means::centres(&objective, self.n_vectors);
        let (features, residuals) = lbfgs::minimise(start, self.steps, |z| {
            objective.evaluate(z).ok_or(SvmError::NotPositiveDefinite {
                n_vectors: self.n_vectors,
            })
        })?;
        let vectors = Samples::from_pixels(
            full.vectors().geometry(),
            Pixels::Floats(objective.images(&features)),
            n_features,
        );
        let norm = objective.squared_norm();
        Ok(ReducedSvm {
            expansion: refit::refit(full, vectors, images)?,
            machines: svm.machines().copied().collect(),
            n_classes: svm.fitted_with().n_classes(),
            relative_residuals: residuals.iter().map(|loss| loss / norm + 1.0).collect(),
        })
    }
}

impl<P: Pixel> Classifier<P> for ReducedSvm {
    fn n_features(&self) -> usize {
        self.expansion.vectors().n_features()
    }

    fn n_classes(&self) -> usize {
        self.n_classes
    }

    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let values = self.decision_values(images)?;
        Ok(class_scores(&self.machines, &values, self.n_classes))
    }

    fn cost(&self) -> Cost {
        self.expansion.cost()
    }
}

classifier::impl_linfa_predict!(ReducedSvm);
