use classifier::persist::{ModelError, ModelReader, ModelWriter};
use classifier::{Centring, Pixel};
use ndarray::linalg::general_mat_mul;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis, Zip};

use crate::k_means::{Clusters, squared_distance};

/// The variance of a cluster is raised to at least this share of the mean variance. If a few wide
/// clusters make the mean large, so that the median variance is smaller than this, it is raised to
/// the median.
const NARROWEST: f64 = 0.5;

/// A cluster with fewer images than this does not tell its width. A cluster of one image has no
/// width at all.
const FEW: f64 = 4.0;

/// The variance of a cluster with fewer than [`FEW`] images is raised to at least this share of a
/// median squared distance: that of each centre from the nearest other centre of its class. 0.5,
/// 0.75 and 1 work equally well; see the documentation of the crate.
const NEAREST: f64 = 0.75;

/// If the squared norms are this many times larger than a unit's scale, an expanded distance has
/// too few of its 24 bits left.
const EXPANDED: f32 = 256.0;

/// The hidden layer. Unit `j` computes `exp(−‖x − cⱼ‖² / (width · Vⱼ))` of centred images.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Units {
    centring: Centring,
    /// `(n_units, n_features)`.
    centres: Array2<f32>,
    squared_norms: Array1<f32>,
    /// `width · Vⱼ`, `(n_units,)`.
    scales: Array1<f32>,
}

impl Units {
    /// Makes a unit for each cluster of the classes that have images. Its `V` is the variance of
    /// the cluster, but not less than the lower bounds above.
    pub(crate) fn new(centring: Centring, clusters: &[Clusters], width: f64) -> Self {
        let centres: Vec<_> = clusters
            .iter()
            .map(|clusters| clusters.centres.view())
            .collect();
        const ALIKE: &str = "clusters of images of one size";
        let centres = ndarray::concatenate(Axis(0), &centres).expect(ALIKE);
        let variances = variances(clusters, centres.view());
        let scales = variances.mapv(|variance| (width * variance) as f32);
        Self::of(centring, centres, scales)
    }

    fn of(centring: Centring, centres: Array2<f32>, scales: Array1<f32>) -> Self {
        let centre_rows = centres.rows().into_iter();
        Self {
            centring,
            squared_norms: centre_rows.map(|centre| centre.dot(&centre)).collect(),
            centres,
            scales,
        }
    }

    pub(crate) fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        self.centring.write(to);
        to.array("centres", self.centres.view());
        to.array("scales", self.scales.view());
    }

    pub(crate) fn read(from: &ModelReader<'_>, n_features: usize) -> Result<Self, ModelError> {
        let centres = from.matrix("centres", None, n_features)?;
        let scales = from.vector("scales", centres.nrows())?;
        from.check_values(
            "scales",
            &scales,
            |&scale| scale > 0.0,
            || "it must be above zero".to_owned(),
        )?;
        Ok(Self::of(
            Centring::read(from, n_features)?,
            centres,
            scales.into(),
        ))
    }

    pub(crate) fn len(&self) -> usize {
        self.centres.nrows()
    }

    pub(crate) fn centring(&self) -> &Centring {
        &self.centring
    }

    /// The centres, for centred images.
    pub(crate) fn centres(&self) -> ArrayView2<'_, f32> {
        self.centres.view()
    }

    /// The scales, for centred images.
    pub(crate) fn scales(&self) -> &Array1<f32> {
        &self.scales
    }

    /// Returns a function that writes the activations of checked images, `(n_images, n_units)`,
    /// starting with a given image.
    pub(crate) fn activations<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync {
        let largest_norm = self.squared_norms.fold(0.0, |largest, &x| x.max(largest));
        let least_scale = self.scales.fold(f32::INFINITY, |least, &x| x.min(least));
        move |first, mut activations| {
            let mut block = Array2::zeros((activations.nrows(), images.ncols()));
            for (offset, mut image) in block.rows_mut().into_iter().enumerate() {
                let image = image.as_slice_mut().expect("a row of a new matrix");
                self.centring
                    .write_singles(images.row(first + offset), image);
            }
            let mut products = Array2::zeros(activations.raw_dim());
            general_mat_mul(1.0, &block, &self.centres.t(), 0.0, &mut products);
            for ((image, products), activations) in block
                .rows()
                .into_iter()
                .zip(products.rows())
                .zip(activations.rows_mut())
            {
                let squared_norm = image.iter().map(|x| x * x).sum::<f32>();
                let mut activations = activations;
                Zip::from(&mut activations)
                    .and(products)
                    .and(&self.squared_norms)
                    .and(&self.scales)
                    .for_each(|activation, product, of_centre, scale| {
                        let distance = (squared_norm + of_centre - 2.0 * product).max(0.0);
                        *activation = f64::from((-distance / scale).exp());
                    });
                if squared_norm + largest_norm > EXPANDED * least_scale {
                    self.correct(image, squared_norm, products, activations);
                }
            }
        }
    }

    /// Computes the activations of one image again, for each unit where the expanded distance has
    /// too few digits for the unit's scale.
    fn correct(
        &self,
        image: ArrayView1<'_, f32>,
        squared_norm: f32,
        products: ArrayView1<'_, f32>,
        mut activations: ArrayViewMut1<'_, f64>,
    ) {
        for unit in 0..self.len() {
            let norms = squared_norm + self.squared_norms[unit];
            let is_small = norms - 2.0 * products[unit] < norms / EXPANDED;
            if norms > EXPANDED * self.scales[unit] && is_small {
                let distance = squared_distance(image, self.centres.row(unit));
                activations[unit] = f64::from((-distance / self.scales[unit]).exp());
            }
        }
    }
}

