//! The versions of the data that the paper's classifiers are given (section III-A).
//!
//! | paper | here |
//! |---|---|
//! | 32×32 | [`pad`]`(images, 32, 32)` |
//! | white −0.1, black 1.175 | `-0.1 + 1.275 * byte / 255`: the nets see to it |
//! | deslanted, 20×20 | [`deslant`]`(images, 20, 20)` |
//! | 16×16 | [`resample_16x16`]; for LeNet-1 then [`pad`]`(images, 28, 28)` |
//! | distorted | [`distort`], or one image at a time with a [`Distorter`]; as many as are wanted: [`enlarge`] |
//! | all moved alike, noisy (Figure 13) | [`warp`], [`invert_pixels`] |
//!
//! [`normalise`] and [`normalise_line`] bring pictures of a digit, or of a line of digits, to MNIST's
//! form.
//!
//! [`transpose`] turns what lies, as EMNIST does, upright.
//!
//! All are pure functions of the images and, for distortions, of a seed; the number of
//! threads does not enter.

mod deslant;
mod distort;
mod enlarge;
mod noise;
mod normalise;
mod pad;
mod resample;
mod transpose;

use ndarray::Array2;
use rayon::prelude::*;

pub use deslant::deslant;
pub use distort::{Affine, Distorter, Distortion, distort, warp};
pub use enlarge::enlarge;
pub use noise::invert_pixels;
pub use normalise::{
    Line, LineRefusal, LineSighting, Refusal, Sighting, normalise, normalise_line,
};
pub use pad::{crop, pad};
pub use resample::{resample, resample_16x16};
pub use transpose::transpose;

use crate::{Images, MnistError};

/// Makes images of `height` × `width` pixels, each by `draw` from the image of the same index
/// onto a white field.
fn each_image<S: Send>(
    images: &Images,
    height: usize,
    width: usize,
    scratch: impl Fn() -> S + Sync + Send,
    draw: impl Fn(&mut S, usize, &[u8], &mut [u8]) + Sync + Send,
) -> Result<Images, MnistError> {
    let mut pixels = Array2::zeros((images.len(), height * width));
    pixels
        .as_slice_mut()
        .expect("a new matrix is contiguous")
        .par_chunks_exact_mut(height * width)
        .zip(
            images
                .as_slice()
                .par_chunks_exact(images.height() * images.width()),
        )
        .enumerate()
        .for_each_init(scratch, |scratch, (index, (drawn, image))| {
            draw(scratch, index, image, drawn);
        });
    Images::new(pixels, height, width)
}
