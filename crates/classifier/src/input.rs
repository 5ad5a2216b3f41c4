use linfa::dataset::{AsSingleTargets, DatasetBase};
use ndarray::{ArrayBase, ArrayView1, ArrayView2, Data, Ix2};
use thiserror::Error;

use crate::Pixel;

/// What is wrong with the images or labels that a classifier was given.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum InputError {
    /// There is no image at all.
    #[error("no images: the matrix has 0 rows")]
    NoImages,
    /// The images have no pixels.
    #[error("images without pixels: the matrix has 0 columns")]
    NoFeatures,
    /// The images are of another size than those the model was fitted on.
    #[error("images of {found} values, but the model was fitted on images of {expected}")]
    FeatureCount {
        /// Values per image the model was fitted on.
        expected: usize,
        /// Values per image it was given.
        found: usize,
    },
    /// Images and labels differ in number.
    #[error("{images} images but {labels} labels")]
    LabelCount {
        /// Rows of the image matrix.
        images: usize,
        /// Entries of the label vector.
        labels: usize,
    },
    /// A label is not a class index.
    #[error("label {label} of image {image} is not one of the {n_classes} classes 0..{n_classes}")]
    LabelOutOfRange {
        /// Index of the image.
        image: usize,
        /// Its label.
        label: usize,
        /// Number of classes.
        n_classes: usize,
    },
    /// A pixel is NaN or infinite.
    #[error("pixel {pixel} of image {image} is {value}")]
    NotFinite {
        /// Index of the image.
        image: usize,
        /// Index of the pixel in it.
        pixel: usize,
        /// The value, as printed.
        value: String,
    },
    /// A pixel is so far from the training images that single precision cannot hold both.
    #[error(
        "pixel {pixel} of image {image} is {value:e}, more than {reach:e} from {origin:e}, about \
         which the training images lie: what tells them apart is lost beside it. Leave the image \
         out, or bring its values to those of the others"
    )]
    OutOfReach {
        /// Index of the image.
        image: usize,
        /// Index of the pixel in it.
        pixel: usize,
        /// The value.
        value: f64,
        /// What the training images are measured from.
        origin: f64,
        /// The distance that is still accepted.
        reach: f64,
    },
    /// Two training images of different classes are told apart by digits that single precision
    /// does not keep.
    #[error(
        "images {image} and {other} are of different classes and {distance:e} apart, but {length:e} \
         from where most images lie: single precision does not tell them apart. Train on one such \
         group of images at a time, or bring the groups together"
    )]
    Alike {
        /// Index of the one image.
        image: usize,
        /// Index of the other.
        other: usize,
        /// Their Euclidean distance.
        distance: f64,
        /// Distance of the one from the origin of the training images.
        length: f64,
    },
    /// What the method computes of an image cannot be held in the precision it computes in.
    #[error(
        "image {image}: {what} is {value:e}, too large or too small to compute with. Leave the \
         image out, or bring all features near zero and to a size of about 1 before `fit`, and \
         likewise before recognition"
    )]
    Precision {
        /// Index of the image.
        image: usize,
        /// What was computed.
        what: &'static str,
        /// The value it has.
        value: f64,
    },
    /// The number of classes is none, or more than labels are meant for.
    #[error("{n_classes} classes: there must be one or more, and at most {limit}")]
    ClassCount {
        /// The number asked for.
        n_classes: usize,
        /// The most there may be.
        limit: usize,
    },
    /// The images have weights, of which the method can make no use.
    #[error(
        "image {image} has weight {weight}: this classifier takes no sample weights. Fit without \
         them, or repeat images that are to count more"
    )]
    Weights {
        /// Index of the first image whose weight is not 1.
        image: usize,
        /// Its weight.
        weight: f32,
    },
    /// A weight is not what a weight can be.
    #[error(
        "image {image} has weight {weight}: a weight must be a finite number above 0. Leave out \
         images that are not to count"
    )]
    WeightOutOfRange {
        /// Index of the image.
        image: usize,
        /// Its weight.
        weight: f32,
    },
    /// Images and weights differ in number.
    #[error("{images} images but {weights} weights")]
    WeightCount {
        /// Rows of the image matrix.
        images: usize,
        /// Entries of the vector of weights.
        weights: usize,
    },
    /// What the method has to hold takes more memory than there is.
    #[error("{what}: {needed} bytes, which cannot be had")]
    Memory {
        /// What takes it.
        what: &'static str,
        /// Bytes.
        needed: u64,
    },
    /// Fewer images than the method needs.
    #[error("{found} training images, but {needed} are needed: {why}")]
    TooFewImages {
        /// Images it was given.
        found: usize,
        /// Images the method needs.
        needed: usize,
        /// What needs them.
        why: &'static str,
    },
}

