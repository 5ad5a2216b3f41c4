use std::ops::ControlFlow;
use std::sync::Arc;

use classifier::{Pixel, TrainingSet};
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, Data, Ix2};

use crate::kernel::Geometry;
use crate::params::{Strategy, SvmParams, SvmValidParams};
use crate::progress::{Progress, nobody};
use crate::samples::{Samples, Space};
use crate::training::{one_vs_one, one_vs_rest, train};
use crate::{Kernel, Svm, SvmError};

impl Svm {
    /// Parameters for labels `0..n_classes`: the kernel (cos + 1)⁴, one machine a class, C = 1,
    /// a gap of 0.01, a cache of 768 MiB and at most 10 million iterations a machine.
    pub fn params(n_classes: usize) -> SvmParams {
        SvmParams(SvmValidParams {
            n_classes,
            geometry: Geometry {
                kernel: Kernel::polynomial(4),
                normalise: true,
            },
            strategy: Strategy::OneVsRest,
            c: 1.0,
            class_weights: Vec::new(),
            gap: 0.01,
            cache_bytes: 768 << 20,
            max_iterations: 10_000_000,
        })
    }
}

impl SvmValidParams {
    /// [Fits](Fit::fit), and tells `watch` how it goes, on the calling thread. If it returns
    /// [`ControlFlow::Break`], training ends at once.
    ///
    /// ```
    /// use std::ops::ControlFlow;
    /// use std::time::{Duration, Instant};
    ///
    /// use linfa::prelude::*;
    /// use ndarray::array;
    /// use svm::{Svm, SvmError};
    ///
    /// let training = Dataset::new(array![[9u8, 9], [255, 240], [9, 255], [250, 9]], array![0, 0, 1, 1]);
    /// let until = Instant::now() + Duration::from_secs(60);
    /// let model = Svm::params(2).check()?.fit_watched(&training, |_| {
    ///     if Instant::now() < until { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    /// })?;
    /// assert_eq!(model.machines().len(), 2);
    /// # Ok::<(), SvmError>(())
    /// ```
    ///
    /// # Errors
    /// As fitting, and [`SvmError::Stopped`].
    pub fn fit_watched<P, D, T>(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
        watch: impl Fn(&Progress) -> ControlFlow<()>,
    ) -> Result<Svm, SvmError>
    where
        P: Pixel,
        D: Data<Elem = P>,
        T: AsSingleTargets<Elem = usize>,
    {
        let training = TrainingSet::of_weighted_dataset(dataset, self.n_classes)?;
        let bounds = self.bounds(&training)?;
        let problems = match self.strategy {
            Strategy::OneVsRest => one_vs_rest(&training),
            Strategy::OneVsOne => one_vs_one(&training),
        };
        let space = Space::of_training(self.geometry, training.images());
        space.centring().check(training.images())?;
        let pool = Samples::new(&Arc::new(space), training.images())?;
        train(self, &pool, &bounds, &problems, &watch)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, SvmError> for SvmValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = Svm;

    /// Images `(n_images, n_features)`, labels `(n_images,)`. The weight of an image is a factor of
    /// its C ([`SvmParams::class_weights`]).
    fn fit(&self, dataset: &DatasetBase<ArrayBase<D, Ix2>, T>) -> Result<Svm, SvmError> {
        self.fit_watched(dataset, nobody)
    }
}
