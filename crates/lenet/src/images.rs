use classifier::{InputError, Pixel, TrainingSet};
use gradient::Patterns;
use ndarray::{ArrayView1, ArrayView2};

use crate::LeNetError;
use crate::architecture::{Architecture, CLASSES};

/// Intensity 0, "white" (section II-B).
const BACKGROUND: f32 = -0.1;
/// What intensity 1, "black", is above it.
const CONTRAST: f32 = 1.275;

/// What the network gets for a pixel.
pub(crate) fn input<P: Pixel>(pixel: P) -> f32 {
    pixel.intensity_f32() * CONTRAST + BACKGROUND
}

/// Where square images go in a network's square input field: its centre, on a white ground.
///
/// Intensities become inputs from −0.1 (white) to 1.175 (black), which makes their mean about
/// 0 (section II-B).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    image: usize,
    field: usize,
}

impl Field {
    /// The place of images of `n_features` pixels.
    ///
    /// # Errors
    /// [`LeNetError::ImageSize`] if they are not squares that can be centred in the field.
    pub fn new(architecture: &Architecture, n_features: usize) -> Result<Self, LeNetError> {
        let field = architecture.field;
        let image = n_features.isqrt();
        let fits = image * image == n_features
            && image > 0
            && image <= field
            && (field - image).is_multiple_of(2);
        if fits {
            Ok(Self { image, field })
        } else {
            Err(LeNetError::ImageSize { n_features, field })
        }
    }

    /// Pixels of an image.
    pub fn n_features(self) -> usize {
        self.image * self.image
    }

    /// Values of the field.
    pub fn n_inputs(self) -> usize {
        self.field * self.field
    }

    /// Puts an image into the field.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn put<P: Pixel>(self, pixels: &[P], field: &mut [f32]) {
        assert_eq!(pixels.len(), self.n_features());
        assert_eq!(field.len(), self.n_inputs());
        let margin = (self.field - self.image) / 2;
        if margin > 0 {
            field.fill(BACKGROUND);
        }
        for (pixels, row) in pixels
            .chunks_exact(self.image)
            .zip(field.chunks_exact_mut(self.field).skip(margin))
        {
            for (pixel, value) in pixels.iter().zip(&mut row[margin..]) {
                *value = input(*pixel);
            }
        }
    }
}

/// How an image is altered each time it is shown: the image, its index, the number of the
/// cycle through the set (from 0), and where the altered image goes.
pub type Retouch<'a, P> = dyn Fn(&[P], usize, usize, &mut [P]) + 'a;

/// Images and labels as patterns for training.
pub struct Images<'a, P> {
    images: ArrayView2<'a, P>,
    labels: ArrayView1<'a, usize>,
    field: Field,
    retouch: Option<&'a Retouch<'a, P>>,
}

impl<'a, P: Pixel> Images<'a, P> {
    /// Checked images `(n_images, n_features)` and labels `(n_images,)` below 10.
    ///
    /// # Errors
    /// [`LeNetError::Input`] or [`LeNetError::ImageSize`].
    pub fn new(
        architecture: &Architecture,
        images: ArrayView2<'a, P>,
        labels: ArrayView1<'a, usize>,
    ) -> Result<Self, LeNetError> {
        let set: Result<TrainingSet<'a, P>, InputError> =
            TrainingSet::check(images, labels, CLASSES);
        let set = set?;
        Ok(Self {
            images: set.images(),
            labels: set.labels(),
            field: Field::new(architecture, images.ncols())?,
            retouch: None,
        })
    }

    /// Alters each image when it is shown: with distortions, say, that differ from cycle to
    /// cycle.
    pub fn retouch(mut self, retouch: &'a Retouch<'a, P>) -> Self {
        self.retouch = Some(retouch);
        self
    }

    /// Where the images go.
    pub fn field(&self) -> Field {
        self.field
    }
}

impl<P: Pixel> Patterns for Images<'_, P> {
    fn len(&self) -> usize {
        self.images.nrows()
    }

    fn show(&self, index: usize, cycle: usize, image: &mut [f32]) -> usize {
        let row = self.images.row(index);
        let contiguous;
        let pixels = match row.as_slice() {
            Some(pixels) => pixels,
            None => {
                contiguous = row.to_vec();
                &contiguous
            }
        };
        match self.retouch {
            None => self.field.put(pixels, image),
            Some(retouch) => {
                let mut altered = pixels.to_vec();
                retouch(pixels, index, cycle, &mut altered);
                self.field.put(&altered, image);
            }
        }
        self.labels[index]
    }
}
