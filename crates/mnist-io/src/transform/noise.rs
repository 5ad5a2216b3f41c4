use rand::RngExt;

use super::each_image;
use crate::rng::rng;
use crate::{Images, MnistError};

/// Turns each pixel into its negative (white becomes black) with that probability: the noise
/// that the network of Figure 13 was trained with, at 0.1.
///
/// Each image has a stream of random numbers of its own, so that the number of threads does
/// not enter.
///
/// # Errors
/// [`MnistError::Distortion`] unless the probability is one.
pub fn invert_pixels(images: &Images, probability: f64, seed: u64) -> Result<Images, MnistError> {
    if !(0.0..=1.0).contains(&probability) {
        return Err(MnistError::Distortion {
            what: "probability",
            value: probability,
            max: 1.0,
        });
    }
    let rng = rng(seed, "noise");
    each_image(
        images,
        images.height(),
        images.width(),
        || (),
        |(), index, image, noisy| {
            let mut rng = rng.clone();
            rng.set_stream(index as u64);
            for (noisy, &pixel) in noisy.iter_mut().zip(image) {
                let invert = rng.random::<f64>() < probability;
                *noisy = if invert { 255 - pixel } else { pixel };
            }
        },
    )
}
