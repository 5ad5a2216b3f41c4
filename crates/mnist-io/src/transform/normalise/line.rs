use std::ops::Range;

use ndarray::{Array2, ArrayView2};
use thiserror::Error;

use super::height;
use super::parts::{self, Part};
use super::reduce::{SMALLEST, reduced};
use super::relief::Relief;
use super::strip::Strip;

/// Why a picture is not taken for one of a line of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LineRefusal {
    /// It is too small.
    #[error("{height}x{width} pixels are too few: a line needs {SMALLEST} each way at least")]
    TooSmall {
        /// Its rows.
        height: usize,
        /// Its columns.
        width: usize,
    },
    /// Nothing stands out from the ground.
    #[error(
        "no ink: nothing stands out from the ground; photograph the line nearer, in more light"
    )]
    NoInk,
    /// What stands out runs along the edges, or from one to the other.
    #[error(
        "no clear ground: what stands out runs along the edges. It is a shadow or a rule; crop the \
         picture to the line of digits, with plain ground all round"
    )]
    NoGround,
    /// What stands out is an area rather than strokes.
    #[error(
        "no strokes: what stands out is an area, a shadow or a blot; crop the picture to the line \
         of digits"
    )]
    Blot,
    /// Something is drawn around digits.
    #[error("a frame around the digits; crop the picture to what is inside of it")]
    Frame,
    /// What stands out is of too different heights to be a line's digits, or in too many pieces.
    #[error(
        "no line of digits: what stands out is of very different heights, or in a great many pieces; \
         crop the picture to the line"
    )]
    Uneven,
    /// There are several lines.
    #[error("several lines of digits; crop the picture to one")]
    Several,
    /// The digits are too small.
    #[error(
        "digits of {rows} rows are too low: {SMALLEST} is the least; scan or photograph the line \
         nearer"
    )]
    LowDigits {
        /// Rows of a digit.
        rows: usize,
    },
}

/// A line of digits of MNIST's size.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// `(rows, columns)`: digits are 20 rows high, 0 is white and 255 black. It has 32 rows or more,
    /// and 32 + 4k columns.
    pub picture: Array2<u8>,
    /// The row and the column of the given picture where this one's upper left corner lies. They are
    /// negative if that is outside.
    pub corner: [f64; 2],
    /// How many pixels of the given picture one of this is long.
    pub pixel: f64,
    /// Marks that were left out: dashes and dots between the digits, what is above or below them.
    pub left_out: usize,
}

/// What [`normalise_line`] sees.
#[derive(Clone, Debug)]
pub struct LineSighting {
    /// The ink, 0 where there is none and 255 where it is full; of a large picture reduced to some
    /// 2,000 pixels.
    pub ink: Array2<u8>,
    /// The line, or why there is none.
    pub line: Result<Line, LineRefusal>,
}

/// Pixels each way that a picture is reduced to, about.
const LARGEST: usize = 2048;

/// Finds the one line of digits on a picture `(height, width)` of bytes, 0 dark and 255 light, and
/// brings it to the size of MNIST's digits: 20 rows high, 0 for the ground and 255 for ink.
///
/// Ground and ink are told apart as [`normalise`](super::normalise()) does it. Then:
///
/// 1. Digits are as high as the median of the parts that hang together and are not wider than high:
///    in MNIST, a digit's longer side is 20, so that wide ones are lower. If all digits touch, slices
///    are measured. A dash, a dot and a speck do not count.
/// 2. A line is a band of rows with ink, between rows without, where something is as high as a
///    digit. More than one are [refused](LineRefusal), and so are digits above each other.
/// 3. What is low, and neither above, below nor close to a digit, is left out: dashes and dots, which a reader
///    of digits would take for some. So is what lies above or below the band.
/// 4. All is scaled alike, by the mean of what each pixel covers, or, if digits are lower than 20
///    rows, linearly between pixels. The paper, too, normalises sizes "at the string level"
///    (section X).
///
/// The digits of a line need not stand on a straight or level line, but must stand upright. The
/// thresholds are in this module. They were chosen on strings of training images of MNIST.
pub fn normalise_line(picture: ArrayView2<'_, u8>) -> LineSighting {
    let (height, width) = picture.dim();
    if height.min(width) < SMALLEST {
        return LineSighting {
            ink: Array2::zeros((height, width)),
            line: Err(LineRefusal::TooSmall { height, width }),
        };
    }
    let (brightness, side) = reduced(picture, LARGEST);
    let relief = Relief::of(&brightness);
    let side = side as f64;
    let line = line(&relief).map(|(strip, left_out)| Line {
        picture: strip.picture,
        corner: strip.corner.map(|at| at * side),
        pixel: strip.pixel * side,
        left_out,
    });
    LineSighting {
        ink: relief.shown(),
        line,
    }
}

/// Parts with less ink than this of the largest's do not matter to the ground.
const CONSIDERABLE: f64 = 0.1;
/// The part of the picture's edges that a digit may lie on.
const MOST_EDGE: f64 = 0.2;
/// Parts that are smaller each way than this, of the one with most ink, do not matter at all.
const DUST: f64 = 0.01;
/// The most parts that a line may have, with what is around it.
const MOST_PARTS: usize = 2000;
/// Parts that are smaller each way than this, of the digits' height, are specks.
const SPECK: f64 = 0.15;
/// The height of a digit at least, of what digits usually have.
const LEAST_HEIGHT: f64 = 0.4;
/// The height of a digit, or of some that touch, at most.
const MOST_HEIGHT: f64 = 2.5;
/// The height of what makes a band of ink a line, and what stands above another a line of its own.
const OF_A_LINE: f64 = 0.6;
/// What is low belongs to a digit from whose columns it is so far away at most, of the height.
const NEAR: f64 = 0.1;
/// What a frame holds is at least this part of its height.
const IN_A_FRAME: f64 = 0.5;