/// Images and labels that have passed every check: at least one image, as many labels as
/// images, finite pixels, labels below `n_classes`, weights above 0.
#[derive(Clone, Copy, Debug)]
pub struct TrainingSet<'a, P> {
    images: ArrayView2<'a, P>,
    labels: ArrayView1<'a, usize>,
    weights: Option<&'a [f32]>,
    n_classes: usize,
}

impl<'a, P: Pixel> TrainingSet<'a, P> {
    /// The most classes there may be.
    pub const MAX_CLASSES: usize = 1 << 16;

    /// Checks one of linfa's datasets for a method that can make no use of weights: images
    /// `(n_images, n_features)`, labels `(n_images,)`, no weights but 1.
    ///
    /// # Errors
    /// The first [`InputError`] found.
    pub fn of_dataset<D, T>(
        dataset: &'a DatasetBase<ArrayBase<D, Ix2>, T>,
        n_classes: usize,
    ) -> Result<Self, InputError>
    where
        D: Data<Elem = P>,
        T: AsSingleTargets<Elem = usize>,
    {
        let set = Self::of_weighted_dataset(dataset, n_classes)?;
        let mut weights = set.weights.unwrap_or_default().iter().copied().enumerate();
        match weights.find(|&(_, weight)| weight != 1.0) {
            None => Ok(set),
            Some((image, weight)) => Err(InputError::Weights { image, weight }),
        }
    }

    /// Checks one of linfa's datasets for a method that honours weights: images
    /// `(n_images, n_features)`, labels `(n_images,)`, and if there are any, weights
    /// `(n_images,)`, finite and above 0.
    ///
    /// # Errors
    /// The first [`InputError`] found.
    pub fn of_weighted_dataset<D, T>(
        dataset: &'a DatasetBase<ArrayBase<D, Ix2>, T>,
        n_classes: usize,
    ) -> Result<Self, InputError>
    where
        D: Data<Elem = P>,
        T: AsSingleTargets<Elem = usize>,
    {
        let labels = dataset.as_single_targets();
        let mut set = Self::check(dataset.records.view(), labels, n_classes)?;
        let Some(weights) = dataset.weights() else {
            return Ok(set);
        };
        let images = set.images.nrows();
        if weights.len() != images {
            return Err(InputError::WeightCount {
                images,
                weights: weights.len(),
            });
        }
        let is_weight = |&weight: &f32| weight.is_finite() && weight > 0.0;
        if let Some(image) = weights.iter().position(|weight| !is_weight(weight)) {
            return Err(InputError::WeightOutOfRange {
                image,
                weight: weights[image],
            });
        }
        if weights.iter().any(|&weight| weight != 1.0) {
            set.weights = Some(weights);
        }
        Ok(set)
    }

    /// Checks `images` `(n_images, n_features)` and `labels` `(n_images,)`.
    ///
    /// # Errors
    /// The first [`InputError`] found.
    pub fn check<'i: 'a, 'l: 'a>(
        images: ArrayView2<'i, P>,
        labels: ArrayView1<'l, usize>,
        n_classes: usize,
    ) -> Result<Self, InputError> {
        let (images, labels) = (images.reborrow(), labels.reborrow());
        let limit = Self::MAX_CLASSES;
        if !(1..=limit).contains(&n_classes) {
            return Err(InputError::ClassCount { n_classes, limit });
        }
        check_images(images, images.ncols())?;
        if labels.len() != images.nrows() {
            return Err(InputError::LabelCount {
                images: images.nrows(),
                labels: labels.len(),
            });
        }
        match labels.iter().position(|&label| label >= n_classes) {
            Some(image) => Err(InputError::LabelOutOfRange {
                image,
                label: labels[image],
                n_classes,
            }),
            None => Ok(Self {
                images,
                labels,
                weights: None,
                n_classes,
            }),
        }
    }

    /// The images, `(n_images, n_features)`.
    pub fn images(&self) -> ArrayView2<'a, P> {
        self.images
    }

    /// The labels, `(n_images,)`, each below [`n_classes`](Self::n_classes).
    pub fn labels(&self) -> ArrayView1<'a, usize> {
        self.labels
    }

    /// The weights, `(n_images,)`, finite and above 0; none if each is 1.
    pub fn weights(&self) -> Option<&'a [f32]> {
        self.weights
    }

    /// The number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Images of each class.
    pub fn class_counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.n_classes];
        for &label in self.labels {
            counts[label] += 1;
        }
        counts
    }
}

