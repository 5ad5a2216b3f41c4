use ndarray::{Array2, ArrayView2, Axis};
use ndarray_linalg::{FactorizeCInto, SolveC, UPLO};

use crate::{Affine, LeastSquaresError, Moments};

/// The targets of a one-of-n code, `(n_classes, n_classes)`: +1 on an output's own class and
/// −1 on all others.
pub fn one_of_n_targets(n_classes: usize) -> Array2<f64> {
    Array2::from_shape_fn((n_classes, n_classes), |(output, class)| {
        if output == class { 1.0 } else { -1.0 }
    })
}

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

        // Symmetric, so its transpose is itself in the column order that LAPACK wants.
        let singular = |_| self.singular(ridge);
        let factor = normal
            .reversed_axes()
            .factorizec_into(UPLO::Lower)
            .map_err(singular)?;
        // Lᵢᵢ² is what is left of feature i once those before it have explained what they
        // can. At rounding level the decomposition has gone through by luck.
        let rounding = f64::EPSILON * self.n_features() as f64;
        let unexplained = factor.factor.diag().mapv(|pivot| pivot * pivot);
        if (unexplained.iter().zip(&diagonal)).any(|(left, all)| *left <= rounding * all) {
            return Err(self.singular(ridge));
        }

        let mut weights = self.centred_products(targets);
        for mut row in weights.axis_iter_mut(Axis(0)) {
            factor.solvec_inplace(&mut row)?;
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
