use std::ops::AddAssign;

use classifier::{Pixel, TrainingSet};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis};

use crate::gram;

/// The intensity of one grey level of a byte.
const GREY_LEVEL: f64 = 1.0 / 255.0;

/// What least squares needs to know of samples whose targets depend on their class alone:
/// how many there are of each class, their sums, and the Gram matrix of all.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// The intensity that 1 stands for in the sums: bytes are summed as the integers they are.
    unit: f64,
    /// `(n_classes,)`.
    counts: Array1<f64>,
    /// `(n_classes, n_features)`.
    class_sums: Array2<f64>,
    /// XᵀX, `(n_features, n_features)`.
    gram: Array2<f64>,
}

impl Moments {
    /// The moments of all images, their pixels being the features.
    pub fn of_images<P: Pixel>(training: &TrainingSet<'_, P>) -> Self {
        let images = training.images();
        let images = images.as_standard_layout();
        let all: Vec<usize> = (0..images.nrows()).collect();
        Self::of_rows(images.view(), training.labels(), &all, training.n_classes())
    }

    /// The moments of the images of each class by themselves.
    pub fn by_class<P: Pixel>(training: &TrainingSet<'_, P>) -> Vec<Self> {
        let images = training.images();
        let images = images.as_standard_layout();
        let mut members = vec![Vec::new(); training.n_classes()];
        for (image, &label) in training.labels().iter().enumerate() {
            members[label].push(image);
        }
        members
            .iter()
            .map(|rows| Self::of_rows(images.view(), training.labels(), rows, training.n_classes()))
            .collect()
    }

    /// The moments of the images that `rows` names; `images` is in standard layout.
    fn of_rows<P: Pixel>(
        images: ArrayView2<'_, P>,
        labels: ArrayView1<'_, usize>,
        rows: &[usize],
        n_classes: usize,
    ) -> Self {
        let n_features = images.ncols();
        let labels: Array1<usize> = rows.iter().map(|&row| labels[row]).collect();
        match images.as_slice().and_then(P::as_bytes) {
            Some(bytes) => {
                let (gram, class_sums) =
                    gram::of_bytes(bytes, rows, &labels, n_classes, n_features);
                Self {
                    unit: GREY_LEVEL,
                    counts: count(labels.view(), n_classes),
                    class_sums,
                    gram,
                }
            }
            None => Self::of_features(labels.view(), n_classes, n_features, |first, mut block| {
                for (mut features, &row) in block.rows_mut().into_iter().zip(&rows[first..]) {
                    features.zip_mut_with(&images.row(row), |feature, pixel| {
                        *feature = pixel.intensity();
                    });
                }
            }),
        }
    }

    /// The moments of samples that are given by their features, a block at a time, so that
    /// they need not all be in memory.
    ///
    /// `labels` `(n_samples,)` are below `n_classes`. `features(first, block)` writes the
    /// features of samples `first..first + block.nrows()` into `block`, `(n_samples,
    /// n_features)`; it is called from several threads.
    pub fn of_features(
        labels: ArrayView1<'_, usize>,
        n_classes: usize,
        n_features: usize,
        features: impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync,
    ) -> Self {
        let (gram, class_sums) = gram::of_features(labels, n_classes, n_features, features);
        Self {
            unit: 1.0,
            counts: count(labels, n_classes),
            class_sums,
            gram,
        }
    }

    /// Number of samples.
    pub fn n_samples(&self) -> f64 {
        self.counts.sum()
    }

    /// Samples of each class, `(n_classes,)`.
    pub fn class_counts(&self) -> ArrayView1<'_, f64> {
        self.counts.view()
    }

    /// Number of features.
    pub fn n_features(&self) -> usize {
        self.gram.ncols()
    }

    /// Mean features, `(n_features,)`; not a number if there is no sample.
    pub fn mean(&self) -> Array1<f64> {
        self.class_sums.sum_axis(Axis(0)) * (self.unit / self.n_samples())
    }

    /// Sum of squares and products about the mean, `XᵀX − N x̄ x̄ᵀ`,
    /// `(n_features, n_features)`; not a number if there is no sample.
    ///
    /// Divided by `N − 1` it is the sample covariance.
    pub fn scatter(&self) -> Array2<f64> {
        let n = self.n_samples();
        let sums = self.class_sums.sum_axis(Axis(0));
        let scale = self.unit * self.unit / n;
        Array2::from_shape_fn(self.gram.raw_dim(), |(i, j)| {
            (n * self.gram[[i, j]] - sums[i] * sums[j]) * scale
        })
    }

    /// `Σₙ (xₙ − x̄) tₙᵀ` for `targets` `(n_outputs, n_classes)`, as `(n_outputs, n_features)`.
    pub(crate) fn centred_products(&self, targets: ArrayView2<'_, f64>) -> Array2<f64> {
        let sums = self.class_sums.sum_axis(Axis(0));
        let target_sums = targets.dot(&self.counts);
        let n = self.n_samples();
        let mut products = targets.dot(&self.class_sums);
        for (mut row, target_sum) in products.rows_mut().into_iter().zip(target_sums) {
            row.zip_mut_with(&sums, |product, sum| {
                *product = (n * *product - target_sum * sum) * (self.unit / n);
            });
        }
        products
    }

    /// Number of features whose value is the same in every sample, as far as f64 can tell.
    pub(crate) fn n_constant_features(&self) -> usize {
        let n = self.n_samples();
        let sums = self.class_sums.sum_axis(Axis(0));
        (0..self.n_features())
            .filter(|&j| {
                let squares = n * self.gram[[j, j]];
                squares - sums[j] * sums[j] <= f64::EPSILON * n * squares
            })
            .count()
    }
}

fn count(labels: ArrayView1<'_, usize>, n_classes: usize) -> Array1<f64> {
    let mut counts = Array1::zeros(n_classes);
    for &label in labels {
        counts[label] += 1.0;
    }
    counts
}

/// The moments of the samples of both.
///
/// # Panics
/// If they differ in features, classes, or one is of bytes and the other is not.
impl AddAssign<&Moments> for Moments {
    fn add_assign(&mut self, other: &Moments) {
        assert_eq!(self.unit, other.unit, "moments of one kind of pixel");
        assert_eq!(
            self.class_sums.dim(),
            other.class_sums.dim(),
            "moments of the same classes and features"
        );
        self.counts += &other.counts;
        self.class_sums += &other.class_sums;
        self.gram += &other.gram;
    }
}
