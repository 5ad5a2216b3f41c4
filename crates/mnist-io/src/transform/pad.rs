use super::each_image;
use crate::{Images, MnistError};

/// Puts each image in the middle of a white field of `height` × `width` pixels.
///
/// The paper pads to 32×32 for the convolutional nets, so that distinctive features can
/// appear in the centre of the receptive fields of the highest feature detectors (section
/// II-B). If the margins cannot be equal, the lower and the right one are larger by a pixel.
///
/// # Errors
/// [`MnistError::Field`] if the field is smaller than the images.
pub fn pad(images: &Images, height: usize, width: usize) -> Result<Images, MnistError> {
    let found = (images.height(), images.width());
    if height < found.0 || width < found.1 {
        return Err(MnistError::Field {
            what: "pad",
            found,
            asked: (height, width),
        });
    }
    let (top, left) = ((height - found.0) / 2, (width - found.1) / 2);
    each_image(
        images,
        height,
        width,
        || (),
        |(), _, image, padded| {
            let rows = padded.chunks_exact_mut(width).skip(top);
            for (row, padded) in image.chunks_exact(found.1).zip(rows) {
                padded[left..left + found.1].copy_from_slice(row);
            }
        },
    )
}

/// Cuts the central `height` × `width` pixels out of each image.
///
/// If the margins cannot be equal, the lower and the right one are larger by a pixel, so that
/// this undoes [`pad`].
///
/// # Errors
/// [`MnistError::Field`] if that is larger than the images, or nothing.
pub fn crop(images: &Images, height: usize, width: usize) -> Result<Images, MnistError> {
    let (top, left) = margins(images, height, width)?;
    let from_width = images.width();
    each_image(
        images,
        height,
        width,
        || (),
        |(), _, image, cropped| {
            let rows = image.chunks_exact(from_width).skip(top);
            for (cropped, row) in cropped.chunks_exact_mut(width).zip(rows) {
                cropped.copy_from_slice(&row[left..left + width]);
            }
        },
    )
}

/// Rows above and columns left of the central `height` × `width` pixels.
pub(super) fn margins(
    images: &Images,
    height: usize,
    width: usize,
) -> Result<(usize, usize), MnistError> {
    let found = (images.height(), images.width());
    if height == 0 || width == 0 || height > found.0 || width > found.1 {
        return Err(MnistError::Field {
            what: "crop",
            found,
            asked: (height, width),
        });
    }
    Ok(((found.0 - height) / 2, (found.1 - width) / 2))
}
