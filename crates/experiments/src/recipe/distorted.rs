//! Training sets that are enlarged by distorted copies (section III-A, "dist" in Figure 9).

use std::cell::RefCell;

use mnist_io::Dataset;
use mnist_io::transform::{Distorter, Distortion};

use crate::FitError;

/// What a network is shown of each training image.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shown {
    /// The image.
    Original,
    /// The image and nine distorted copies of it in turn ([`nine_copies`]).
    NineCopies(Distortion),
    /// A new distortion each time.
    Fresh(Distortion),
}

impl Shown {
    /// What stands at the end of the settings.
    pub(crate) fn settings(&self) -> String {
        match self {
            Self::Original => String::new(),
            Self::NineCopies(ranges) => format!("; nine copies: {}", self::ranges(ranges)),
            Self::Fresh(ranges) => format!("; {}", self::ranges(ranges)),
        }
    }

    /// What makes it of the images of `set`; nothing if they are shown as they are.
    pub(crate) fn augmentation<'a>(
        &self,
        set: &Dataset,
        seed: u64,
    ) -> Result<Option<Augmentation<'a>>, FitError> {
        match self {
            Self::Original => Ok(None),
            Self::NineCopies(ranges) => nine_copies(set, ranges, seed).map(Some),
            Self::Fresh(ranges) => {
                augmentation(set, ranges, seed, |_, cycle| Some(cycle)).map(Some)
            }
        }
    }
}

/// The ranges of a distortion, for people.
pub(crate) fn ranges(distortion: &Distortion) -> String {
    let Distortion {
        shift,
        scale,
        squeeze,
        shear,
        rotation,
    } = distortion;
    let pixels = if *shift == 1.0 { "pixel" } else { "pixels" };
    let rotation = match *rotation {
        0.0 => String::new(),
        degrees => format!(", {degrees} degrees"),
    };
    format!("+-{shift} {pixels}, scale {scale}, squeeze {squeeze}, shear {shear}{rotation}")
}

/// Versions of every image, the original among them: 60,000 + 540,000 (section III-A).
const VERSIONS: usize = 10;

/// Alters images as they are shown: the image, its index, the cycle, and the altered image.
pub(crate) type Augmentation<'a> = Box<dyn Fn(&[u8], usize, usize, &mut [u8]) + 'a>;

/// The original and nine distorted copies: in every cycle a tenth of the images are originals,
/// and in ten cycles every image is shown in each of its ten versions.
fn nine_copies<'a>(
    set: &Dataset,
    ranges: &Distortion,
    seed: u64,
) -> Result<Augmentation<'a>, FitError> {
    augmentation(set, ranges, seed, |index, cycle| {
        match (index + cycle) % VERSIONS {
            0 => None,
            copy => Some(copy),
        }
    })
}

/// The copy of image `index` that `copy_of` names for each cycle; the original if it names none.
fn augmentation<'a>(
    set: &Dataset,
    ranges: &Distortion,
    seed: u64,
    copy_of: impl Fn(usize, usize) -> Option<usize> + 'a,
) -> Result<Augmentation<'a>, FitError> {
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use mnist_io::Images;
    use ndarray::{Array1, Array2};

    use super::*;

    const RANGES: Distortion = Distortion {
        shift: 2.0,
        scale: 0.2,
        squeeze: 0.15,
        shear: 0.2,
        rotation: 0.0,
    };

    #[test]
    fn every_range_is_in_the_settings() {
        let Distortion {
            shift: _,
            scale: _,
            squeeze: _,
            shear: _,
            rotation: _,
        } = RANGES;
        let others = [
            RANGES,
            Distortion {
                shift: 1.0,
                ..RANGES
            },
            Distortion {
                scale: 0.1,
                ..RANGES
            },
            Distortion {
                squeeze: 0.1,
                ..RANGES
            },
            Distortion {
                shear: 0.1,
                ..RANGES
            },
            Distortion {
                rotation: 1.0,
                ..RANGES
            },
        ];
        let shown = others.map(Shown::Fresh).into_iter();
        let shown = shown.chain([Shown::Original, Shown::NineCopies(RANGES)]);
        let texts: BTreeSet<String> = shown.map(|shown| shown.settings()).collect();
        assert_eq!(texts.len(), others.len() + 2, "{texts:#?}");
    }

    /// Three images, and what is shown of each in so many cycles.
    fn shown(shown: Shown, seed: u64, cycles: usize) -> (Dataset, Vec<Vec<Vec<u8>>>) {
        let pixels = Array2::from_shape_fn((3, 28 * 28), |(i, j)| (j * (i + 7) % 256) as u8);
        let images = Images::new(pixels, 28, 28).unwrap();
        let set = Dataset::new(images, Array1::from(vec![0, 1, 2])).unwrap();
        let augmentation = shown.augmentation(&set, seed).unwrap().unwrap();
        let of_image = |index: usize| {
            let image = set.images().row(index).to_vec();
            let version = |cycle| {
                let mut altered = vec![0; image.len()];
                augmentation(&image, index, cycle, &mut altered);
                altered
            };
            (0..cycles).map(version).collect()
        };
        let all = (0..set.len()).map(of_image).collect();
        (set, all)
    }

    #[test]
    fn nine_copies_are_ten_versions_that_come_again() {
        let (set, images) = shown(Shown::NineCopies(RANGES), 1, 3 * VERSIONS);
        for (index, versions) in images.iter().enumerate() {
            let different: BTreeSet<_> = versions.iter().collect();
            assert_eq!(different.len(), 10, "image {index}");
            assert!(different.contains(&set.images().row(index).to_vec()));
            let first = &versions[..VERSIONS];
            assert!(versions.chunks(VERSIONS).all(|cycles| cycles == first));
        }
        assert_eq!(
            shown(Shown::NineCopies(RANGES), 1, VERSIONS).1[2],
            images[2][..VERSIONS]
        );
        assert_ne!(
            shown(Shown::NineCopies(RANGES), 2, VERSIONS).1[2],
            images[2][..VERSIONS]
        );
    }

    #[test]
    fn fresh_distortions_do_not_come_again() {
        let (set, images) = shown(Shown::Fresh(RANGES), 1, 30);
        for (index, versions) in images.iter().enumerate() {
            let different: BTreeSet<_> = versions.iter().collect();
            assert_eq!(different.len(), 30, "image {index}");
            assert!(!different.contains(&set.images().row(index).to_vec()));
        }
    }
}