/// The line on a picture, and how many marks were left out of it.
fn line(relief: &Relief) -> Result<(Strip, usize), LineRefusal> {
    let ink = &relief.ink;
    let mut parts = parts::of(relief);
    let Some((largest, side)) = parts.first().map(|part| (part.mass, part.side)) else {
        return Err(LineRefusal::NoInk);
    };
    parts.retain(|part| part.side as f64 >= DUST * side as f64);
    if parts.len() > MOST_PARTS {
        return Err(LineRefusal::Uneven);
    }
    let runs_along_edges = |part: &Part| {
        let (height, width) = ink.dim();
        let is_rule = part.columns == (0..width) && part.rows != (0..height);
        let edges = 2 * (height + width) - 4;
        let is_considerable = part.mass >= CONSIDERABLE * largest;
        is_considerable && (is_rule || part.on_edge as f64 > MOST_EDGE * edges as f64)
    };
    if parts.iter().any(runs_along_edges) {
        return Err(LineRefusal::NoGround);
    }
    if has_frame(&parts) {
        return Err(LineRefusal::Frame);
    }
    let height = height::of_digits(&parts, ink, relief.full);
    parts.retain(|part| part.side as f64 > SPECK * height);
    if height < SMALLEST as f64 {
        let rows = height.round() as usize;
        return Err(LineRefusal::LowDigits { rows });
    }
    let has = |part: &Part, least: f64| part.rows.len() as f64 >= least * height;
    let is_blot = |part: &Part| has(part, LEAST_HEIGHT) && part.is_area(height);
    if parts.iter().any(is_blot) {
        return Err(LineRefusal::Blot);
    }
    if parts.iter().any(|part| has(part, MOST_HEIGHT)) {
        return Err(LineRefusal::Uneven);
    }
    let mut lines = bands(&parts);
    lines.retain(|band| {
        let in_band = |part: &&Part| band.contains(&part.rows.start);
        parts
            .iter()
            .filter(in_band)
            .any(|part| has(part, OF_A_LINE))
    });
    let high: Vec<&Part> = parts.iter().filter(|part| has(part, OF_A_LINE)).collect();
    let band = match lines.as_slice() {
        [band] if !are_stacked(&high) => band,
        [] => return Err(LineRefusal::NoInk),
        _ => return Err(LineRefusal::Several),
    };
    let n_parts = parts.len();
    let near = (NEAR * height) as usize;
    let digits: Vec<Range<usize>> = (parts.iter().filter(|part| has(part, LEAST_HEIGHT)))
        .map(|part| part.columns.start.saturating_sub(near)..part.columns.end + near)
        .collect();
    parts.retain(|part| {
        let is_of_digit = |digit: &Range<usize>| overlap(digit, &part.columns) > 0;
        band.contains(&part.rows.start) && digits.iter().any(is_of_digit)
    });
    let own = parts::own_ink(&parts, ink, relief.full);
    let mut strip = Strip::of(&own, height);
    let first = |range: fn(&Part) -> &Range<usize>| {
        let starts = parts.iter().map(|part| range(part).start);
        starts.min().unwrap_or(0) as f64
    };
    strip.corner[0] += first(|part| &part.rows);
    strip.corner[1] += first(|part| &part.columns);
    Ok((strip, n_parts - parts.len()))
}

/// The ranges of rows with parts, from above.
fn bands(parts: &[Part]) -> Vec<Range<usize>> {
    let mut rows: Vec<Range<usize>> = parts.iter().map(|part| part.rows.clone()).collect();
    rows.sort_by_key(|rows| rows.start);
    let mut bands: Vec<Range<usize>> = Vec::new();
    for rows in rows {
        match bands.last_mut() {
            Some(band) if rows.start <= band.end => band.end = band.end.max(rows.end),
            _ => bands.push(rows),
        }
    }
    bands
}

/// Whether a part encloses others that are no specks beside it.
fn has_frame(parts: &[Part]) -> bool {
    let encloses = |outer: &Range<usize>, inner: &Range<usize>| {
        outer.start < inner.start && inner.end < outer.end
    };
    parts.iter().any(|frame| {
        parts.iter().any(|part| {
            part.rows.len() as f64 >= IN_A_FRAME * frame.rows.len() as f64
                && encloses(&frame.rows, &part.rows)
                && encloses(&frame.columns, &part.columns)
        })
    })
}

/// Whether one of the parts stands above another, for the most part.
fn are_stacked(parts: &[&Part]) -> bool {
    parts.iter().any(|upper| {
        parts.iter().any(|lower| {
            let narrower = upper.columns.len().min(lower.columns.len());
            upper.rows.end <= lower.rows.start
                && 2 * overlap(&upper.columns, &lower.columns) >= narrower
        })
    })
}

/// How far two ranges overlap.
fn overlap(one: &Range<usize>, other: &Range<usize>) -> usize {
    let end = one.end.min(other.end);
    end.saturating_sub(one.start.max(other.start))
}
