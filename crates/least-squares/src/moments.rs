use classifier::{InputError, Pixel, TrainingSet, check_memory};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, concatenate};

use crate::classes::{Present, weight};
use crate::{Centred, gram};

/// The intensity of one grey level of a byte image.
const GREY_LEVEL: f64 = 1.0 / 255.0;

/// The sums that least squares needs if the targets depend only on the class of a sample: the
/// number of samples in each class, the sum of the samples in each class, and the Gram matrix of
/// all samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    /// The intensity of the value 1 in the sums. Bytes are summed as integers.
    unit: f64,
    /// `(n_classes,)`.
    counts: Array1<f64>,
    /// `(n_classes, n_features)`.
    class_sums: Array2<f64>,
    /// XᵀX, `(n_features, n_features)`.
    gram: Array2<f64>,
}

impl Moments {
    /// Computes the moments of all images. The features are the pixels, centred by `centred`.
    ///
    /// # Errors
    /// [`InputError::Memory`] if there is not enough memory for the products of all features.
    pub fn of_images<P: Pixel>(
        training: &TrainingSet<'_, P>,
        centred: &Centred,
    ) -> Result<Self, InputError> {
        let images = training.images();
        let images = images.as_standard_layout();
        let all = Vec::from_iter(0..images.nrows());
        let (labels, weights) = (training.labels(), training.weights());
        let n_classes = training.n_classes();
        Self::of_rows(images.view(), centred, &all, labels, weights, n_classes)
    }

    /// Computes the moments of all images. Only classes that have images are kept apart.
    pub(crate) fn of_classes<P: Pixel>(
        images: ArrayView2<'_, P>,
        centred: &Centred,
        present: &Present,
        weights: Option<&[f32]>,
    ) -> Result<Self, InputError> {
        let images = images.as_standard_layout();
        let all = Vec::from_iter(0..images.nrows());
        Self::of_rows(
            images.view(),
            centred,
            &all,
            present.labels(),
            weights,
            present.len(),
        )
    }

    /// Computes the moments of the images that `members` names, as one class.
    ///
    /// # Errors
    /// As [`of_images`](Self::of_images).
    pub fn of_class<P: Pixel>(
        images: ArrayView2<'_, P>,
        centred: &Centred,
        members: &[usize],
    ) -> Result<Self, InputError> {
        let images = images.as_standard_layout();
        let labels = Array1::zeros(members.len());
        Self::of_rows(images.view(), centred, members, labels.view(), None, 1)
    }

    /// Computes the moments of the images that `rows` names. `labels` are the classes of these
    /// images, and `weights` their weights; `images` is in standard layout.
    fn of_rows<P: Pixel>(
        images: ArrayView2<'_, P>,
        centred: &Centred,
        rows: &[usize],
        labels: ArrayView1<'_, usize>,
        weights: Option<&[f32]>,
        n_classes: usize,
    ) -> Result<Self, InputError> {
        let n_features = images.ncols();
        let bytes = images.as_slice().and_then(P::as_bytes);
        // Weighted sums are not of integers.
        match bytes.filter(|_| weights.is_none()) {
            Some(bytes) => {
                check_room(3, n_classes, n_features)?;
                let (gram, class_sums) =
                    gram::of_bytes(bytes, rows, &labels, n_classes, n_features);
                Ok(Self {
                    unit: GREY_LEVEL,
                    counts: count(labels, None, n_classes),
                    class_sums,
                    gram,
                })
            }
            None => Self::of_features(
                labels,
                weights,
                n_classes,
                n_features,
                |first, mut block| {
                    let write = centred.features(images);
                    for (offset, features) in block.axis_chunks_iter_mut(Axis(0), 1).enumerate() {
                        write(rows[first + offset], features);
                    }
                },
            ),
        }
    }

    /// Computes the moments of samples whose features are given one block at a time. So the
    /// features need not all be in memory.
    ///
    /// `labels`, `(n_samples,)`, are smaller than `n_classes`, and `weights` as long. `features` is
    /// as [`fit_one_of_n`](crate::fit_one_of_n) has it.
    pub(crate) fn of_features(
        labels: ArrayView1<'_, usize>,
        weights: Option<&[f32]>,
        n_classes: usize,
        n_features: usize,
        features: impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync,
    ) -> Result<Self, InputError> {
        check_room(2 + gram::n_lanes(labels.len()), n_classes, n_features)?;
        let (gram, class_sums) =
            gram::of_features(labels, weights, n_classes, n_features, features);
        Ok(Self {
            unit: 1.0,
            counts: count(labels, weights, n_classes),
            class_sums,
            gram,
        })
    }

    /// Combines the moments of two sets of samples. The classes of `other` follow the classes of
    /// `self`.
    ///
    /// # Panics
    /// If the two differ in the number of features, or if only one of them is of bytes.
    pub fn beside(&self, other: &Self) -> Self {
        assert_eq!(self.unit, other.unit, "moments of one kind of pixel");
        const ALIKE: &str = "moments of the same features";
        let class_sums = [self.class_sums.view(), other.class_sums.view()];
        Self {
            unit: self.unit,
            counts: concatenate![Axis(0), self.counts, other.counts],
            class_sums: concatenate(Axis(0), &class_sums).expect(ALIKE),
            gram: &self.gram + &other.gram,
        }
    }

    /// Number of samples: if they have weights, the sum of these.
    pub fn n_samples(&self) -> f64 {
        self.counts.sum()
    }

    /// Samples of each class, likewise, `(n_classes,)`.
    pub fn class_counts(&self) -> ArrayView1<'_, f64> {
        self.counts.view()
    }

    /// Number of features.
    pub fn n_features(&self) -> usize {
        self.gram.ncols()
    }

    /// Mean features, `(n_features,)`. They are NaN if there are no samples.
    pub fn mean(&self) -> Array1<f64> {
        self.class_sums.sum_axis(Axis(0)) * (self.unit / self.n_samples())
    }

    /// Sum of squares and products about the mean, `XᵀX − N x̄ x̄ᵀ`, `(n_features, n_features)`. It
    /// is NaN if there are no samples.
    ///
    /// Divided by `N − 1`, it is the sample covariance.
    pub fn scatter(&self) -> Array2<f64> {
        let n = self.n_samples();
        let sums = self.class_sums.sum_axis(Axis(0));
        let scale = self.unit * self.unit / n;
        Array2::from_shape_fn(self.gram.raw_dim(), |(i, j)| {
            (n * self.gram[[i, j]] - sums[i] * sums[j]) * scale
        })
    }

    /// Computes `Σₙ (xₙ − x̄) tₙᵀ` for `targets`, `(n_outputs, n_classes)`. The result is
    /// `(n_outputs, n_features)`.
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

    /// Number of features that have the same value in every sample, as far as f64 can tell.
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

/// Checks that there is memory for `tables` matrices of products of all features, and for the sums
/// of each class.
fn check_room(tables: usize, n_classes: usize, n_features: usize) -> Result<(), InputError> {
    let rows = n_features.saturating_add(n_classes);
    check_memory::<f64>(
        "the products of all pairs of features",
        &[tables, rows, n_features],
    )
}

fn count(labels: ArrayView1<'_, usize>, weights: Option<&[f32]>, n_classes: usize) -> Array1<f64> {
    let mut counts = Array1::zeros(n_classes);
    for (sample, &label) in labels.iter().enumerate() {
        counts[label] += weight(weights, sample);
    }
    counts
}
