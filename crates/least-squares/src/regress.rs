use classifier::{InputError, Pixel, TrainingSet};
use ndarray::{ArrayView1, ArrayView2, ArrayViewMut2, Axis};

use crate::classes::Present;
use crate::symmetric::Cholesky;
use crate::{Affine, Centred, LeastSquaresError, Moments, dual};

/// Checks that a ridge is a finite number, zero or more.
///
/// # Errors
/// [`LeastSquaresError::InvalidRidge`] if it is not.
pub fn check_ridge(ridge: f64) -> Result<(), LeastSquaresError> {
    if ridge.is_finite() && ridge >= 0.0 {
        Ok(())
    } else {
        Err(LeastSquaresError::InvalidRidge { ridge })
    }
}

/// The affine map of features that comes closest to +1 for a sample's own class and −1 for all
/// others, an output for each of `n_classes` classes, with a ridge λ on its weights.
///
/// `training` has the labels of the samples, and their weights if there are any: a sample
/// counts as so many. `features(first, block)` writes the features of samples
/// `first..first + block.nrows()` into `block`, `(n_samples, n_features)`; it is called from
/// several threads. Where there are fewer samples than features, a system of as many equations as
/// samples is solved. A class without samples has the constant output −1.
///
/// # Errors
/// As [`Moments::regress`], or [`InputError::Memory`](classifier::InputError::Memory).
pub fn fit_one_of_n<P: Pixel>(
    training: &TrainingSet<'_, P>,
    n_features: usize,
    features: impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync,
    ridge: f64,
) -> Result<Affine, LeastSquaresError> {
    let present = Present::of(training.labels(), training.n_classes());
    let (labels, weights) = (present.labels(), training.weights());
    let of_all = || Moments::of_features(labels, weights, present.len(), n_features, &features);
    regress_present(&present, weights, n_features, &features, of_all, ridge)
}

/// The map of [`fit_one_of_n`] for samples of these classes, by whichever system is smaller: from
/// their features, or from the moments of all.
pub(crate) fn regress_present(
    present: &Present,
    weights: Option<&[f32]>,
    n_features: usize,
    features: impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync,
    moments: impl FnOnce() -> Result<Moments, InputError>,
    ridge: f64,
) -> Result<Affine, LeastSquaresError> {
    check_ridge(ridge)?;
    let (labels, targets) = (present.labels(), present.targets());
    let map = if labels.len() < n_features {
        let features = dual::features(labels.len(), n_features, features)?;
        dual::regress(features, labels, weights, targets.view(), ridge)?
    } else {
        moments()?.regress(targets.view(), ridge)?
    };
    Ok(present.among_all(map)?)
}

/// The affine map of the [`Centred`] features of some images that comes closest to the targets
/// of their classes, with a ridge λ on its weights, by as many equations as there are images:
/// for fewer of them than features.
///
/// `rows` names the images of `images` `(n_images, n_features)`, `labels` their classes, and
/// `targets` is as in [`Moments::regress`].
///
/// # Errors
/// As [`Moments::regress`], or [`InputError::Memory`](classifier::InputError::Memory).
pub fn regress_few<P: Pixel>(
    images: ArrayView2<'_, P>,
    centred: &Centred,
    rows: &[usize],
    labels: ArrayView1<'_, usize>,
    targets: ArrayView2<'_, f64>,
    ridge: f64,
) -> Result<Affine, LeastSquaresError> {
    check_ridge(ridge)?;
    if rows.is_empty() {
        return Err(LeastSquaresError::NoSamples);
    }
    let write = centred.features(images);
    let features = dual::features(rows.len(), images.ncols(), |_, mut block| {
        for (features, &row) in block.axis_chunks_iter_mut(Axis(0), 1).zip(rows) {
            write(row, features);
        }
    })?;
    dual::regress(features, labels, None, targets, ridge)
}

impl Moments {
    /// The affine map that comes closest to the targets, for a ridge λ on its weights.
    ///
    /// `targets[[k, c]]` is what output `k` ought to be for the samples of class `c`,
    /// `(n_outputs, n_classes)`. λ has the unit of a sum of squared features over all
    /// samples; with λ = 0 the features must be linearly independent.
    ///
    /// # Errors
    /// [`InvalidRidge`](LeastSquaresError::InvalidRidge),
    /// [`NoSamples`](LeastSquaresError::NoSamples) or, if λ is too small for features that
    /// depend on each other, [`Singular`](LeastSquaresError::Singular).
    ///
    /// # Panics
    /// If `targets` has not a column for each class.
    pub fn regress(
        &self,
        targets: ArrayView2<'_, f64>,
        ridge: f64,
    ) -> Result<Affine, LeastSquaresError> {
        check_ridge(ridge)?;
        if self.n_samples() == 0.0 {
            return Err(LeastSquaresError::NoSamples);
        }
        let mut normal = self.scatter();
        normal.diag_mut().mapv_inplace(|value| value + ridge);
        let diagonal = normal.diag().to_owned();

        let singular = |_| self.singular(ridge);
        let factor = Cholesky::of(normal).map_err(singular)?;
        // Lᵢᵢ² is what is left of feature i once those before it have explained what they
        // can. At rounding level the decomposition has gone through by luck.
        let rounding = f64::EPSILON * self.n_features() as f64;
        let unexplained = factor.diagonal().mapv(|pivot| pivot * pivot);
        if (unexplained.iter().zip(&diagonal)).any(|(left, all)| *left <= rounding * all) {
            return Err(self.singular(ridge));
        }

        let mut weights = self.centred_products(targets);
        for row in weights.axis_iter_mut(Axis(0)) {
            factor.solve(row).map_err(singular)?;
        }
        if !weights.iter().all(|weight| weight.is_finite()) {
            return Err(self.singular(ridge));
        }
        let mean_targets = targets.dot(&self.class_counts()) / self.n_samples();
        let bias = mean_targets - weights.dot(&self.mean());
        Ok(Affine::new(weights, bias))
    }

    fn singular(&self, ridge: f64) -> LeastSquaresError {
        LeastSquaresError::Singular {
            n_features: self.n_features(),
            constant_features: self.n_constant_features(),
            ridge,
        }
    }
}
