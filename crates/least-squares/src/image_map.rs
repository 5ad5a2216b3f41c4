use classifier::persist::{ModelError, ModelReader, ModelWriter};
use classifier::{Cost, InputError, Pixel, TrainingSet, finite};
use ndarray::{Array1, Array2, ArrayView2};

use crate::classes::Present;
use crate::regress::regress_present;
use crate::{Affine, Centred, LeastSquaresError, Moments};

/// An affine map of images, whatever their pixels: an [`Affine`] one of [`Centred`] features.
#[derive(Clone, Debug, PartialEq)]
pub struct ImageMap {
    centred: Centred,
    map: Affine,
}

impl ImageMap {
    /// The map of the features that `centred` makes of images.
    ///
    /// # Panics
    /// If they are not as many as the map's inputs.
    pub fn new(centred: Centred, map: Affine) -> Self {
        assert_eq!(centred.n_features(), map.n_inputs(), "features an image");
        Self { centred, map }
    }

    /// The map that comes closest to +1 for an image's own class and −1 for all others, an
    /// output for each class, with a ridge λ on its weights.
    ///
    /// λ is in units of the features: for bytes and other intensities squared intensities, for
    /// other images the squared unit of their [`Centring`](classifier::Centring). Where there
    /// are fewer images than pixels, a system of as many equations as images is solved. A class
    /// without images has the constant output −1. An image with a weight counts as so many
    /// images.
    ///
    /// # Errors
    /// As [`Moments::regress`], or what [`Centring::check`](classifier::Centring::check) finds.
    pub fn fit<P: Pixel>(
        training: &TrainingSet<'_, P>,
        ridge: f64,
    ) -> Result<Self, LeastSquaresError> {
        let images = training.images();
        let centred = Centred::of(training)?;
        let present = Present::of(training.labels(), training.n_classes());
        let weights = training.weights();
        let of_all = || Moments::of_classes(images, &centred, &present, weights);
        let features = centred.features(images);
        let map = regress_present(&present, weights, images.ncols(), features, of_all, ridge)?;
        Ok(Self::new(centred, map))
    }

    /// The weights, `(n_outputs, n_features)`, for pixels as intensities.
    pub fn weights(&self) -> Array2<f64> {
        self.centred.in_pixels(&self.map).0
    }

    /// The biases, `(n_outputs,)`, for pixels as intensities. Of images that lie far from zero
    /// they are large and cancel what the weights make of it; [`outputs`](Self::outputs) do not
    /// depend on them.
    pub fn bias(&self) -> Array1<f64> {
        self.centred.in_pixels(&self.map).1
    }

    /// Hands over the centring, the tensor `mean`, and those of the [`Affine`] map.
    pub fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        self.centred.write_to(to);
        self.map.write(to);
    }

    /// What was written, of images of so many pixels, with so many outputs.
    ///
    /// # Errors
    /// [`ModelError`] for what is missing, or not of this size.
    pub fn read(
        from: &ModelReader<'_>,
        n_features: usize,
        n_outputs: usize,
    ) -> Result<Self, ModelError> {
        let map = Affine::read(from, n_features, n_outputs)?;
        Ok(Self::new(Centred::read(from, n_features)?, map))
    }

    /// Pixels an image.
    pub fn n_inputs(&self) -> usize {
        self.map.n_inputs()
    }

    /// Number of outputs.
    pub fn n_outputs(&self) -> usize {
        self.map.n_outputs()
    }

    /// As [`Affine::cost`].
    pub fn cost(&self) -> Cost {
        self.map.cost()
    }

    /// The outputs for each image, `(n_images, n_outputs)`, all finite.
    ///
    /// # Errors
    /// What [`Centring::check`](classifier::Centring::check) finds, or
    /// [`InputError::Precision`].
    pub fn outputs<P: Pixel>(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        self.centred.check(images)?;
        finite(
            self.map
                .outputs_of(images.nrows(), self.centred.features(images)),
        )
    }
}
