use classifier::{InputError, Pixel, TrainingSet};
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::params::{LocalLinearParams, LocalLinearValidParams};
use crate::{LocalLearningError, LocalLinear};

impl LocalLinear {
    /// Settings for labels `0..n_classes`: 50 neighbours and a ridge of 1.
    pub fn params(n_classes: usize) -> LocalLinearParams {
        LocalLinearParams(LocalLinearValidParams {
            n_classes,
            k: 50,
            ridge: 1.0,
        })
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, LocalLearningError> for LocalLinearValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = LocalLinear;

    /// Images `(n_images, n_features)`, at least `k` of them, labels `(n_images,)`, no weights.
    ///
    /// It needs 8 bytes for each pixel of all images.
    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<LocalLinear, LocalLearningError> {
        let training = TrainingSet::of_dataset(dataset, self.n_classes)?;
        let found = training.images().nrows();
        if found < self.k {
            return Err(LocalLearningError::Input(InputError::TooFewImages {
                found,
                needed: self.k,
                why: "a classifier is trained on k neighbours",
            }));
        }
        LocalLinear::keep(&training, self.clone())
    }
}
