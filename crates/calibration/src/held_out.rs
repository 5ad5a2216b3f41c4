use classifier::{InputError, TrainingSet};
use ndarray::{ArrayView1, ArrayView2};

use crate::CalibrationError;

/// Scores and labels that have passed every check: at least one image and one class, as many
/// labels as images, finite scores, labels that are classes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct HeldOut<'a> {
    /// `(n_images, n_classes)`.
    pub(crate) scores: ArrayView2<'a, f64>,
    /// `(n_images,)`.
    pub(crate) labels: ArrayView1<'a, usize>,
}

impl<'a> HeldOut<'a> {
    pub(crate) fn check(
        scores: ArrayView2<'a, f64>,
        labels: ArrayView1<'a, usize>,
    ) -> Result<Self, CalibrationError> {
        let (n_images, n_classes) = scores.dim();
        let limit = TrainingSet::<u8>::MAX_CLASSES;
        if n_classes == 0 || n_classes > limit {
            return Err(InputError::ClassCount { n_classes, limit }.into());
        }
        if n_images == 0 {
            return Err(InputError::NoImages.into());
        }
        if labels.len() != n_images {
            let (images, labels) = (n_images, labels.len());
            return Err(InputError::LabelCount { images, labels }.into());
        }
        if let Some((image, &label)) = labels.indexed_iter().find(|&(_, &l)| l >= n_classes) {
            return Err(InputError::LabelOutOfRange {
                image,
                label,
                n_classes,
            }
            .into());
        }
        check_finite(scores)?;
        Ok(Self { scores, labels })
    }

    /// Whether there is an image of each class.
    pub(crate) fn present(&self) -> Vec<bool> {
        let mut present = vec![false; self.scores.ncols()];
        for &label in self.labels {
            present[label] = true;
        }
        present
    }
}

pub(crate) fn check_finite(scores: ArrayView2<'_, f64>) -> Result<(), CalibrationError> {
    match scores.indexed_iter().find(|(_, score)| !score.is_finite()) {
        None => Ok(()),
        Some(((image, class), &value)) => Err(CalibrationError::NotFinite {
            image,
            class,
            value,
        }),
    }
}
