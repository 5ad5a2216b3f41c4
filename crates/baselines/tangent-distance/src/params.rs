use classifier::{Centring, InputError, Pixel, TrainingSet};
use kernels::Level;
use linfa::ParamGuard;
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, ArrayView1, ArrayView2, Data, Ix2};

use crate::gaussian::Gaussian;
use crate::planes::Planes;
use crate::prefilter::Prefilter;
use crate::{TangentDistance, TangentDistanceError};

/// The smallest ridge: with less, single precision cannot tell the distance of two planes that
/// share a direction.
pub const LEAST_RIDGE: f64 = 1e-3;

/// The largest ridge: with it planes are their points.
pub const LARGEST_RIDGE: f64 = 1e6;

/// The least smoothing, in pixels: with less, a derivative sees no pixel but its own.
pub const LEAST_SMOOTHING: f64 = 0.1;

/// The most smoothing, in pixels: it leaves nothing of any image that tangents can be had of.
pub const LARGEST_SMOOTHING: f64 = 100.0;

/// The training images to which the tangent distance is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidates {
    /// All of them.
    All,
    /// So many that are nearest by the Euclidean distance of the smoothed images; all if there
    /// are fewer.
    Nearest(usize),
}

/// What a [`TangentDistance`] classifier is fitted with.
#[derive(Clone, Debug, PartialEq)]
pub struct TangentDistanceParams(TangentDistanceValidParams);

/// [`TangentDistanceParams`] that have been checked.
#[derive(Clone, Debug, PartialEq)]
pub struct TangentDistanceValidParams {
    pub(crate) n_classes: usize,
    height: usize,
    pub(crate) width: usize,
    smoothing: f64,
    pub(crate) ridge: f64,
    pub(crate) candidates: Candidates,
}

impl TangentDistance {
    /// Parameters for labels `0..n_classes` and images of `height` × `width` pixels, with a
    /// smoothing of half a pixel, a ridge of 0.05 and the 1,000 nearest as candidates.
    pub fn params(n_classes: usize, height: usize, width: usize) -> TangentDistanceParams {
        TangentDistanceParams(TangentDistanceValidParams {
            n_classes,
            height,
            width,
            smoothing: 0.5,
            ridge: 0.05,
            candidates: Candidates::Nearest(1000),
        })
    }
}

impl TangentDistanceParams {
    /// Standard deviation of the Gaussian that images are smoothed by, in pixels, from
    /// [`LEAST_SMOOTHING`] to [`LARGEST_SMOOTHING`].
    pub fn smoothing(mut self, smoothing: f64) -> Self {
        self.0.smoothing = smoothing;
        self
    }

    /// The weight λ of the squared length of the way along both planes beside the squared
    /// distance between them, from [`LEAST_RIDGE`] to [`LARGEST_RIDGE`]. It keeps images from turning into
    /// others that are far away, where the planes no longer follow the transformations.
    pub fn ridge(mut self, ridge: f64) -> Self {
        self.0.ridge = ridge;
        self
    }

    /// The training images to which the tangent distance is computed.
    pub fn candidates(mut self, candidates: Candidates) -> Self {
        self.0.candidates = candidates;
        self
    }
}

impl TangentDistanceValidParams {
    /// Number of classes.
    pub fn n_classes(&self) -> usize {
        self.n_classes
    }

    /// Rows of an image.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Columns of an image.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Standard deviation of the smoothing, in pixels.
    pub fn smoothing(&self) -> f64 {
        self.smoothing
    }

    /// The ridge λ.
    pub fn ridge(&self) -> f64 {
        self.ridge
    }

    /// The training images to which the tangent distance is computed.
    pub fn candidates(&self) -> Candidates {
        self.candidates
    }
}

impl ParamGuard for TangentDistanceParams {
    type Checked = TangentDistanceValidParams;
    type Error = TangentDistanceError;

