use least_squares::{Affine, Moments};
use ndarray::{Array1, Array2, ArrayView1, Axis};
use ndarray_linalg::{EighInto, UPLO};

use crate::PcaQuadraticError;

/// Principal components of unit variance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PrincipalComponents {
    /// From intensities to components, `z = Λ^(−1/2) Vᵀ (x − x̄)`.
    pub(crate) projection: Affine,
    /// Variance along each, the largest first: the eigenvalues of the sample covariance.
    pub(crate) variances: Array1<f64>,
}

impl PrincipalComponents {
    /// The `n_components` directions of largest variance of the samples with these moments.
    pub(crate) fn fit(moments: &Moments, n_components: usize) -> Result<Self, PcaQuadraticError> {
        let covariance = moments.scatter() / (moments.n_samples() - 1.0);
        // Symmetric, so its transpose is itself in the column order that LAPACK wants.
        let (eigenvalues, eigenvectors) = covariance.reversed_axes().eigh_into(UPLO::Lower)?;

        let n_features = eigenvalues.len();
        let largest = eigenvalues.last().copied().unwrap_or(0.0);
        let rounding = f64::EPSILON * n_features as f64 * largest;
        let rank = eigenvalues
            .iter()
            .filter(|&&value| value > rounding)
            .count();
        if rank < n_components {
            return Err(PcaQuadraticError::TooManyComponents { n_components, rank });
        }

        let mut weights = Array2::zeros((n_components, n_features));
        let mut variances = Array1::zeros(n_components);
        for (component, mut row) in weights.axis_iter_mut(Axis(0)).enumerate() {
            let ascending = n_features - 1 - component;
            let variance = eigenvalues[ascending];
            let direction = eigenvectors.column(ascending);
            row.assign(&(&direction * (sign(direction) / variance.sqrt())));
            variances[component] = variance;
        }
        let bias = -weights.dot(&moments.mean());
        Ok(Self {
            projection: Affine::new(weights, bias),
            variances,
        })
    }
}

/// An eigenvector is one up to its sign: the entry largest in size shall be positive.
fn sign(direction: ArrayView1<'_, f64>) -> f64 {
    let largest = direction.iter().copied().reduce(|best, entry| {
        if entry.abs() > best.abs() {
            entry
        } else {
            best
        }
    });
    largest.map_or(1.0, f64::signum)
}
