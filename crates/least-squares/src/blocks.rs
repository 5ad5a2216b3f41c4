//! Blocks of feature rows: the unit in which samples are turned into numbers.

use classifier::Pixel;
use ndarray::{ArrayView2, ArrayViewMut2, Zip, s};

/// Rows of a block. A constant, never a share of the samples a thread: how sums are split
/// must not depend on the machine. Products of more rows leave the L2 cache and are slower.
pub(crate) const BLOCK_ROWS: usize = 256;

/// The features of images that are their pixels, as intensities.
pub(crate) fn intensities<P: Pixel>(
    images: ArrayView2<'_, P>,
) -> impl Fn(usize, ArrayViewMut2<'_, f64>) + Sync {
    move |first, mut block| {
        let rows = images.slice(s![first..first + block.nrows(), ..]);
        Zip::from(&mut block)
            .and(&rows)
            .for_each(|feature, pixel| *feature = pixel.intensity());
    }
}
