use classifier::{Pixel, TrainingSet};
use least_squares::symmetric::eigenvectors;
use least_squares::{Affine, Centred, ImageMap, Moments, centre, features, gram};
use ndarray::{Array1, Array2, ArrayView1};

use crate::PcaQuadraticError;

/// Principal components of unit variance.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PrincipalComponents {
    /// From images to components, `z = Λ^(−1/2) Vᵀ (x − x̄)`.
    pub(crate) projection: ImageMap,
    /// Variance along each in squared pixels, the largest first: the eigenvalues of the sample
    /// covariance.
    pub(crate) variances: Array1<f64>,
}

impl PrincipalComponents {
    /// The `n_components` directions of largest variance of two or more images.
    pub(crate) fn fit<P: Pixel>(
        training: &TrainingSet<'_, P>,
        n_components: usize,
    ) -> Result<Self, PcaQuadraticError> {
        let centred = Centred::of(training)?;
        let (n_images, n_features) = training.images().dim();
        let (variances, map) = if n_images < n_features {
            of_few(training, &centred, n_components)?
        } else {
            let moments = Moments::of_images(training, &centred)?;
            let covariance = moments.scatter() / degrees(training);
            let found = Largest::of(covariance, n_components)?;
            let mut weights = Array2::zeros((n_components, n_features));
            for (mut row, (direction, variance)) in weights.rows_mut().into_iter().zip(found.each())
            {
                row.assign(&(&direction * (sign(direction) / variance.sqrt())));
            }
            let bias = -weights.dot(&moments.mean());
            (found.values, Affine::new(weights, bias))
        };
        Ok(Self {
            variances: variances * centred.squared_unit(),
            projection: ImageMap::new(centred, map),
        })
    }
}

/// Variances and projection of fewer images than pixels. With the images about their mean as the
/// rows of Z, the products ZZᵀ have the eigenvalues of ZᵀZ, and u an eigenvector of the one
/// makes Zᵀu one of the other (Bishop, section 12.1.4).
fn of_few<P: Pixel>(
    training: &TrainingSet<'_, P>,
    centred: &Centred,
    n_components: usize,
) -> Result<(Array1<f64>, Affine), PcaQuadraticError> {
    let (n_images, n_features) = training.images().dim();
    let mut z = features(n_images, n_features, centred.features(training.images()))?;
    let mean = centre(&mut z, training.weights());
    let found = Largest::of(gram(z.view()) / degrees(training), n_components)?;
    let mut weights = Array2::zeros((n_components, n_features));
    for (mut row, (combination, variance)) in weights.rows_mut().into_iter().zip(found.each()) {
        let direction = z.t().dot(&combination);
        let length = direction.dot(&direction).sqrt();
        row.assign(&(&direction * (sign(direction.view()) / (length * variance.sqrt()))));
    }
    let bias = -weights.dot(&mean);
    Ok((found.values, Affine::new(weights, bias)))
}

/// What a scatter is divided by for the sample covariance: `n − 1`, times the mean weight, because
/// weights may have any scale.
fn degrees<P: Pixel>(training: &TrainingSet<'_, P>) -> f64 {
    let n_images = training.images().nrows() as f64;
    let weight = training.weights().map_or(1.0, |weights| {
        weights.iter().copied().map(f64::from).sum::<f64>() / n_images
    });
    weight * (n_images - 1.0)
}

/// The largest eigenvalues of a symmetric matrix.
struct Largest {
    /// The largest first.
    values: Array1<f64>,
    /// The eigenvectors of all, as columns, those of the largest eigenvalues last.
    vectors: Array2<f64>,
}

impl Largest {
    fn of(matrix: Array2<f64>, n_components: usize) -> Result<Self, PcaQuadraticError> {
        let found = eigenvectors(matrix);
        let (eigenvalues, vectors) = found.map_err(|_| PcaQuadraticError::NoEigenvectors)?;
        let order = eigenvalues.len();
        let largest = eigenvalues.last().copied().unwrap_or(0.0);
        let rounding = f64::EPSILON * order as f64 * largest;
        let rank = eigenvalues
            .iter()
            .filter(|&&value| value > rounding)
            .count();
        if rank < n_components {
            return Err(PcaQuadraticError::TooManyComponents { n_components, rank });
        }
        Ok(Self {
            values: (0..n_components)
                .map(|i| eigenvalues[order - 1 - i])
                .collect(),
            vectors,
        })
    }

    /// Each eigenvector and its eigenvalue, the largest first.
    fn each(&self) -> impl Iterator<Item = (ArrayView1<'_, f64>, f64)> {
        let vectors = self.vectors.columns().into_iter().rev();
        vectors.zip(self.values.iter().copied())
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