/// Checks a batch of images for a model fitted on images of `n_features` values.
///
/// # Errors
/// [`InputError::NoImages`], [`NoFeatures`](InputError::NoFeatures),
/// [`FeatureCount`](InputError::FeatureCount) or [`NotFinite`](InputError::NotFinite).
pub fn check_images<P: Pixel>(
    images: ArrayView2<'_, P>,
    n_features: usize,
) -> Result<(), InputError> {
    if images.ncols() == 0 {
        return Err(InputError::NoFeatures);
    }
    if images.nrows() == 0 {
        return Err(InputError::NoImages);
    }
    if images.ncols() != n_features {
        return Err(InputError::FeatureCount {
            expected: n_features,
            found: images.ncols(),
        });
    }
    if images.as_slice().and_then(P::as_bytes).is_some() {
        return Ok(());
    }
    match images.indexed_iter().find(|(_, value)| !value.is_finite()) {
        Some(((image, pixel), value)) => Err(InputError::NotFinite {
            image,
            pixel,
            value: value.to_string(),
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, Array2, array};

    use super::*;

    #[test]
    fn sound_input_passes() {
        let images = array![[0u8, 1], [2, 3], [4, 5]];
        let labels = array![0, 2, 2];
        let set = TrainingSet::check(images.view(), labels.view(), 3).unwrap();
        assert_eq!(set.class_counts(), [1, 0, 2]);
    }

    fn weighted(weights: Array1<f32>) -> DatasetBase<Array2<u8>, Array1<usize>> {
        DatasetBase::new(array![[0, 1], [2, 3]], array![0, 1]).with_weights(weights)
    }

    #[test]
    fn weights_are_refused_unless_they_are_all_one() {
        let unweighted = DatasetBase::new(array![[0u8, 1]], array![0usize]);
        assert!(TrainingSet::of_dataset(&unweighted, 2).is_ok());
        assert!(TrainingSet::of_dataset(&weighted(array![1.0, 1.0]), 2).is_ok());
        assert_eq!(
            TrainingSet::of_dataset(&weighted(array![1.0, 2.0]), 2).unwrap_err(),
            InputError::Weights {
                image: 1,
                weight: 2.0
            }
        );
    }

    #[test]
    fn weights_are_honoured_if_they_can_be() {
        let of = |weights| {
            let dataset = weighted(weights);
            TrainingSet::of_weighted_dataset(&dataset, 2)
                .map(|set| set.weights().map(|weights| weights.to_vec()))
        };
        assert_eq!(of(array![0.5, 2.0]), Ok(Some(vec![0.5, 2.0])));
        assert_eq!(of(array![1.0, 1.0]), Ok(None));
        assert_eq!(
            of(array![1.0]),
            Err(InputError::WeightCount {
                images: 2,
                weights: 1
            })
        );
        for weight in [0.0, -1.0, f32::NAN, f32::INFINITY] {
            let error = of(array![1.0, weight]).unwrap_err();
            assert!(
                matches!(error, InputError::WeightOutOfRange { image: 1, weight: found } if found.to_bits() == weight.to_bits())
            );
        }
    }

    #[test]
    fn a_number_of_classes_that_no_labels_are_meant_for_is_refused() {
        let (images, labels) = (array![[0u8]], array![0]);
        for n_classes in [0, 65_537, usize::MAX] {
            let error = TrainingSet::check(images.view(), labels.view(), n_classes).unwrap_err();
            let limit = 65_536;
            assert_eq!(error, InputError::ClassCount { n_classes, limit });
            assert!(error.to_string().ends_with("at most 65536"), "{error}");
        }
        assert!(TrainingSet::check(images.view(), labels.view(), 65_536).is_ok());
    }

    #[test]
    fn each_fault_has_its_error() {
        let images = array![[0.0f32, 1.0], [f32::NAN, 3.0]];
        assert_eq!(
            check_images(images.view(), 2),
            Err(InputError::NotFinite {
                image: 1,
                pixel: 0,
                value: "NaN".into()
            })
        );
        let images = array![[0u8, 1], [2, 3]];
        assert_eq!(
            check_images(images.view(), 3),
            Err(InputError::FeatureCount {
                expected: 3,
                found: 2
            })
        );
        assert_eq!(
            check_images(Array2::<u8>::zeros((0, 2)).view(), 2),
            Err(InputError::NoImages)
        );
        assert_eq!(
            check_images(Array2::<u8>::zeros((2, 0)).view(), 0),
            Err(InputError::NoFeatures)
        );
        assert_eq!(
            TrainingSet::check(images.view(), array![0].view(), 2).unwrap_err(),
            InputError::LabelCount {
                images: 2,
                labels: 1
            }
        );
        assert_eq!(
            TrainingSet::check(images.view(), array![0, 2].view(), 2).unwrap_err(),
            InputError::LabelOutOfRange {
                image: 1,
                label: 2,
                n_classes: 2
            }
        );
    }
}
