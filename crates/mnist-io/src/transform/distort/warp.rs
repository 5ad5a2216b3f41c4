use super::{Affine, Distorter, Distortion};
use crate::transform::each_image;
use crate::{Images, MnistError};

/// All images moved by the same map, as [`Distorter::apply`] does.
///
/// # Errors
/// [`MnistError::Field`] for images of more than 16,384 rows or columns.
pub fn warp(images: &Images, affine: &Affine) -> Result<Images, MnistError> {
    let (height, width) = (images.height(), images.width());
    let distorter = Distorter::new(&Distortion::default(), 0, height, width)?;
    each_image(
        images,
        height,
        width,
        || distorter.clone(),
        |distorter, _, image, warped| distorter.apply(affine, image, warped),
    )
}
