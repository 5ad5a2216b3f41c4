use std::ops::ControlFlow;

use classifier::{Centring, Pixel, TrainingSet};
use least_squares::{check_ridge, fit_one_of_n};
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{Array2, ArrayBase, Data, Ix2};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::k_means::{Clusters, k_means};
use crate::limits::{LARGEST_WIDTH, LEAST_WIDTH, MOST_ITERATIONS};
use crate::units::Units;
use crate::{Progress, RbfNetwork, RbfNetworkError};

/// The settings to fit an [`RbfNetwork`] with.
#[derive(Clone, Debug, PartialEq)]
pub struct RbfNetworkParams(RbfNetworkValidParams);

/// [`RbfNetworkParams`] after they have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct RbfNetworkValidParams {
    n_classes: usize,
    units_per_class: usize,
    width: f64,
    ridge: f64,
    max_iterations: usize,
    seed: u64,
}

impl RbfNetwork {
    /// Settings for labels `0..n_classes`: the paper's 100 units for each class, a width of 2, a
    /// ridge of 0.01, at most 50 iterations of k-means, and seed 0.
    pub fn params(n_classes: usize) -> RbfNetworkParams {
        RbfNetworkParams(RbfNetworkValidParams {
            n_classes,
            units_per_class: 100,
            width: 2.0,
            ridge: 0.01,
            max_iterations: 50,
            seed: 0,
        })
    }
}

impl RbfNetworkParams {
    /// Number of units for each class, one or more. A class with fewer different images has one
    /// unit for each of them.
    pub fn units_per_class(mut self, units_per_class: usize) -> Self {
        self.0.units_per_class = units_per_class;
        self
    }

    /// Factor from a cluster's variance to the unit's width. The variance is the mean squared
    /// distance of the cluster's images from its centre. The factor is from [`LEAST_WIDTH`] to
    /// [`LARGEST_WIDTH`].
    pub fn width(mut self, width: f64) -> Self {
        self.0.width = width;
        self
    }

    /// The ridge λ. The fit minimises the sum of the squared errors over the training set plus λ
    /// times the squared output weights. It is a finite number, zero or more.
    pub fn ridge(mut self, ridge: f64) -> Self {
        self.0.ridge = ridge;
        self
    }

    /// The largest number of iterations of k-means, from 0 to [`MOST_ITERATIONS`]. K-means stops
    /// earlier if no image changes its cluster.
    pub fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.0.max_iterations = max_iterations;
        self
    }

    /// Seed for the first centres of the clusters.
    pub fn seed(mut self, seed: u64) -> Self {
        self.0.seed = seed;
        self
    }
}

impl RbfNetworkValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Units for each class.
    pub fn units_per_class(&self) -> usize {
        self.units_per_class
    }

    /// Factor of the units' widths.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// The ridge λ.
    pub fn ridge(&self) -> f64 {
        self.ridge
    }

    /// The largest number of iterations of k-means.
    pub fn max_iterations(&self) -> usize {
        self.max_iterations
    }

    /// Seed for the first centres of the clusters.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Computes the clusters of each class that has images, one class after another.
    fn clusters<P: Pixel>(
        &self,
        training: &TrainingSet<'_, P>,
        centring: &Centring,
        watch: &dyn Fn(&Progress) -> ControlFlow<()>,
    ) -> ControlFlow<(), Vec<Clusters>> {
        let mut members = vec![Vec::new(); self.n_classes];
        for (image, &label) in training.labels().iter().enumerate() {
            members[label].push(image);
        }
        let mut clusters = Vec::new();
        for (class, members) in members.into_iter().enumerate() {
            if members.is_empty() {
                continue;
            }
            let mut samples = Array2::zeros((members.len(), centring.n_features()));
            for (mut sample, image) in samples.rows_mut().into_iter().zip(members) {
                let sample = sample.as_slice_mut().expect("a row of a new matrix");
                centring.write_singles(training.images().row(image), sample);
            }
            let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
            rng.set_stream(class as u64);
            let max_iterations = self.max_iterations;
            clusters.push(k_means(
                samples.view(),
                self.units_per_class,
                max_iterations,
                &mut rng,
                |iteration, moved| {
                    watch(&Progress::Clusters {
                        class,
                        iteration,
                        max_iterations,
                        moved,
                    })
                },
            )?);
        }
        ControlFlow::Continue(clusters)
    }

    /// Fits as [`fit`](Fit::fit) does, and tells `watch` what it is doing. If `watch` breaks, the
    /// fit ends.
    ///
    /// # Errors
    /// As fitting, and [`RbfNetworkError::Stopped`].
    pub fn fit_watched<P, D, T>(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
        watch: impl Fn(&Progress) -> ControlFlow<()>,
    ) -> Result<RbfNetwork, RbfNetworkError>
    where
        P: Pixel,
        D: Data<Elem = P>,
        T: AsSingleTargets<Elem = usize>,
    {
        let training = TrainingSet::of_dataset(dataset, self.n_classes)?;
        let images = training.images();
        let centring = Centring::of_features(images);
        centring.check_set(&training)?;
        let ControlFlow::Continue(clusters) = self.clusters(&training, &centring, &watch) else {
            return Err(RbfNetworkError::Stopped);
        };
        if watch(&Progress::Output).is_break() {
            return Err(RbfNetworkError::Stopped);
        }
        let units = Units::new(centring, &clusters, self.width);
        let output = fit_one_of_n(
            &training,
            units.len(),
            units.activations(images),
            self.ridge,
        )?;
        Ok(RbfNetwork { units, output })
    }
}

impl ParamGuard for RbfNetworkParams {
    type Checked = RbfNetworkValidParams;
    type Error = RbfNetworkError;

    fn check_ref(&self) -> Result<&RbfNetworkValidParams, RbfNetworkError> {
        let &RbfNetworkValidParams {
            n_classes, width, ..
        } = &self.0;
        if n_classes < 2 {
            return Err(RbfNetworkError::TooFewClasses { n_classes });
        }
        if self.0.units_per_class == 0 {
            return Err(RbfNetworkError::NoUnits);
        }
        if !(LEAST_WIDTH..=LARGEST_WIDTH).contains(&width) {
            return Err(RbfNetworkError::InvalidWidth { width });
        }
        if self.0.max_iterations > MOST_ITERATIONS {
            return Err(RbfNetworkError::TooManyIterations {
                max_iterations: self.0.max_iterations,
            });
        }
        check_ridge(self.0.ridge)?;
        Ok(&self.0)
    }

    fn check(self) -> Result<RbfNetworkValidParams, RbfNetworkError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, RbfNetworkError> for RbfNetworkValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = RbfNetwork;

    /// Images `(n_images, n_features)`, labels `(n_images,)`, no weights.
    ///
    /// It needs 4 bytes for each pixel of all images, and up to ten times 8 bytes times the square
    /// of the number of units.
    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<RbfNetwork, RbfNetworkError> {
        self.fit_watched(dataset, |_| ControlFlow::Continue(()))
    }
}
