use ndarray::{ArcArray2, Array2, ArrayView2, Axis, Slice};

use crate::MnistError;

/// Grey images of one size.
#[derive(Clone, Debug, PartialEq)]
pub struct Images {
    /// Row-major, so that an image is a slice.
    pixels: ArcArray2<u8>,
    height: usize,
    width: usize,
}

impl Images {
    /// Images from their pixels, `(n_images, height * width)`, an image row by row.
    ///
    /// # Errors
    /// [`MnistError::Shape`] if the matrix has not `height * width` columns or images have no
    /// pixels.
    pub fn new(pixels: Array2<u8>, height: usize, width: usize) -> Result<Self, MnistError> {
        if height == 0 || width == 0 || height.checked_mul(width) != Some(pixels.ncols()) {
            return Err(MnistError::Shape {
                what: "pixels of an image",
                expected: height.saturating_mul(width).max(1),
                found: pixels.ncols(),
            });
        }
        let pixels = if pixels.is_standard_layout() {
            pixels
        } else {
            pixels.as_standard_layout().into_owned()
        };
        Ok(Self {
            pixels: pixels.into_shared(),
            height,
            width,
        })
    }

    /// The pixels, `(n_images, height * width)`; 0 is white, 255 black.
    pub fn pixels(&self) -> ArrayView2<'_, u8> {
        self.pixels.view()
    }

    /// The pixels of all images, one image after the other.
    pub fn as_slice(&self) -> &[u8] {
        self.pixels
            .as_slice()
            .expect("whole rows of a row-major matrix are contiguous")
    }

    /// The number of images.
    pub fn len(&self) -> usize {
        self.pixels.nrows()
    }

    /// Whether there is no image.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Rows of an image.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Columns of an image.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The images `start..end`, sharing the pixels.
    pub(super) fn range(&self, start: usize, end: usize) -> Self {
        let mut part = self.clone();
        part.pixels
            .slice_axis_inplace(Axis(0), Slice::from(start..end));
        part
    }

    /// Copies of the images of these indices.
    pub(super) fn select(&self, indices: &[usize]) -> Self {
        Self {
            pixels: self.pixels.select(Axis(0), indices).into_shared(),
            ..*self
        }
    }
}
