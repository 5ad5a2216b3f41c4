use classifier::{Classifier, Cost, InputError, Pixel, TrainingSet, check_images};
use kernels::{FloatRows, Level, nearest_floats};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use ndarray_linalg::{FactorizeCInto, SolveC, UPLO};
use rayon::prelude::*;

use crate::{LocalLearningError, LocalLinearValidParams};

/// A local linear classifier with its training images.
#[derive(Clone, Debug)]
pub struct LocalLinear {
    rows: FloatRows,
    images: Array2<f32>,
    labels: Array1<usize>,
    params: LocalLinearValidParams,
}

impl LocalLinear {
    pub(crate) fn keep<P: Pixel>(
        training: &TrainingSet<'_, P>,
        params: LocalLinearValidParams,
    ) -> Result<Self, LocalLearningError> {
        let images = singles(training.images());
        let n_features = images.ncols();
        let rows = FloatRows::new(
            images.as_slice().expect("rows one after the other"),
            n_features,
        )?;
        Ok(Self {
            rows,
            images,
            labels: training.labels().to_owned(),
            params,
        })
    }

    /// What it was fitted with.
    pub fn fitted_with(&self) -> &LocalLinearValidParams {
        &self.params
    }

    /// The scores of one image by the classifier that its neighbours make.
    fn local_scores(&self, image: ArrayView1<'_, f32>, neighbours: &[u32]) -> Array1<f64> {
        let of = |neighbour: u32| neighbour as usize;
        let n_features = image.len();
        let mut z = Array2::<f64>::zeros((neighbours.len(), n_features));
        for (mut row, &neighbour) in z.rows_mut().into_iter().zip(neighbours) {
            row.zip_mut_with(&self.images.row(of(neighbour)), |z, x| *z = f64::from(*x));
        }
        let mean = z.mean_axis(Axis(0)).expect("k is positive");
        z -= &mean;
        let offset = image.mapv(f64::from) - &mean;

        let mut gram = z.dot(&z.t());
        gram.diag_mut().mapv_inplace(|g| g + self.params.ridge());
        // Rounding of the products must not outweigh the ridge where intensities are huge.
        let floor = 1e-12 * gram.diag().fold(0.0f64, |largest, g| largest.max(*g));
        gram.diag_mut().mapv_inplace(|g| g + floor);
        let factor = gram
            .reversed_axes()
            .factorizec_into(UPLO::Lower)
            .expect("a Gram matrix plus a positive ridge is positive definite");
        // (Z Zᵀ + λ I)⁻¹ Z (x − x̄): how much each neighbour's target counts.
        let mut influence = z.dot(&offset);
        factor
            .solvec_inplace(&mut influence)
            .expect("the factor is as long as there are neighbours");

        let total: f64 = influence.sum();
        let k = neighbours.len() as f64;
        let mut scores = Array1::from_elem(self.params.n_classes(), -1.0);
        for (&neighbour, influence) in neighbours.iter().zip(&influence) {
            // ȳ + Σᵢ aᵢ (yᵢ − ȳ), where a target of +1 is 2 more than one of −1.
            scores[self.labels[of(neighbour)]] += 2.0 * (influence + (1.0 - total) / k);
        }
        scores
    }
}

fn singles<P: Pixel>(images: ArrayView2<'_, P>) -> Array2<f32> {
    // Half the range: differences must be finite too.
    let range = (f32::MIN / 2.0, f32::MAX / 2.0);
    let images = images.as_standard_layout();
    images.mapv(|pixel| pixel.intensity_f32().clamp(range.0, range.1))
}

impl<P: Pixel> Classifier<P> for LocalLinear {
    fn n_features(&self) -> usize {
        self.images.ncols()
    }

    fn n_classes(&self) -> usize {
        self.params.n_classes()
    }

    /// Outputs of the local classifiers, see the [crate](crate).
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        check_images(images, self.images.ncols())?;
        let images = singles(images);
        let pixels = images.as_slice().expect("rows one after the other");
        let found = nearest_floats(Level::current(), pixels, &self.rows, self.params.k())
            .unwrap_or_else(|error| unreachable!("fit and check_images have checked: {error}"));
        let mut scores = Array2::zeros((images.nrows(), self.params.n_classes()));
        scores
            .axis_iter_mut(Axis(0))
            .into_par_iter()
            .zip(images.axis_iter(Axis(0)))
            .zip(found.indices().par_chunks(self.params.k()))
            .for_each(|((mut scores, image), neighbours)| {
                scores.assign(&self.local_scores(image, neighbours));
            });
        Ok(scores)
    }

    /// The distances to all training images, and for the classifier the products of the
    /// neighbours, their decomposition and what the image is to each of them; the images.
    fn cost(&self) -> Cost {
        let (n, features) = self.images.dim();
        let k = self.params.k();
        let local = k * k * features / 2 + k * k * k / 6 + k * k + k * features;
        Cost {
            multiply_accumulates: (n * features + local) as u64,
            stored_values: (n * features) as u64,
        }
    }
}

classifier::impl_linfa_predict!(LocalLinear);
