use ndarray::{Array1, Array2, Axis};

use super::{Distortion, distort};
use crate::{Dataset, Images, MnistError};

/// `n` images: the first so many of the set, or, if it has fewer, all of them and then its
/// [distorted](distort) copies, the first, the second and so on, as many as are wanted. A copy
/// keeps the label of its image.
///
/// # Errors
/// As [`distort`]; [`MnistError::OutOfRange`] if copies are wanted of no image.
pub fn enlarge(
    set: &Dataset,
    n: usize,
    ranges: &Distortion,
    seed: u64,
) -> Result<Dataset, MnistError> {
    if n <= set.len() || set.is_empty() {
        return set.first(n);
    }
    let mut pixels = Array2::zeros((n, set.height() * set.width()));
    let parts = pixels.axis_chunks_iter_mut(Axis(0), set.len());
    for (copy, mut part) in (0..).zip(parts) {
        let originals = set.first(part.nrows())?;
        if copy == 0 {
            part.assign(&originals.images());
        } else {
            let distorted = distort(originals.as_images(), ranges, seed, copy)?;
            part.assign(&distorted.pixels());
        }
    }
    let labels = Array1::from_shape_fn(n, |image| set.labels()[image % set.len()]);
    Dataset::new(Images::new(pixels, set.height(), set.width())?, labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANGES: Distortion = Distortion {
        shift: 2.0,
        scale: 0.2,
        squeeze: 0.15,
        shear: 0.2,
        rotation: 0.0,
    };

    fn three() -> Dataset {
        let pixels = Array2::from_shape_fn((3, 12 * 12), |(i, j)| (j * (i + 7) % 256) as u8);
        let images = Images::new(pixels, 12, 12).unwrap();
        Dataset::new(images, Array1::from(vec![4, 5, 6])).unwrap()
    }

    #[test]
    fn originals_come_first_and_then_their_copies_with_their_labels() {
        let set = three();
        let enlarged = enlarge(&set, 8, &RANGES, 1).unwrap();
        assert_eq!(enlarged.labels().to_vec(), [4, 5, 6, 4, 5, 6, 4, 5]);
        for copy in 0..3 {
            let part = copy * 3..8.min(copy * 3 + 3);
            let expected = match copy {
                0 => set.as_images().clone(),
                copy => distort(set.as_images(), &RANGES, 1, copy as u32).unwrap(),
            };
            for (rank, image) in part.enumerate() {
                assert_eq!(enlarged.images().row(image), expected.pixels().row(rank));
            }
        }
        assert_ne!(enlarged.images().row(0), enlarged.images().row(3));
        assert_ne!(enlarged.images().row(3), enlarged.images().row(6));
        // A smaller set is the beginning of a larger one.
        for n in [0, 2, 3, 4, 7] {
            let smaller = enlarge(&set, n, &RANGES, 1).unwrap();
            assert_eq!(smaller, enlarged.first(n).unwrap());
        }
    }

    #[test]
    fn there_are_no_copies_of_nothing() {
        let none = three().first(0).unwrap();
        assert_eq!(enlarge(&none, 0, &RANGES, 1).unwrap().len(), 0);
        assert!(enlarge(&none, 1, &RANGES, 1).is_err());
    }
}
