//! A picture of one digit, brought to MNIST's form as its makers brought NIST's, or of a line of
//! them.

mod extent;
mod frame;
mod height;
mod line;
mod parts;
mod reduce;
mod relief;
mod strip;

use ndarray::{Array2, ArrayView2};
use thiserror::Error;

use crate::Images;
pub use line::{Line, LineRefusal, LineSighting, normalise_line};
use parts::Part;
use reduce::{SMALLEST, reduced};
use relief::Relief;

/// Why a picture is not taken for one of a digit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Refusal {
    /// It is too small.
    #[error("{height}x{width} pixels are too few: a digit needs {SMALLEST} each way at least")]
    TooSmall {
        /// Its rows.
        height: usize,
        /// Its columns.
        width: usize,
    },
    /// Nothing stands out from the ground.
    #[error("no ink: nothing stands out from the ground")]
    NoInk,
    /// What stands out runs along the edges, or from one to the other.
    #[error(
        "no clear ground: what stands out runs along the edges. It is a shadow, a line, or a digit \
         that is cut off; leave plain ground all round the digit"
    )]
    NoGround,
    /// What stands out is an area rather than strokes.
    #[error("no strokes: what stands out is an area, a shadow or a blot")]
    Blot,
    /// There are several digits.
    #[error("several digits, or a digit in pieces: one a picture")]
    Several,
}

/// What [`normalise`] sees.
#[derive(Clone, Debug)]
pub struct Sighting {
    /// The ink, 0 where there is none and 255 where it is full; of a large picture reduced to
    /// some 500 pixels.
    pub ink: Array2<u8>,
    /// One image of 28×28, or why there is none.
    pub digit: Result<Images, Refusal>,
}

/// Pixels each way that a picture is reduced to, about.
const LARGEST: usize = 512;

/// Finds the digit on a picture `(height, width)` of bytes, 0 dark and 255 light, and brings it to
/// MNIST's form: 28×28, 0 for the ground and 255 for ink.
///
/// The digit may be dark on light or light on dark, of any size and anywhere. Its ground may be
/// of any grey, darken smoothly from one side to the other, and be somewhat noisy.
///
/// MNIST's makers had NIST's digits in black and white: they "were size normalized to fit in a
/// 20×20 pixel box while preserving their aspect ratio. The resulting images contain grey levels
/// as result of the antialiasing (image interpolation) technique used by the normalization
/// algorithm. [...] the images were centered in a 28×28 image by computing the center of mass of
/// the pixels, and translating the image so as to position this point at the center" (section
/// III-A; the same on MNIST's page). In the published files the longer side of every digit is
/// 20, and the centre of mass lies within half a pixel of pixel (14, 14): it was moved by whole
/// pixels. So it is here; the steps before are ours:
///
/// 1. The ground is a surface of second degree, fitted by least absolute deviations to the edges,
///    then to all that is no ink. Ink is what differs from it towards the side, darker or
///    lighter, that more differs to, as a part of what could differ.
/// 2. Ink is told from noise by Otsu's threshold (1979) and parted into what hangs together.
///    Specks are left out.
/// 3. What is not one digit is [refused](Refusal), as is what differs from the ground no more than
///    noise does.
/// 4. The digit's box is scaled to 20 pixels by the mean of what each covers, or, if it is
///    smaller, linearly between pixels.
///
/// The thresholds are in this module. They were chosen on training images of MNIST.
pub fn normalise(picture: ArrayView2<'_, u8>) -> Sighting {
    let (height, width) = picture.dim();
    if height.min(width) < SMALLEST {
        return Sighting {
            ink: Array2::zeros((height, width)),
            digit: Err(Refusal::TooSmall { height, width }),
        };
    }
    let relief = Relief::of(&reduced(picture, LARGEST).0);
    let digit = digit(&relief);
    Sighting {
        ink: relief.shown(),
        digit,
    }
}

/// Parts with less ink than this of the largest's are specks.
const SPECK: f64 = 0.01;
/// Parts with less ink than this of the largest's are no digits.
const CONSIDERABLE: f64 = 0.1;
/// The longer side of a digit at least, of the picture's.
const LEAST_SIDE: f64 = 0.02;
/// The part of the picture's edges that a digit may lie on, and that the picture may be cut to.
const MOST_EDGE: [f64; 2] = [0.2, 0.5];
/// Pixels that differ from the ground are several digits if they have more parts.
const MOST_PARTS: usize = 4;
/// The width of a digit at most, of its height: 2 at most in MNIST.
const MOST_WIDTH: f64 = 2.2;

fn digit(relief: &Relief) -> Result<Images, Refusal> {
    let ink = &relief.ink;
    let mut parts = parts::of(relief);
    let Some(largest) = parts.first().cloned() else {
        return Err(Refusal::NoInk);
    };
    parts.retain(|part| part.mass >= SPECK * largest.mass);
    let considerable = |part: &&Part| part.mass >= CONSIDERABLE * largest.mass;
    let digits: Vec<&Part> = parts.iter().filter(considerable).collect();
    let (height, width) = ink.dim();
    if (largest.side as f64) < (LEAST_SIDE * height.max(width) as f64).max(SMALLEST as f64 / 2.0) {
        return Err(Refusal::NoInk);
    }
    let runs_along_edges = |part: &&Part| {
        let [top, bottom] = [part.rows.start == 0, part.rows.end == height];
        let [left, right] = [part.columns.start == 0, part.columns.end == width];
        let is_cut_to_it = top && bottom && left && right;
        let is_line = (left && right || top && bottom) && !is_cut_to_it;
        let edges = 2 * (height + width) - 4;
        is_line || part.on_edge as f64 > MOST_EDGE[usize::from(is_cut_to_it)] * edges as f64
    };
    if digits.iter().any(runs_along_edges) {
        return Err(Refusal::NoGround);
    }
    if digits.iter().any(|part| part.is_area(largest.side as f64)) {
        return Err(Refusal::Blot);
    }
    let own = parts::own_ink(&parts, ink, relief.full);
    let are_apart = digits[1..].iter().any(|part| are_apart(&largest, part));
    if digits.len() > MOST_PARTS
        || are_apart
        || own.ncols() as f64 > MOST_WIDTH * own.nrows() as f64
    {
        return Err(Refusal::Several);
    }
    Ok(frame::framed(&own))
}

/// Whether a part is a digit beside or below the largest, and no stroke of it: the bar of a 5 is
/// low, the second stroke of a 4 or a K crosses the first one's columns. Of 50,000 training images
/// of MNIST that holds for 16.
fn are_apart(largest: &Part, part: &Part) -> bool {
    let overlap = |a: &std::ops::Range<usize>, b: &std::ops::Range<usize>| {
        a.end.min(b.end) as f64 - a.start.max(b.start) as f64
    };
    let narrower = largest.columns.len().min(part.columns.len()) as f64;
    let are_beside = overlap(&largest.columns, &part.columns) <= 0.3 * narrower
        && part.rows.len() as f64 >= 0.5 * largest.rows.len() as f64;
    let top = largest.rows.start.min(part.rows.start);
    let both = (largest.rows.end.max(part.rows.end) - top) as f64;
    let lower = largest.rows.len().min(part.rows.len()) as f64;
    let are_stacked = overlap(&largest.rows, &part.rows) <= -0.05 * both && lower >= 0.35 * both;
    are_beside || are_stacked
}
