use classifier::{InputError, Pixel, TrainingSet};
use linfa::ParamGuard;

use crate::bounds::Bounds;
use crate::cache::RowCache;
use crate::kernel::{Geometry, check};
use crate::solver::WORKING_SET;
use crate::{Kernel, SvmError};

/// How machines of two classes make one of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// A machine for each class, against all others, as in the paper. The score of a class is
    /// its machine's value.
    OneVsRest,
    /// A machine for each pair of classes, as in LIBSVM. The score of a class is its number of
    /// votes, plus less than a half by the values of its machines.
    OneVsOne,
}

/// What a [`Svm`](crate::Svm) is fitted with.
#[derive(Clone, Debug, PartialEq)]
pub struct SvmParams(pub(crate) SvmValidParams);

/// [`SvmParams`] that have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct SvmValidParams {
    pub(crate) n_classes: usize,
    pub(crate) geometry: Geometry,
    pub(crate) strategy: Strategy,
    pub(crate) c: f64,
    /// A factor of C for each class; none, if it is 1 for all.
    pub(crate) class_weights: Vec<f64>,
    pub(crate) gap: f64,
    pub(crate) cache_bytes: u64,
    pub(crate) max_iterations: u64,
}

impl SvmParams {
    /// The kernel.
    pub fn kernel(mut self, kernel: Kernel) -> Self {
        self.0.geometry.kernel = kernel;
        self
    }

    /// Whether images are brought to unit length first, so that their dot product is the
    /// cosine of the angle between them.
    pub fn normalise(mut self, normalise: bool) -> Self {
        self.0.geometry.normalise = normalise;
        self
    }

    /// How machines of two classes make one of many.
    pub fn strategy(mut self, strategy: Strategy) -> Self {
        self.0.strategy = strategy;
        self
    }

    /// C, the price of a sample within the margin: from 10⁻³⁰ to 10³⁰, per squared unit of the
    /// kernel.
    pub fn c(mut self, c: f64) -> Self {
        self.0.c = c;
        self
    }

    /// A factor of C for each class, `(n_classes,)`, above 0: C of an image is [`c`](Self::c) times
    /// the factor of its class times its weight in the data set. Few images of a class then count
    /// as much as many of another.
    ///
    /// ```
    /// use linfa::prelude::*;
    /// use ndarray::array;
    /// use svm::{Kernel, Svm};
    ///
    /// // One bright image among dark ones, in between.
    /// let images = array![[0.0], [1.0], [2.0], [3.0], [5.0], [4.0]];
    /// let set = Dataset::new(images, array![0, 0, 0, 0, 0, 1]);
    /// let params = Svm::params(2).kernel(Kernel::Linear).normalise(false);
    /// let (even, rare) = (params.clone().fit(&set)?, params.class_weights([1.0, 9.0]).fit(&set)?);
    /// assert_eq!(even.predict(&array![[6.0]]), array![0]);
    /// assert_eq!(rare.predict(&array![[6.0]]), array![1]);
    /// # Ok::<(), svm::SvmError>(())
    /// ```
    pub fn class_weights(mut self, class_weights: impl Into<Vec<f64>>) -> Self {
        self.0.class_weights = class_weights.into();
        self
    }

    /// The gap to stop at, [`Convergence::gap`](crate::Convergence::gap): from 10⁻¹² to 1. It
    /// holds within a factor of 2 when it is recomputed in double precision.
    pub fn gap(mut self, gap: f64) -> Self {
        self.0.gap = gap;
        self
    }

    /// Most bytes that the cache of kernel rows may take; it takes no more than the matrix has.
    /// It changes only how long training takes; below a row of the kernel matrix there is an
    /// error.
    pub fn cache_bytes(mut self, cache_bytes: u64) -> Self {
        self.0.cache_bytes = cache_bytes;
        self
    }

    /// Most iterations a machine may take, from 1 to 10¹⁵; reaching it is an error. A working
    /// set that needs few counts for 512.
    pub fn max_iterations(mut self, max_iterations: u64) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }
}

