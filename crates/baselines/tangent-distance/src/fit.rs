use classifier::{Centring, InputError, Pixel, TrainingSet};
use linfa::dataset::{AsSingleTargets, DatasetBase};
use linfa::traits::Fit;
use ndarray::{ArrayBase, ArrayView1, ArrayView2, Data, Ix2};

use crate::model::{Computed, Images};
use crate::params::{Candidates, TangentDistanceParams, TangentDistanceValidParams};
use crate::{TangentDistance, TangentDistanceError};

impl TangentDistance {
    /// Settings for labels `0..n_classes` and images of `height` × `width` pixels: a smoothing of
    /// half a pixel, a ridge of 0.05, and the 1,000 nearest images as candidates.
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

impl<P, D, T> Fit<ArrayBase<D, Ix2>, T, TangentDistanceError> for TangentDistanceValidParams
where
    P: Pixel,
    D: Data<Elem = P>,
    T: AsSingleTargets<Elem = usize>,
{
    type Object = TangentDistance;

    /// Images `(n_images, height * width)`, row by row, labels `(n_images,)`, no weights.
    ///
    /// It needs 18 bytes per pixel of bytes and 25 per pixel of floats, and 4 more during the fit.
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
        let centring = Centring::of_fields(images);
        centring.check_set(&training)?;
        let (computed, smoothed) = Computed::of(self, images, &centring)?;
        // With bytes, even the smallest difference is large enough.
        if P::as_bytes(&[]).is_none() {
            check_precision(smoothed.view(), training.labels())?;
        }
        let (labels, kept) = (training.labels().to_vec(), Images::of(images, &centring));
        Ok(TangentDistance::new(
            self.clone(),
            centring,
            computed,
            labels,
            kept,
        ))
    }
}

/// The rounding error of a squared distance, relative to the squared lengths of the two images.
const ROUNDING: f64 = 1e-4;

/// Number of pairs of images that are used to check if their distance is larger than its rounding
/// error.
const PAIRS: usize = 100;

/// Rejects smoothed images `(n_images, n_pixels)` whose squared distances are typically below their
/// rounding error. In such a set all images are bright, and their differences are faint.
fn check_precision(
    smoothed: ArrayView2<'_, f32>,
    labels: ArrayView1<'_, usize>,
) -> Result<(), InputError> {
    let n_images = smoothed.nrows();
    let step = n_images.div_ceil(PAIRS);
    // Each image is compared with the next image of another class, because images of one class may
    // be nearly equal.
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
