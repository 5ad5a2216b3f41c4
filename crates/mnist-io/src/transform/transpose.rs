use super::each_image;
use crate::{Images, MnistError};

/// Makes rows of columns: EMNIST's images lie so, and stand upright after it.
///
/// # Errors
/// None for images that exist.
pub fn transpose(images: &Images) -> Result<Images, MnistError> {
    let (height, width) = (images.height(), images.width());
    each_image(
        images,
        width,
        height,
        || (),
        |(), _, image, transposed| {
            for (column, line) in transposed.chunks_exact_mut(height).enumerate() {
                let pixels = image.iter().skip(column).step_by(width);
                for (to, &from) in line.iter_mut().zip(pixels) {
                    *to = from;
                }
            }
        },
    )
}
