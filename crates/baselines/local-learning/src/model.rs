use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use classifier::{Centring, Classifier, Cost, InputError, Pixel, TrainingSet, finite};
use kernels::{FloatRows, Level, nearest_floats};
use least_squares::symmetric::Cholesky;
use linfa::ParamGuard as _;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};
use rayon::prelude::*;

use crate::{LocalLearningError, LocalLinearValidParams};

/// A local linear classifier. It contains its training images.
#[derive(Clone, Debug)]
pub struct LocalLinear {
    rows: FloatRows,
    centring: Centring,
    /// The training images after centring.
    images: Array2<f32>,
    labels: Array1<usize>,
    params: LocalLinearValidParams,
}

impl LocalLinear {
    pub(crate) fn keep<P: Pixel>(
        training: &TrainingSet<'_, P>,
        params: LocalLinearValidParams,
    ) -> Result<Self, LocalLearningError> {
        let centring = Centring::of_features(training.images());
        let images = centring.singles_of_set(training)?;
        let n_features = images.ncols();
        let rows = FloatRows::new(
            images.as_slice().expect("rows one after the other"),
            n_features,
        )?;
        Ok(Self {
            rows,
            centring,
            images,
            labels: training.labels().to_owned(),
            params,
        })
    }

    /// The settings that it was fitted with.
    pub fn fitted_with(&self) -> &LocalLinearValidParams {
        &self.params
    }

    /// The scores of one image by the classifier trained on its neighbours. `None` if the matrix of
    /// the neighbours' products is not positive definite in working precision.
    fn local_scores(&self, image: ArrayView1<'_, f32>, neighbours: &[u32]) -> Option<Array1<f64>> {
        let of = |neighbour: u32| neighbour as usize;
        let n_features = image.len();
        let mut z = Array2::<f64>::zeros((neighbours.len(), n_features));
        for (mut row, &neighbour) in z.rows_mut().into_iter().zip(neighbours) {
            row.zip_mut_with(&self.images.row(of(neighbour)), |z, x| *z = f64::from(*x));
        }
        let mean = z.mean_axis(Axis(0))?;
        z -= &mean;
        let offset = image.mapv(f64::from) - &mean;

        // (Z Zᵀ + λ I)⁻¹ Z (x − x̄): the weight of each neighbour's target. It equals Z (Zᵀ Z + λ
        // I)⁻¹ (x − x̄), which is a smaller system if there are more neighbours than features.
        let influence = if neighbours.len() <= n_features {
            self.solve(z.dot(&z.t()), z.dot(&offset))?
        } else {
            z.dot(&self.solve(z.t().dot(&z), offset)?)
        };
        let total: f64 = influence.sum();
        let k = neighbours.len() as f64;
        let mut scores = Array1::from_elem(self.params.n_classes(), -1.0);
        for (&neighbour, influence) in neighbours.iter().zip(&influence) {
            // ȳ + Σᵢ aᵢ (yᵢ − ȳ), where a target of +1 is larger by 2 than a target of −1.
            scores[self.labels[of(neighbour)]] += 2.0 * (influence + (1.0 - total) / k);
        }
        Some(scores)
    }

    /// Solves a symmetric system with the ridge added to its diagonal.
    fn solve(&self, mut gram: Array2<f64>, mut right: Array1<f64>) -> Option<Array1<f64>> {
        gram.diag_mut().mapv_inplace(|g| g + self.params.ridge());
        // If the differences are large, rounding errors of the products must not exceed the ridge.
        let rounding = f64::EPSILON * (gram.nrows() + self.images.ncols()) as f64;
        let floor = rounding.max(1e-12) * gram.diag().fold(0.0f64, |largest, g| largest.max(*g));
        gram.diag_mut().mapv_inplace(|g| g + floor);
        let factor = Cholesky::of(gram).ok()?;
        factor.solve(right.view_mut()).ok()?;
        Some(right)
    }
}

impl<P: Pixel> Classifier<P> for LocalLinear {
    fn n_features(&self) -> usize {
        self.images.ncols()
    }

    fn n_classes(&self) -> usize {
        self.params.n_classes()
    }

    /// Outputs of the local classifiers; see the [crate](crate).
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        let images = self.centring.singles(images)?;
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
                match self.local_scores(image, neighbours) {
                    Some(local) => scores.assign(&local),
                    None => scores.fill(f64::NAN),
                }
            });
        finite(scores)
    }

    /// Counts the distances to all training images. For the local classifier it counts the products
    /// of the neighbours, their decomposition, and the products of the image with each neighbour.
    /// The stored values are the images.
    fn cost(&self) -> Cost {
        let (n, features) = self.images.dim();
        let k = self.params.k();
        let local = k * k * features / 2 + k * k * k / 6 + k * k + k * features;
        Cost {
            multiply_accumulates: (n * features + local) as u64,
            stored_values: (n * features) as u64,
        }
    }

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(LocalLinear);

/// Settings: `k` and `ridge`. Tensors: `images`, `(n_images, n_features)`, the training images in
/// single precision after [`Centring`]; `labels`, `(n_images,)`.
impl Persist for LocalLinear {
    const KIND: &'static str = "local-learning";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        to.header_of_any(self.images.ncols(), self.params.n_classes());
        to.setting("k", self.params.k());
        to.setting("ridge", self.params.ridge());
        self.centring.write(to);
        to.array("images", self.images.view());
        to.labels("labels", self.labels.iter().copied());
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let (n_features, n_classes) = (header.n_features, header.n_classes);
        let labels = from.labels("labels", None, n_classes)?;
        let (k, ridge) = (from.setting("k")?, from.setting("ridge")?);
        let params = Self::params(n_classes).k(k).ridge(ridge).check();
        let params = params.map_err(|error| from.wrong_setting("ridge", error.to_string()))?;
        if k > labels.len() {
            return Err(from.wrong_setting("k", format!("there are {} images", labels.len())));
        }
        let images = from.matrix::<f32>("images", labels.len(), n_features)?;
        let rows = FloatRows::new(images.as_slice().expect("a new matrix"), n_features);
        let too_many =
            |error: kernels::ShapeError| from.wrong_setting("n_features", format!("{error}"));
        Ok(Self {
            rows: rows.map_err(too_many)?,
            centring: Centring::read(from, n_features)?,
            images,
            labels: labels.into(),
            params,
        })
    }
}
