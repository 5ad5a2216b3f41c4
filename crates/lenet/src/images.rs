use classifier::{Centring, InputError, Pixel, TrainingSet};
use gradient::Encode;
use gradient::input::{WHITE, of_intensity};
use ndarray::{ArrayView1, ArrayView2};

use crate::LeNetError;
use crate::architecture::Architecture;

/// Places square images in a network's square input field: in the centre, on a white background.
///
/// Intensities become inputs from −0.1 (white) to 1.175 (black), so that their mean is about 0
/// (section II-B). Floats that are not intensities are first brought to a similar range
/// ([`Centring::of_fields`]).
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    image: usize,
    field: usize,
    centring: Centring,
}

impl Field {
    /// Makes a field for images of `n_features` pixels that are intensities.
    ///
    /// # Errors
    /// [`LeNetError::ImageSize`] if the images are not squares that can be centred in the field.
    pub fn new(architecture: &Architecture, n_features: usize) -> Result<Self, LeNetError> {
        let field = architecture.field;
        let image = n_features.isqrt();
        let fits = image * image == n_features
            && image > 0
            && image <= field
            && (field - image).is_multiple_of(2);
        if fits {
            let centring = Centring::none(n_features);
            Ok(Self {
                image,
                field,
                centring,
            })
        } else {
            Err(LeNetError::ImageSize { n_features, field })
        }
    }

    /// Makes a field for images like `images`, `(n_images, n_features)`, with any range of values.
    ///
    /// # Errors
    /// [`LeNetError::ImageSize`], or [`LeNetError::Input`] if a value is too large.
    pub fn of_images<P: Pixel>(
        architecture: &Architecture,
        images: ArrayView2<'_, P>,
    ) -> Result<Self, LeNetError> {
        let field = Self::new(architecture, images.ncols())?;
        let field = field.centred(Centring::of_fields(images));
        field.check(images)?;
        Ok(field)
    }

    /// The same field, for images with the given centring.
    pub(crate) fn centred(self, centring: Centring) -> Self {
        Self { centring, ..self }
    }

    pub(crate) fn centring(&self) -> &Centring {
        &self.centring
    }

    /// Number of pixels in an image.
    pub fn n_features(&self) -> usize {
        self.image * self.image
    }

    /// Number of values in the field.
    pub fn n_inputs(&self) -> usize {
        self.field * self.field
    }

    /// Checks images before they are recognised.
    ///
    /// # Errors
    /// As [`Centring::check`].
    pub fn check<P: Pixel>(&self, images: ArrayView2<'_, P>) -> Result<(), InputError> {
        self.centring.check(images)
    }

    /// Writes an image into the field.
    ///
    /// # Panics
    /// If a slice does not have the right length.
    pub fn put<P: Pixel>(&self, pixels: &[P], field: &mut [f32]) {
        assert_eq!(pixels.len(), self.n_features());
        assert_eq!(field.len(), self.n_inputs());
        if self.centring.is_none() {
            self.put_as(pixels, P::intensity_f32, field);
        } else {
            // All pixels have the same origin.
            self.put_as(pixels, |pixel| self.centring.single(0, pixel), field);
        }
    }

    fn put_as<P: Pixel>(&self, pixels: &[P], intensity: impl Fn(P) -> f32, field: &mut [f32]) {
        let margin = (self.field - self.image) / 2;
        if margin > 0 {
            field.fill(WHITE);
        }
        for (pixels, row) in pixels
            .chunks_exact(self.image)
            .zip(field.chunks_exact_mut(self.field).skip(margin))
        {
            for (pixel, value) in pixels.iter().zip(&mut row[margin..]) {
                *value = of_intensity(intensity(*pixel));
            }
        }
    }
}

impl<P: Pixel> Encode<P> for Field {
    fn encode(&self, pixels: &[P], input: &mut [f32]) {
        self.put(pixels, input);
    }
}

/// Images and labels as patterns for training, which [`Architecture::patterns`] makes.
pub type Images<'a, P> = gradient::Images<'a, P, Field>;

impl Architecture {
    /// Makes patterns from checked images `(n_images, n_features)` and labels `(n_images,)`
    /// below the number of classes. The patterns are the images as the network sees them.
    ///
    /// # Errors
    /// [`LeNetError::Input`] or [`LeNetError::ImageSize`].
    pub fn patterns<'a, P: Pixel>(
        &self,
        images: ArrayView2<'a, P>,
        labels: ArrayView1<'a, usize>,
    ) -> Result<Images<'a, P>, LeNetError> {
        self.patterns_of(TrainingSet::check(images, labels, self.n_classes())?)
    }

    pub(crate) fn patterns_of<'a, P: Pixel>(
        &self,
        set: TrainingSet<'a, P>,
    ) -> Result<Images<'a, P>, LeNetError> {
        Ok(Images::new(set, Field::of_images(self, set.images())?))
    }
}
