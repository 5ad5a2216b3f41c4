use ndarray::{ArrayView1, ArrayView2};
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
/// images, finite pixels, labels below `n_classes`.
#[derive(Clone, Copy, Debug)]
pub struct TrainingSet<'a, P> {
    images: ArrayView2<'a, P>,
    labels: ArrayView1<'a, usize>,
    n_classes: usize,
}

impl<'a, P: Pixel> TrainingSet<'a, P> {
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
    use ndarray::{Array2, array};

    use super::*;

    #[test]
    fn sound_input_passes() {
        let images = array![[0u8, 1], [2, 3], [4, 5]];
        let labels = array![0, 2, 2];
        let set = TrainingSet::check(images.view(), labels.view(), 3).unwrap();
        assert_eq!(set.class_counts(), [1, 0, 2]);
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
