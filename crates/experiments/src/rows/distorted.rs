//! Training sets that are enlarged by distorted copies (section III-A, "dist" in Figure 9).

use std::cell::RefCell;

use mnist_io::Dataset;
use mnist_io::transform::{Distorter, Distortion};
use report::Divergence;

use crate::FitError;

/// What every row with distorted copies says of them.
pub(super) const DISTORTIONS: Divergence = Divergence {
    paper: "Planar affine distortions: translation, scaling, squeezing and shearing; how much of \
            each is not given",
    ours: "The ranges that the settings name, uniform; scaling and squeezing log-uniform",
    why: "Chosen on validation",
};

/// Copies of every image, the original among them: 60,000 + 540,000 (section III-A).
const VERSIONS: usize = 10;

/// Alters images as they are shown: the image, its index, the cycle, and the altered image.
pub(crate) type Retouch<'a> = Box<dyn Fn(&[u8], usize, usize, &mut [u8]) + 'a>;

/// The original and nine distorted copies: in every cycle a tenth of the images are originals,
/// and in ten cycles every image is shown in each of its ten versions.
pub(crate) fn nine_copies<'a>(
    set: &Dataset,
    ranges: &Distortion,
    seed: u64,
) -> Result<Retouch<'a>, FitError> {
    retouch(set, ranges, seed, |index, cycle| {
        match (index + cycle) % VERSIONS {
            0 => None,
            copy => Some(copy),
        }
    })
}

/// A new distortion each time an image is shown.
pub(super) fn fresh<'a>(
    set: &Dataset,
    ranges: &Distortion,
    seed: u64,
) -> Result<Retouch<'a>, FitError> {
    retouch(set, ranges, seed, |_, cycle| Some(cycle))
}

/// The copy of image `index` that `copy_of` names for each cycle; the original if it names none.
fn retouch<'a>(
    set: &Dataset,
    ranges: &Distortion,
    seed: u64,
    copy_of: impl Fn(usize, usize) -> Option<usize> + 'a,
) -> Result<Retouch<'a>, FitError> {
    let distorter = RefCell::new(Distorter::new(ranges, seed, set.height(), set.width())?);
    Ok(Box::new(
        move |image, index, cycle, altered| match copy_of(index, cycle) {
            None => altered.copy_from_slice(image),
            Some(copy) => distorter
                .borrow_mut()
                .distort(image, index, copy as u32, altered),
        },
    ))
}
