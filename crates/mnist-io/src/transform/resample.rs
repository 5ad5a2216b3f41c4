use super::{crop, each_image};
use crate::{Images, MnistError};

/// The 16×16 version: the central 20×20 pixels, [resampled](resample).
///
/// The paper used it "in some early experiments" (section III-A: LeNet-1 and the tangent
/// distance) without saying how it was made; the 20×20 box is the one that digits were fitted
/// to. Pixels are weighted by area: each of the 16 covers one and a quarter of the 20, and
/// none counts more than another. Smoothing beyond that is left to those who need derivatives
/// of the image.
///
/// # Errors
/// [`MnistError::Field`] if the images are smaller than 20×20.
pub fn resample_16x16(images: &Images) -> Result<Images, MnistError> {
    resample(&crop(images, 20, 20)?, 16, 16)
}

/// Resamples each image to `height` × `width` pixels: each is the mean of what it covers,
/// weighted by area, in exact integers and rounded to the nearest byte.
///
/// # Errors
/// [`MnistError::Field`] if that is nothing.
pub fn resample(images: &Images, height: usize, width: usize) -> Result<Images, MnistError> {
    let (from_height, from_width) = (images.height(), images.width());
    if height == 0 || width == 0 {
        return Err(MnistError::Field {
            what: "resample",
            found: (from_height, from_width),
            asked: (height, width),
        });
    }
    let rows: Vec<_> = (0..height).map(|y| cover(y, from_height, height)).collect();
    let columns: Vec<_> = (0..width).map(|x| cover(x, from_width, width)).collect();
    let area = (from_height * from_width) as u64;
    each_image(
        images,
        height,
        width,
        || (),
        |(), _, image, resampled| {
            for (resampled, rows) in resampled.chunks_exact_mut(width).zip(&rows) {
                for (pixel, columns) in resampled.iter_mut().zip(&columns) {
                    let mut sum = 0;
                    for &(y, of_row) in rows {
                        for &(x, of_column) in columns {
                            sum += of_row * of_column * u64::from(image[y * from_width + x]);
                        }
                    }
                    *pixel = ((2 * sum + area) / (2 * area)) as u8;
                }
            }
        },
    )
}

/// What the `i`-th of `to` equal parts of a line of `from` pixels covers: pixels and lengths,
/// in units of `1/to` pixel, `from` in all.
fn cover(i: usize, from: usize, to: usize) -> Vec<(usize, u64)> {
    let (start, end) = (i * from, (i + 1) * from);
    (start / to..end.div_ceil(to))
        .map(|pixel| {
            let length = end.min((pixel + 1) * to) - start.max(pixel * to);
            (pixel, length as u64)
        })
        .collect()
}
