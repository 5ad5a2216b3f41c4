mod images;
mod load;
mod split;

use ndarray::{ArcArray1, Array1, ArrayView1, ArrayView2};

pub use images::Images;
pub(crate) use load::Pair;

use crate::MnistError;

/// Images and their labels.
///
/// The storage is shared: cloning a dataset, taking its [`first`](Self::first) images or
/// [`split_at`](Self::split_at) copies no pixel.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    images: Images,
    labels: ArcArray1<u8>,
}

impl Dataset {
    /// Images with a label each.
    ///
    /// # Errors
    /// [`MnistError::Shape`] if there are more of one than of the other.
    pub fn new(images: Images, labels: Array1<u8>) -> Result<Self, MnistError> {
        Self::from_shared(images, labels.into_shared())
    }

    fn from_shared(images: Images, labels: ArcArray1<u8>) -> Result<Self, MnistError> {
        if images.len() != labels.len() {
            return Err(MnistError::Shape {
                what: "labels",
                expected: images.len(),
                found: labels.len(),
            });
        }
        Ok(Self { images, labels })
    }

    /// The images, `(n_images, height * width)`; 0 is white, 255 black.
    pub fn images(&self) -> ArrayView2<'_, u8> {
        self.images.pixels()
    }

    /// The images with their height and width.
    pub fn as_images(&self) -> &Images {
        &self.images
    }

    /// The labels as they stand in the file, `(n_images,)`.
    pub fn labels(&self) -> ArrayView1<'_, u8> {
        self.labels.view()
    }

    /// The labels as class indices, `(n_images,)`: what linfa calls targets.
    pub fn targets(&self) -> Array1<usize> {
        self.labels.mapv(usize::from)
    }

    /// The number of images.
    pub fn len(&self) -> usize {
        self.images.len()
    }

    /// Whether there is no image.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows of an image.
    pub fn height(&self) -> usize {
        self.images.height()
    }

    /// Columns of an image.
    pub fn width(&self) -> usize {
        self.images.width()
    }

    /// The same labels with other images, such as [deslanted](crate::transform::deslant) ones.
    ///
    /// # Errors
    /// What `transform` returns, and [`MnistError::Shape`] if it changes the number of images.
    pub fn map_images(
        &self,
        transform: impl FnOnce(&Images) -> Result<Images, MnistError>,
    ) -> Result<Self, MnistError> {
        Self::from_shared(transform(&self.images)?, self.labels.clone())
    }
}
