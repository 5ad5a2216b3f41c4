use std::ops::{Range, RangeInclusive};

use rand_chacha::ChaCha8Rng;

use super::numbers::below;
use super::set::Place;

/// Rows and columns of an image.
pub(super) const SIDE: usize = 28;

/// A column with a pixel of at least this much belongs to the digit.
const INK: u8 = 64;

/// Rows that an image of 28 can begin on in a picture of 32.
const TOPS: usize = 5;

const LEAST_MARGIN: i64 = 10;

/// Widths are multiples of this: LeNet-5 moves by as many pixels from one output to the next.
const STEP: i64 = 4;

/// The width of the field of LeNet-5.
const LEAST_WIDTH: i64 = 32;

/// The columns of an image that are its digit.
pub(super) fn box_of(image: &[u8]) -> Range<usize> {
    let mut has_ink = [false; SIDE];
    for row in image.chunks_exact(SIDE) {
        for (has_ink, &pixel) in has_ink.iter_mut().zip(row) {
            *has_ink |= pixel >= INK;
        }
    }
    let first = has_ink.iter().position(|&ink| ink);
    let last = has_ink.iter().rposition(|&ink| ink);
    match (first, last) {
        (Some(first), Some(last)) => first..last + 1,
        _ => 0..SIDE,
    }
}

/// Where the digits of one string lie, and how wide its picture is.
pub(super) struct Layout {
    pub(super) width: usize,
    pub(super) places: Vec<Place>,
}

impl Layout {
    /// Draws the places of these images: rows and gaps from left to right, then the margins.
    pub(super) fn draw(
        gaps: &RangeInclusive<i32>,
        images: impl Iterator<Item = (usize, Range<usize>)>,
        rng: &mut ChaCha8Rng,
    ) -> Self {
        let (least_gap, n_gaps) = (*gaps.start(), gaps.clone().count());
        let mut digits: Vec<Digit> = Vec::new();
        for (image, columns) in images {
            let top = below(rng, TOPS);
            let width = columns.len() as i64;
            let start = digits.last().map_or(0, |before| {
                let gap = i64::from(least_gap) + below(rng, n_gaps) as i64;
                (before.end + gap).max(before.first_start_to_the_right(width))
            });
            digits.push(Digit {
                image,
                columns,
                top,
                start,
                end: start + width,
            });
        }
        // With negative gaps, a wide digit can begin before, or end behind, a narrow neighbour.
        let first = digits.iter().map(|digit| digit.start).min().unwrap_or(0);
        let end = digits.iter().map(|digit| digit.end).max().unwrap_or(0);
        let (left, width) = margins(end - first, below(rng, STEP as usize) as i64);
        Self {
            width: width as usize,
            places: digits
                .into_iter()
                .map(|digit| digit.place(left - first))
                .collect(),
        }
    }
}

/// A digit before it is known where the picture begins.
struct Digit {
    image: usize,
    /// Its box in the image.
    columns: Range<usize>,
    top: usize,
    /// Its box in the string.
    start: i64,
    end: i64,
}

impl Digit {
    /// Where a box of this width has to begin, at least, so that its middle is to the right of the
    /// middle of this one.
    fn first_start_to_the_right(&self, width: i64) -> i64 {
        (self.start + self.end - width).div_euclid(2) + 1
    }

    fn place(self, moved: i64) -> Place {
        let (start, end) = (self.start + moved, self.end + moved);
        Place {
            image: self.image,
            left: (start - self.columns.start as i64) as i32,
            columns: start as usize..end as usize,
            top: self.top,
        }
    }
}

/// The left margin, and the width of the picture with both margins.
fn margins(ink: i64, drawn: i64) -> (i64, i64) {
    let left = LEAST_MARGIN + drawn;
    // The right margin is one of as many successive numbers as a step has pixels, so that exactly
    // one of them fits.
    let least = left + ink + LEAST_MARGIN;
    let width = least + (-least).rem_euclid(STEP);
    let lacking = (LEAST_WIDTH - width).max(0);
    (left + lacking / 2, width + lacking)
}
