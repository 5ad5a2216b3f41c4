use mnist_io::transform::Distorter;
use mnist_io::{Mnist, MnistError};

use crate::Preparation;
use crate::rows::MODERATE;

/// Rows and columns of the images that LeNet-5 sees.
pub const FIELD: usize = 32;

/// What `lenet5-dist` is shown of the training images at these indices (Figure 7): each one in
/// the middle of 32×32, followed by its first `copies` distortions.
///
/// # Errors
/// [`MnistError`] for an index that is none.
pub fn distorted_copies(
    data: &Mnist,
    indices: &[usize],
    copies: u32,
) -> Result<Vec<Vec<Vec<u8>>>, MnistError> {
    let set = Preparation::Padded32.apply(&data.train.select(indices)?)?;
    let (height, width) = (set.height(), set.width());
    let mut distorter = Distorter::new(&MODERATE, 1, height, width)?;
    let originals = set.as_images().as_slice().chunks_exact(height * width);
    Ok(originals
        .zip(indices)
        .map(|(original, &index)| {
            let mut versions = vec![original.to_vec()];
            for copy in 1..=copies {
                let mut distorted = vec![0; original.len()];
                distorter.distort(original, index, copy, &mut distorted);
                versions.push(distorted);
            }
            versions
        })
        .collect())
}
