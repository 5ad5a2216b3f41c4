use rand_chacha::ChaCha8Rng;

use super::fixed::{fixed, rounded};
use super::frame::Frame;
use super::run::Run;
use super::{Affine, Distortion};
use crate::rng::rng;
use crate::transform::each_image;
use crate::{Images, MnistError};

/// Each image [distorted](Distortion) in its own way: the `copy`-th distorted version of the
/// set. The paper adds nine (540,000 patterns) to the 60,000 originals.
///
/// # Errors
/// [`MnistError::Distortion`] for a range that is negative, not a number or absurdly large,
/// [`MnistError::Field`] for images of more than 16,384 rows or
/// columns.
pub fn distort(
    images: &Images,
    ranges: &Distortion,
    seed: u64,
    copy: u32,
) -> Result<Images, MnistError> {
    let (height, width) = (images.height(), images.width());
    let distorter = Distorter::new(ranges, seed, height, width)?;
    each_image(
        images,
        height,
        width,
        || distorter.clone(),
        |distorter, index, image, distorted| distorter.distort(image, index, copy, distorted),
    )
}

/// Distorts images one at a time, as fast as they are needed in training.
///
/// What comes out depends on the ranges, the seed, the image, its index and the copy; not on
/// what was distorted before. Each thread takes a clone, for the scratch space.
///
/// ```
/// use mnist_io::transform::{Distorter, Distortion};
///
/// # fn main() -> Result<(), mnist_io::MnistError> {
/// let ranges = Distortion { shift: 2.0, scale: 0.2, squeeze: 0.15, shear: 0.2, ..Distortion::default() };
/// let mut distorter = Distorter::new(&ranges, 1, 28, 28)?;
/// let (image, mut distorted) = ([100; 784], [0; 784]);
/// distorter.distort(&image, 0, 0, &mut distorted);
/// assert_eq!(distorted[14 * 28 + 14], 100);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Distorter {
    ranges: Distortion,
    rng: ChaCha8Rng,
    height: usize,
    width: usize,
    frame: Frame,
}

const MAX_SIDE: usize = 1 << 14;

impl Distorter {
    /// Prepares to distort images of `height` × `width` pixels.
    ///
    /// # Errors
    /// As [`distort`].
    pub fn new(
        ranges: &Distortion,
        seed: u64,
        height: usize,
        width: usize,
    ) -> Result<Self, MnistError> {
        ranges.check()?;
        if !(1..=MAX_SIDE).contains(&height) || !(1..=MAX_SIDE).contains(&width) {
            return Err(MnistError::Field {
                what: "distort",
                found: (height, width),
                asked: (height, width),
            });
        }
        Ok(Self {
            ranges: *ranges,
            rng: rng(seed, "distort"),
            height,
            width,
            frame: Frame::new(height, width),
        })
    }

    /// The map that [`distort`](Self::distort) applies: each image and copy has a stream of
    /// random numbers of its own.
    pub fn draw(&self, index: usize, copy: u32) -> Affine {
        let mut rng = self.rng.clone();
        rng.set_stream(u64::from(copy) << 32 ^ index as u64);
        self.ranges.draw(&mut rng)
    }

    /// Draws the `copy`-th distortion of the image of this `index` and applies it.
    ///
    /// # Panics
    /// As [`apply`](Self::apply).
    pub fn distort(&mut self, image: &[u8], index: usize, copy: u32, distorted: &mut [u8]) {
        self.apply(&self.draw(index, copy), image, distorted);
    }

    /// Moves `image` by `affine`: every pixel is interpolated bilinearly where it comes from
    /// in the original, white outside of it, and rounded to the nearest byte. What cannot be
    /// inverted leaves a white field.
    ///
    /// # Panics
    /// If `image` or `distorted` has not as many pixels as this distorter was made for.
    pub fn apply(&mut self, affine: &Affine, image: &[u8], distorted: &mut [u8]) {
        let n_pixels = self.height * self.width;
        assert_eq!(image.len(), n_pixels, "an image of another size");
        assert_eq!(distorted.len(), n_pixels, "a field of another size");
        distorted.fill(0);
        let inverse = affine.inverse(self.height, self.width);
        let (Some(ink), Some(inverse)) = (self.frame.hold(image), inverse) else {
            return;
        };
        let [origin, right, down] = inverse.map(|vector| vector.map(fixed));
        let [mut x, mut y] = origin.map(rounded);
        for row in distorted.chunks_exact_mut(self.width) {
            let run = Run::all(row.len())
                .within(x, right[0], ink.left, ink.right)
                .within(y, right[1], ink.top, ink.bottom);
            if run.start < run.end {
                let start = [x + run.start * right[0], y + run.start * right[1]];
                let row = &mut row[run.start as usize..run.end as usize];
                self.frame.sample(start, right, row);
            }
            x += down[0];
            y += down[1];
        }
    }
}
