//! Reduced sets: a machine written with fewer vectors, which need not be training images.

mod k_means;
mod lbfgs;
mod objective;
mod real;
mod refit;

use std::ops::ControlFlow;
use std::sync::Arc;

use classifier::persist::{ModelWriter, Persist as _};
use classifier::{Classifier, Cost, InputError, Pixel};
use linfa::ParamGuard;
use ndarray::{Array2, ArrayView2};

use crate::expansion::{Expansion, Precision};
use crate::model::{Svm, class_scores};
use crate::progress::{Watch, nobody};
use crate::samples::{Samples, Space, Storage};
use crate::{Convergence, Machine, Progress, SvmError};
use objective::Objective;
use real::Real;

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

    pub(crate) fn new(
        expansion: Expansion,
        machines: Vec<(Machine, Convergence)>,
        n_classes: usize,
        relative_residuals: Vec<f64>,
    ) -> Self {
        Self {
            expansion,
            machines,
            n_classes,
            relative_residuals,
        }
    }

    pub(crate) fn expansion(&self) -> &Expansion {
        &self.expansion
    }

    pub(crate) fn machines(&self) -> impl ExactSizeIterator<Item = &(Machine, Convergence)> {
        self.machines.iter()
    }

    pub(crate) fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Σₘ ‖wₘ − Σⱼ βₘⱼ φ(zⱼ)‖² / Σₘ ‖wₘ‖² at the start and after each step.
    pub fn relative_residuals(&self) -> &[f64] {
        &self.relative_residuals
    }

    /// What each machine gives for each image, `(n_images, n_machines)`.
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
}

impl ReducedSetParams {
    /// Steps of L-BFGS at most, up to a million; it stops before where none gains.
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
            "1 or more",
        )?;
        crate::kernel::check(
            "steps",
            self.0.steps as f64,
            self.0.steps <= 1_000_000,
            "a million or fewer",
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
    /// depend on each other, [`SvmError::ReducedSetPrecision`], and what is wrong with the
    /// images.
    pub fn reduce<P: Pixel>(
        &self,
        svm: &Svm,
        images: ArrayView2<'_, P>,
    ) -> Result<ReducedSvm, SvmError> {
        self.reduce_watched(svm, images, nobody)
    }

    /// [Reduces](Self::reduce) a machine, and tells `watch` of each step, on the calling thread.
    /// If it returns [`ControlFlow::Break`], that ends it.
    ///
    /// # Errors
    /// As reducing, and [`SvmError::Stopped`].
    pub fn reduce_watched<P: Pixel>(
        &self,
        svm: &Svm,
        images: ArrayView2<'_, P>,
        watch: impl Fn(&Progress) -> ControlFlow<()>,
    ) -> Result<ReducedSvm, SvmError> {
        let vectors = svm.expansion().vectors();
        vectors.space().centring().check(images)?;
        let support_vectors = vectors.len();
        if self.n_vectors >= support_vectors {
            return Err(SvmError::ReducedSetSize {
                asked: self.n_vectors,
                support_vectors,
            });
        }
        let (geometry, n_features) = (vectors.geometry(), vectors.n_features());
        match (vectors.storage(), P::as_bytes(&[])) {
            (Storage::Bytes, Some(_)) if vectors.suit_singles() => {
                let space = Space::of_bytes(geometry, Storage::Singles, n_features);
                self.reduce_in::<f32, P>(svm, space, Precision::Single, images, &watch)
            }
            _ => {
                let space = Space::of_centred(geometry, vectors.space().centring().clone());
                self.reduce_in::<f64, P>(svm, space, Precision::Double, images, &watch)
            }
        }
    }

    fn reduce_in<T: Real, P: Pixel>(
        &self,
        svm: &Svm,
        space: Space,
        precision: Precision,
        images: ArrayView2<'_, P>,
        watch: Watch<'_>,
    ) -> Result<ReducedSvm, SvmError> {
        let full = svm.expansion();
        let objective = Objective::<T>::new(full);
        let norm = objective.squared_norm();
        let relative = |loss: f64| loss / norm + 1.0;
        let start = k_means::centres(&objective, self.n_vectors);
        let evaluate = |z: &Array2<f64>| {
            objective.evaluate(z).ok_or(SvmError::NotPositiveDefinite {
                n_vectors: self.n_vectors,
            })
        };
        let tell = |done, loss| {
            watch(&Progress::ReducedSet {
                done,
                of: self.steps,
                relative_residual: relative(loss),
            })
        };
        let (features, losses) = lbfgs::minimise(start, self.steps, evaluate, tell)?;
        let relative_residuals: Vec<f64> = losses.into_iter().map(relative).collect();
        if let Some(&value) = relative_residuals.iter().find(|value| !value.is_finite()) {
            return Err(SvmError::ReducedSetPrecision { value });
        }
        let pixels = T::pixels(objective.images(&features));
        let vectors = Samples::from_pixels(&Arc::new(space), pixels);
        Ok(ReducedSvm::new(
            refit::refit(full, vectors, precision, images)?,
            svm.machines().copied().collect(),
            svm.fitted_with().n_classes(),
            relative_residuals,
        ))
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

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(ReducedSvm);
