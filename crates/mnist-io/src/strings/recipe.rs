use std::ops::{Range, RangeInclusive};

use rayon::prelude::*;

use super::compose::{add_noise, overlay};
use super::error::StringsError;
use super::layout::{Layout, SIDE, box_of};
use super::numbers::{of_string, permutation};
use super::set::{Place, ROWS, StringSet};
use crate::Dataset;

/// The gaps that a recipe may have: a whole image is the most that digits can be apart, or overlap.
pub const GAPS: RangeInclusive<i32> = -(SIDE as i32)..=SIDE as i32;

/// How strings are composed from images of digits. The [module](super) says it step by step.
#[derive(Clone, Debug, PartialEq)]
pub struct Recipe {
    /// Digits of a string.
    pub length: usize,
    /// Columns between the boxes of neighbouring digits, each number as likely as the others;
    /// within [`GAPS`]. Boxes with a negative gap share so many columns.
    pub gaps: RangeInclusive<i32>,
    /// The probability of each pixel to become its negative.
    pub invert: f64,
}

impl Recipe {
    /// Five digits, "bounding boxes −1 to 4 pixels apart" as in the paper's training of a swept
    /// network (section VII-B).
    pub const PAPER: Self = Self {
        length: 5,
        gaps: -1..=4,
        invert: 0.0,
    };
    /// As [`PAPER`](Self::PAPER), but no digits touch.
    pub const APART: Self = Self {
        gaps: 1..=4,
        ..Self::PAPER
    };
    /// As [`PAPER`](Self::PAPER), but most digits touch.
    pub const TIGHT: Self = Self {
        gaps: -4..=0,
        ..Self::PAPER
    };
    /// As [`PAPER`](Self::PAPER), with a tenth of all pixels inverted (section VII-B).
    pub const NOISY: Self = Self {
        invert: 0.1,
        ..Self::PAPER
    };

    /// Draws strings from the images of a range, as for one pass of training: each image is in one
    /// string, in another one in each pass and for each seed.
    ///
    /// If the number of images is not a multiple of the length of a string, the last ones of the
    /// pass's order, fewer than a string, are in no string. They differ from pass to pass.
    ///
    /// # Errors
    /// [`StringsError::NoDigits`], [`Gaps`](StringsError::Gaps) or
    /// [`Invert`](StringsError::Invert) if the recipe cannot be followed,
    /// [`ImageSize`](StringsError::ImageSize) unless the images are of 28×28 pixels,
    /// [`EmptyRange`](StringsError::EmptyRange), [`OutOfRange`](StringsError::OutOfRange) or
    /// [`TooFewImages`](StringsError::TooFewImages) if the range does not do, and
    /// [`NotADigit`](StringsError::NotADigit) for a label in it beyond 9.
    pub fn draw(
        &self,
        dataset: &Dataset,
        images: Range<usize>,
        seed: u64,
        pass: u32,
    ) -> Result<StringSet, StringsError> {
        self.check()?;
        self.check_images(dataset, &images)?;
        let image =
            |index: usize| &dataset.as_images().as_slice()[index * SIDE * SIDE..][..SIDE * SIDE];

        let mut order = permutation(seed, pass, images.len());
        order.truncate(images.len() / self.length * self.length);
        let layouts: Vec<Layout> = order
            .par_chunks_exact(self.length)
            .enumerate()
            .map(|(string, chosen)| {
                let chosen = chosen.iter().map(|&index| images.start + index);
                let boxes = chosen.map(|index| (index, box_of(image(index))));
                let mut rng = of_string(seed, "strings-gap", pass, string);
                Layout::draw(&self.gaps, boxes, &mut rng)
            })
            .collect();

        let starts = starts(&layouts);
        let mut pixels = vec![0; ROWS * starts[layouts.len()]];
        pictures(&mut pixels, &layouts)
            .into_par_iter()
            .zip(&layouts)
            .enumerate()
            .for_each(|(string, (picture, layout))| {
                for place in &layout.places {
                    overlay(picture, layout.width, image(place.image), place);
                }
                if self.invert > 0.0 {
                    let mut rng = of_string(seed, "strings-noise", pass, string);
                    add_noise(picture, self.invert, &mut rng);
                }
            });

        let places: Vec<Place> = layouts
            .into_iter()
            .flat_map(|layout| layout.places)
            .collect();
        let labels = dataset.labels();
        let digits = places.iter().map(|place| labels[place.image]).collect();
        Ok(StringSet::new(self.length, digits, places, starts, pixels))
    }

    /// Draws test strings: every image of the dataset is in exactly one string. The order, 1 to 5
    /// for the [named](super::NAMED) sets, is the seed.
    ///
    /// The first order is for results, and the others are for their spread. Strings of several
    /// orders do not make a larger test set, since each shows the same images.
    ///
    /// # Errors
    /// As [`draw`](Self::draw), and [`StringsError::LeftOver`] if the number of images is not a
    /// multiple of the length of a string.
    pub fn test(&self, dataset: &Dataset, order: u64) -> Result<StringSet, StringsError> {
        self.check()?;
        match dataset.len() % self.length {
            0 => self.draw(dataset, 0..dataset.len(), order, 0),
            left_over => Err(StringsError::LeftOver {
                images: dataset.len(),
                length: self.length,
                left_over,
            }),
        }
    }

    fn check(&self) -> Result<(), StringsError> {
        let (&start, &end) = (self.gaps.start(), self.gaps.end());
        if self.length == 0 {
            Err(StringsError::NoDigits)
        } else if self.gaps.is_empty() || !GAPS.contains(&start) || !GAPS.contains(&end) {
            Err(StringsError::Gaps { start, end })
        } else if !(0.0..=1.0).contains(&self.invert) {
            Err(StringsError::Invert { value: self.invert })
        } else {
            Ok(())
        }
    }

    fn check_images(&self, dataset: &Dataset, images: &Range<usize>) -> Result<(), StringsError> {
        let (height, width) = (dataset.height(), dataset.width());
        if (height, width) != (SIDE, SIDE) {
            return Err(StringsError::ImageSize { height, width });
        }
        if images.is_empty() {
            return Err(StringsError::EmptyRange {
                start: images.start,
                end: images.end,
            });
        }
        if images.end > dataset.len() {
            return Err(StringsError::OutOfRange {
                end: images.end,
                len: dataset.len(),
            });
        }
        if images.len() < self.length {
            return Err(StringsError::TooFewImages {
                images: images.len(),
                length: self.length,
            });
        }
        let labels = dataset.labels();
        match images.clone().find(|&image| labels[image] > 9) {
            None => Ok(()),
            Some(image) => Err(StringsError::NotADigit {
                image,
                found: labels[image],
            }),
        }
    }
}

/// Columns of all pictures before each, and of all.
fn starts(layouts: &[Layout]) -> Vec<usize> {
    let widths = layouts.iter().map(|layout| layout.width);
    let ends = widths.scan(0, |end, width| {
        *end += width;
        Some(*end)
    });
    std::iter::once(0).chain(ends).collect()
}

/// The pixels of each picture, apart, so that threads can draw them.
fn pictures<'a>(mut pixels: &'a mut [u8], layouts: &[Layout]) -> Vec<&'a mut [u8]> {
    layouts
        .iter()
        .map(|layout| {
            pixels
                .split_off_mut(..ROWS * layout.width)
                .expect("there are pixels for all pictures")
        })
        .collect()
}