/// The variances that are used for the clusters, `(n_units,)`, after the lower bounds are applied.
fn variances(clusters: &[Clusters], centres: ArrayView2<'_, f32>) -> Array1<f64> {
    let found: Array1<f64> = clusters
        .iter()
        .flat_map(|clusters| &clusters.variances)
        .copied()
        .collect();
    let sizes = clusters.iter().flat_map(|clusters| &clusters.sizes);
    let mean = found.sum() / found.len() as f64;
    let positive = found.iter().copied().filter(|&variance| variance > 0.0);
    let narrowest = (NARROWEST * mean).min(median(positive.collect()));
    let of_few = NEAREST * median(nearest_others(clusters));
    let spread = spread(centres);
    found
        .iter()
        .zip(sizes)
        .map(|(&variance, &size)| {
            let floor = if size < FEW { of_few } else { 0.0 };
            let variance = variance.max(narrowest).max(floor);
            match variance > 0.0 {
                true => variance,
                // No class has two different images.
                false => spread,
            }
        })
        .collect()
}

/// The squared distance of each centre from the nearest other centre of its class, if there is
/// another centre.
fn nearest_others(clusters: &[Clusters]) -> Vec<f64> {
    let mut distances = Vec::new();
    for clusters in clusters {
        let centres = clusters.centres.rows().into_iter().enumerate();
        distances.extend(centres.filter_map(|(unit, centre)| {
            (clusters.centres.rows().into_iter().enumerate())
                .filter(|&(other, _)| other != unit)
                .map(|(_, other)| f64::from(squared_distance(centre, other)))
                .reduce(f64::min)
        }));
    }
    distances
}

/// The mean squared distance of the centres from their mean. It is 1 if all centres are equal; any
/// width is right then.
fn spread(centres: ArrayView2<'_, f32>) -> f64 {
    let centres = centres.mapv(f64::from);
    let mean = centres.sum_axis(Axis(0)) / centres.nrows() as f64;
    let spread = (centres - mean).mapv(|x| x * x).sum_axis(Axis(1)).mean();
    spread.filter(|&spread| spread > 0.0).unwrap_or(1.0)
}

/// The median. If the number of values is even, it is the upper one of the two in the middle;
/// without values it is 0.
fn median(mut values: Vec<f64>) -> f64 {
    let middle = values.len() / 2;
    match values.is_empty() {
        true => 0.0,
        false => *values.select_nth_unstable_by(middle, f64::total_cmp).1,
    }
}