    fn check_ref(&self) -> Result<&TangentDistanceValidParams, TangentDistanceError> {
        let &TangentDistanceValidParams {
            n_classes,
            smoothing,
            ridge,
            candidates,
            ..
        } = &self.0;
        if n_classes < 2 {
            return Err(TangentDistanceError::TooFewClasses { n_classes });
        }
        if !(LEAST_SMOOTHING..=LARGEST_SMOOTHING).contains(&smoothing) {
            return Err(TangentDistanceError::InvalidSmoothing { smoothing });
        }
        if !(LEAST_RIDGE..=LARGEST_RIDGE).contains(&ridge) {
            return Err(TangentDistanceError::InvalidRidge { ridge });
        }
        if candidates == Candidates::Nearest(0) {
            return Err(TangentDistanceError::NoCandidates);
        }
        Ok(&self.0)
    }

    fn check(self) -> Result<TangentDistanceValidParams, TangentDistanceError> {
        self.check_ref()?;
        Ok(self.0)
    }
}

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, TangentDistanceError> for TangentDistanceValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = TangentDistance;

    /// Images `(n_images, height * width)`, row by row, labels `(n_images,)`, no weights.
    ///
    /// Takes 17 bytes a pixel, and 4 more meanwhile.
    fn fit(
        &self,
        dataset: &DatasetBase<ArrayBase<D, Ix2>, T>,
    ) -> Result<TangentDistance, TangentDistanceError> {
        let training = TrainingSet::of_dataset(dataset, self.n_classes)?;
        let images = training.images();
        if self.height.checked_mul(self.width) != Some(images.ncols()) {
            return Err(TangentDistanceError::ImageSize {
                height: self.height,
                width: self.width,
                found: images.ncols(),
            });
        }
        let level = Level::try_current()?;
        let centring = Centring::of_fields(images);
        centring.check_set(&training)?;
        let gaussian = Gaussian::new(self.smoothing);
        let (planes, smoothed) = Planes::of(level, images, &centring, self.width, &gaussian)?;
        // Of bytes the least difference is seen.
        if P::as_bytes(&[]).is_none() {
            check_precision(smoothed.view(), training.labels())?;
        }
        Ok(TangentDistance {
            params: self.clone(),
            level,
            centring,
            gaussian,
            planes,
            prefilter: Prefilter::new(smoothed.view())?,
            labels: training.labels().to_vec(),
        })
    }
}

/// The rounding of a squared distance, in squared lengths of the two images.
const ROUNDING: f64 = 1e-4;

/// Pairs of images that are looked at to see whether rounding leaves anything of their distance.
const PAIRS: usize = 100;

/// Refuses smoothed images `(n_images, n_pixels)` whose squared distances are typically below
/// their rounding: all are bright, and what they differ in is faint.
fn check_precision(
    smoothed: ArrayView2<'_, f32>,
    labels: ArrayView1<'_, usize>,
) -> Result<(), InputError> {
    let n_images = smoothed.nrows();
    let step = n_images.div_ceil(PAIRS);
    // With the next image of another class: those of one class may well be alike.
    let of_another_class = |image: usize| {
        let mut others = (image + 1..n_images).chain(0..image);
        others.find(|&other| labels[other] != labels[image])
    };
    let pairs = (0..n_images).step_by(step).filter_map(|image| {
        let (a, b) = (smoothed.row(image), smoothed.row(of_another_class(image)?));
        let squares = |of: fn(f32, f32) -> f32| {
            let squares = a.iter().zip(b).map(|(&a, &b)| f64::from(of(a, b)).powi(2));
            squares.sum::<f64>()
        };
        let lengths = squares(|a, _| a) + squares(|_, b| b);
        let share = squares(|a, b| a - b) / lengths.max(f64::MIN_POSITIVE);
        Some((share, image))
    });
    let mut differing: Vec<(f64, usize)> = pairs.filter(|pair| pair.0 > 0.0).collect();
    let middle = differing.len() / 2;
    differing.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    match differing.get(middle) {
        Some(&(value, image)) if value < ROUNDING => Err(InputError::Precision {
            image,
            what: "its squared distance from another, in their squared lengths,",
            value,
        }),
        _ => Ok(()),
    }
}