impl SvmValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// C for each image of a training set.
    pub(crate) fn bounds<P: Pixel>(
        &self,
        training: &TrainingSet<'_, P>,
    ) -> Result<Bounds, SvmError> {
        let weights = training.weights();
        if weights.is_none() && self.class_weights.is_empty() {
            return Ok(Bounds::Equal(self.c));
        }
        let labels = training.labels().into_iter().enumerate();
        let bounds = labels.map(|(image, &label)| {
            let of_class = self.class_weights.get(label).unwrap_or(&1.0);
            let own = weights.map_or(1.0, |weights| f64::from(weights[image]));
            let bound = self.c * of_class * own;
            let is_bound = (1e-30..=1e30).contains(&bound);
            check("C times weights", bound, is_bound, "from 1e-30 to 1e30")?;
            Ok(bound)
        });
        Ok(Bounds::Each(bounds.collect::<Result<_, SvmError>>()?))
    }

    /// The kernel.
    pub fn kernel(&self) -> Kernel {
        self.geometry.kernel
    }

    /// Whether images are brought to unit length first.
    pub fn normalise(&self) -> bool {
        self.geometry.normalise
    }

    /// How machines of two classes make one of many.
    pub fn strategy(&self) -> Strategy {
        self.strategy
    }

    /// Bytes that training on so many images takes at most, besides the images themselves:
    /// copies of them, bytes being laid out for dot products and floats made double, the cache,
    /// and the state of each machine.
    ///
    /// ```
    /// use linfa::ParamGuard;
    /// use svm::{Svm, SvmError};
    ///
    /// let params = Svm::params(10).cache_bytes(1 << 30).check()?;
    /// let gibibytes = params.memory::<u8>(60_000, 784) as f64 / (1u64 << 30) as f64;
    /// assert!(1.1 < gibibytes && gibibytes < 1.3);
    /// # Ok::<(), SvmError>(())
    /// ```
    pub fn memory<P: Pixel>(&self, n_images: usize, n_features: usize) -> u64 {
        let (n, n_features) = (n_images as u64, n_features as u64);
        // Of all images, of those of a machine, and of its support vectors.
        let copies = match (P::as_bytes(&[]), self.strategy) {
            (Some(_), Strategy::OneVsRest) => 4 * size_of::<u8>(),
            (Some(_), Strategy::OneVsOne) => 5 * size_of::<u8>(),
            (None, Strategy::OneVsRest) => 2 * size_of::<f64>(),
            (None, Strategy::OneVsOne) => 3 * size_of::<f64>(),
        } as u64;
        // Those of all samples are trained in step, which takes the state of each.
        let n_machines = match self.strategy {
            Strategy::OneVsRest => self.n_classes as u64,
            Strategy::OneVsOne => 1,
        };
        // α, its bound, error, label and coefficients; candidates for a working set, up to twice.
        let state = n * (n_machines * 7 * 8 + 2 * 16);
        let working_set = (WORKING_SET as u64).pow(2) * size_of::<f64>() as u64;
        let cache = RowCache::<f64>::bytes(self.cache_bytes, n_images, n_images);
        copies * n * n_features + cache + state + working_set
    }
}

impl ParamGuard for SvmParams {
    type Checked = SvmValidParams;
    type Error = SvmError;

    fn check_ref(&self) -> Result<&SvmValidParams, SvmError> {
        let params = &self.0;
        let n_classes = params.n_classes;
        if n_classes < 2 {
            return Err(SvmError::TooFewClasses { n_classes });
        }
        let limit = TrainingSet::<u8>::MAX_CLASSES;
        if n_classes > limit {
            return Err(InputError::ClassCount { n_classes, limit }.into());
        }
        params.geometry.kernel.check()?;
        let (is_c, is_gap) = (
            (1e-30..=1e30).contains(&params.c),
            (1e-12..=1.0).contains(&params.gap),
        );
        check("C", params.c, is_c, "from 1e-30 to 1e30")?;
        if ![0, n_classes].contains(&params.class_weights.len()) {
            return Err(SvmError::ClassWeights {
                found: params.class_weights.len(),
                n_classes,
            });
        }
        for &weight in &params.class_weights {
            let is_weight = (1e-30..=1e30).contains(&weight);
            check("class weight", weight, is_weight, "from 1e-30 to 1e30")?;
        }
        check("gap", params.gap, is_gap, "from 1e-12 to 1")?;
        let is_limit = (1..=10u64.pow(15)).contains(&params.max_iterations);
        let iterations = params.max_iterations as f64;
        check("max_iterations", iterations, is_limit, "from 1 to 1e15")?;
        Ok(params)
    }

    fn check(self) -> Result<SvmValidParams, SvmError> {
        self.check_ref()?;
        Ok(self.0)
    }
}
