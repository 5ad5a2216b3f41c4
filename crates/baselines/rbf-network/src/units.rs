use classifier::Pixel;
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView2, ArrayViewMut2, Axis, Slice, Zip};

use crate::k_means::Clusters;

/// A cluster of few images says little of how wide it is: none is taken to be narrower than
/// this share of the mean.
const NARROWEST: f64 = 0.5;

/// The hidden layer: unit `j` answers with `exp(−‖x − cⱼ‖² / (width · Vⱼ))`.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Units {
    /// `(n_units, n_features)`, intensities.
    centres: Array2<f32>,
    squared_norms: Array1<f32>,
    /// `width · Vⱼ`, `(n_units,)`.
    scales: Array1<f32>,
}

impl Units {
    /// A unit for each cluster, its `V` the cluster's variance.
    pub(crate) fn new(clusters: &[Clusters], width: f64) -> Self {
        let centres: Vec<_> = clusters
            .iter()
            .map(|clusters| clusters.centres.view())
            .collect();
        let variances: Vec<_> = clusters
            .iter()
            .map(|clusters| clusters.variances.view())
            .collect();
        const ALIKE: &str = "clusters of images of one size";
        let centres = ndarray::concatenate(Axis(0), &centres).expect(ALIKE);
        let variances = ndarray::concatenate(Axis(0), &variances).expect(ALIKE);
        let mean = variances.sum() / variances.len() as f64;
        // Without any variance each unit stands for one image, and any width will do.
        let narrowest = if mean > 0.0 { NARROWEST * mean } else { 1.0 };
        Self {
            squared_norms: centres
                .rows()
                .into_iter()
                .map(|centre| centre.dot(&centre))
                .collect(),
            centres,
            scales: variances.mapv(|variance| (width * variance.max(narrowest)) as f32),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.centres.nrows()
    }

    pub(crate) fn n_features(&self) -> usize {
        self.centres.ncols()
    }

    pub(crate) fn centres(&self) -> ArrayView2<'_, f32> {
        self.centres.view()
    }

    pub(crate) fn scales(&self) -> &Array1<f32> {
        &self.scales
    }

    /// What writes the answers to the images from one index on, `(n_images, n_units)`.
    pub(crate) fn activations<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync {
        move |first, mut activations| {
            let rows = Slice::from(first..first + activations.nrows());
            let images = images
                .slice_axis(Axis(0), rows)
                .map(|pixel| pixel.intensity_f32());
            let mut products = Array2::zeros(activations.raw_dim());
            general_mat_mul(1.0, &images, &self.centres.t(), 0.0, &mut products);
            for ((image, products), activations) in images
                .rows()
                .into_iter()
                .zip(products.rows())
                .zip(activations.rows_mut())
            {
                let squared_norm = image.iter().map(|x| x * x).sum::<f32>();
                Zip::from(activations)
                    .and(products)
                    .and(&self.squared_norms)
                    .and(&self.scales)
                    .for_each(|activation, product, of_centre, scale| {
                        let distance = (squared_norm + of_centre - 2.0 * product).max(0.0);
                        *activation = f64::from((-distance / scale).exp());
                    });
            }
        }
    }
}
