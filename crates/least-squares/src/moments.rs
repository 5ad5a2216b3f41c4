use classifier::{InputError, Pixel, TrainingSet, check_memory};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Axis, concatenate};

use crate::classes::Present;
use crate::{Centred, gram};

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
    /// The moments of all images, their pixels being the features, as `centred` has them.
    ///
    /// # Errors
    /// [`InputError::Memory`] if there is no room for products of all features.
    pub fn of_images<P: Pixel>(
        training: &TrainingSet<'_, P>,
        centred: &Centred,
    ) -> Result<Self, InputError> {
        let images = training.images();
        let images = images.as_standard_layout();
        let all = Vec::from_iter(0..images.nrows());
        let (labels, n_classes) = (training.labels(), training.n_classes());
        Self::of_rows(images.view(), centred, &all, labels, n_classes)
    }

    /// The moments of all images, only the classes that there are being told apart.
    pub(crate) fn of_classes<P: Pixel>(
        images: ArrayView2<'_, P>,
        centred: &Centred,
        present: &Present,
    ) -> Result<Self, InputError> {
        let images = images.as_standard_layout();
        let all = Vec::from_iter(0..images.nrows());
        Self::of_rows(
            images.view(),
            centred,
            &all,
            present.labels(),
            present.len(),
        )
    }

    /// The moments of the images that `members` names, as one class.
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
        Self::of_rows(images.view(), centred, members, labels.view(), 1)
    }

    /// The moments of the images that `rows` names, of which `labels` are the classes;
    /// `images` is in standard layout.
    fn of_rows<P: Pixel>(
        images: ArrayView2<'_, P>,
        centred: &Centred,
        rows: &[usize],
        labels: ArrayView1<'_, usize>,
        n_classes: usize,
    ) -> Result<Self, InputError> {
        let n_features = images.ncols();
        match images.as_slice().and_then(P::as_bytes) {
            Some(bytes) => {
                check_room(3, n_classes, n_features)?;
                let (gram, class_sums) =
                    gram::of_bytes(bytes, rows, &labels, n_classes, n_features);
                Ok(Self {
                    unit: GREY_LEVEL,
                    counts: count(labels, n_classes),
                    class_sums,
                    gram,
                })
            }
            None => Self::of_features(labels, n_classes, n_features, |first, mut block| {
                let write = centred.features(images);
                for (offset, features) in block.axis_chunks_iter_mut(Axis(0), 1).enumerate() {
                    write(rows[first + offset], features);
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
    ///
    /// # Errors
    /// [`InputError::Memory`] if there is no room for products of all features.
    pub fn of_features(
        labels: ArrayView1<'_, usize>,
        n_classes: usize,
        n_features: usize,
        features: impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync,
    ) -> Result<Self, InputError> {
        check_room(2 + gram::n_lanes(labels.len()), n_classes, n_features)?;
        let (gram, class_sums) = gram::of_features(labels, n_classes, n_features, features);
        Ok(Self {
            unit: 1.0,
            counts: count(labels, n_classes),
            class_sums,
            gram,
        })
    }

    /// The moments of the samples of both, the classes of the other after one's own.
    ///
    /// # Panics
    /// If they differ in features, or one is of bytes and the other is not.
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

/// Asks for so many tables of products of all features, and sums for each class.
fn check_room(tables: usize, n_classes: usize, n_features: usize) -> Result<(), InputError> {
    let rows = n_features.saturating_add(n_classes);
    check_memory::<f64>(
        "the products of all pairs of features",
        &[tables, rows, n_features],
    )
}

fn count(labels: ArrayView1<'_, usize>, n_classes: usize) -> Array1<f64> {
    let mut counts = Array1::zeros(n_classes);
    for &label in labels {
        counts[label] += 1.0;
    }
    counts
}
