use classifier::persist::{ModelError, ModelReader, ModelWriter};
use classifier::{Centring, InputError, Pixel, TrainingSet};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, ArrayViewMut2, Zip};

use crate::Affine;
use crate::classes::weight;

/// The features that least squares takes images to have: of bytes the intensities, of floats
/// what their [`Centring`] makes of them, less the mean of the training images.
///
/// Sums of squares about a mean are then as exact as the values are, wherever these lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Centred {
    centring: Centring,
    /// `(n_features,)`, in the centring's unit; none for bytes, whose sums are exact.
    mean: Option<Array1<f64>>,
}

impl Centred {
    /// That of a training set. Its weights count in the mean.
    ///
    /// # Errors
    /// What [`Centring::check`] finds.
    pub fn of<P: Pixel>(training: &TrainingSet<'_, P>) -> Result<Self, InputError> {
        let images = training.images();
        let centring = Centring::of_features(images);
        centring.check(images)?;
        let mut centred = Self {
            mean: None,
            centring,
        };
        if P::as_bytes(&[]).is_none() {
            centred.mean = Some(centred.mean_of(training));
        }
        Ok(centred)
    }

    /// Pixels as their intensities.
    pub fn none(n_features: usize) -> Self {
        Self {
            centring: Centring::none(n_features),
            mean: None,
        }
    }

    /// The mean image. That of equal images is theirs to the last bit.
    fn mean_of<P: Pixel>(&self, training: &TrainingSet<'_, P>) -> Array1<f64> {
        let (images, weights) = (training.images(), training.weights());
        let mut first = Array1::zeros(images.ncols());
        let mut image = first.clone();
        let (mut sums, mut count) = (first.clone(), 0.0);
        for (index, pixels) in images.rows().into_iter().enumerate() {
            self.write(pixels, &mut image);
            if index == 0 {
                first.assign(&image);
            }
            let weight = weight(weights, index);
            Zip::from(&mut sums)
                .and(&image)
                .and(&first)
                .for_each(|sum, x, first| *sum += weight * (x - first));
            count += weight;
        }
        first + sums / count
    }

    fn write<P: Pixel>(&self, pixels: ArrayView1<'_, P>, image: &mut Array1<f64>) {
        let image = image.as_slice_mut().expect("a new vector");
        self.centring.write_doubles(pixels, image);
    }

    /// Hands over the centring, the setting `has_mean`, and if it has, as floats do, the tensor
    /// `mean`, `(n_features,)`.
    pub(crate) fn write_to<'a>(&'a self, to: &mut ModelWriter<'a>) {
        self.centring.write(to);
        to.setting("has_mean", self.mean.is_some());
        if let Some(mean) = &self.mean {
            to.array("mean", mean.view());
        }
    }

    pub(crate) fn read(from: &ModelReader<'_>, n_features: usize) -> Result<Self, ModelError> {
        let has_mean: bool = from.setting("has_mean")?;
        let mean = has_mean.then(|| from.vector("mean", n_features));
        Ok(Self {
            centring: Centring::read(from, n_features)?,
            mean: mean.transpose()?.map(Array1::from),
        })
    }

    /// Pixels an image.
    pub fn n_features(&self) -> usize {
        self.centring.n_features()
    }

    /// What the square of a feature is in squared pixels. Powers of two beyond a number's range
    /// are 0 or infinite.
    pub fn squared_unit(&self) -> f64 {
        self.centring.unit() * self.centring.unit()
    }

    /// Checks images that are to be recognised.
    ///
    /// # Errors
    /// What [`Centring::check`] finds.
    pub fn check<P: Pixel>(&self, images: ArrayView2<'_, P>) -> Result<(), InputError> {
        self.centring.check(images)
    }

    /// What writes the features of checked images from one index on, a block at a time,
    /// `(n_images, n_features)`.
    pub fn features<P: Pixel>(
        &self,
        images: ArrayView2<'_, P>,
    ) -> impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync {
        move |first, mut block| {
            for (offset, mut features) in block.rows_mut().into_iter().enumerate() {
                let image = images.row(first + offset);
                let Some(mean) = &self.mean else {
                    features.zip_mut_with(&image, |feature, pixel| {
                        *feature = pixel.intensity();
                    });
                    continue;
                };
                let row = features.as_slice_mut().expect("a row of a block");
                self.centring.write_doubles(image, row);
                features -= mean;
            }
        }
    }

    /// The weights and the biases of a map of these features, for pixels.
    pub(crate) fn in_pixels(&self, map: &Affine) -> (Array2<f64>, Array1<f64>) {
        let weights = &map.weights() / self.centring.unit();
        let mut bias = map.bias().to_owned();
        if let Some(mean) = &self.mean {
            let origin = (0..self.n_features()).map(|j| self.centring.origin(j));
            bias -= &map.weights().dot(mean);
            bias -= &weights.dot(&Array1::from_iter(origin));
        }
        (weights, bias)
    }
}
