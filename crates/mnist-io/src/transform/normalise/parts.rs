use std::ops::Range;

use ndarray::{Array2, s};

use super::relief::Relief;

/// Pixels of ink that hang together, also by their corners.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) rows: Range<usize>,
    pub(super) columns: Range<usize>,
    /// Its ink.
    pub(super) mass: f64,
    /// How many of its pixels lie on the picture's edges.
    pub(super) on_edge: usize,
    /// The side of the largest square of thick ink in it.
    pub(super) solid: usize,
    /// The longer side of the box around its thick ink.
    pub(super) side: usize,
    /// How many of its pixels lie farther from thick ink than an outline of that size is wide, as a
    /// part of all.
    pub(super) shade: f64,
    pixels: Vec<(usize, usize)>,
}

/// The side of the largest square in a digit, of the digit's longer side: 0.5 at most in MNIST.
const MOST_SOLID: f64 = 0.55;
/// The part of a digit's pixels that may lie far from thick ink.
const MOST_SHADE: f64 = 0.1;

impl Part {
    /// Whether it is an area rather than strokes of digits of that size.
    pub(super) fn is_area(&self, size: f64) -> bool {
        self.shade > MOST_SHADE || self.solid as f64 > MOST_SOLID * size
    }
}

/// How many outlines the longer side of a digit has: one is as wide as a pixel of MNIST's box.
const OUTLINE: usize = 20;

/// How far full ink must stand out from the ground at least, of what it could: a pale pencil does.
const LEAST_CONTRAST: f32 = 0.08;
/// How many standard deviations of the ground's noise full ink must stand out.
const LEAST_TO_NOISE: f32 = 6.0;
/// From how many standard deviations of the noise on a pixel beside ink is ink, too...
const FAINT_TO_NOISE: f32 = 3.0;
/// ... and from how much of full ink on.
const FAINT: f32 = 0.15;

/// The parts of the ink on a picture, that with most ink first; none if it hardly differs from the
/// ground.
pub(super) fn of(relief: &Relief) -> Vec<Part> {
    let Relief {
        ink, full, noise, ..
    } = relief;
    if *full < LEAST_CONTRAST.max(LEAST_TO_NOISE * noise) {
        return Vec::new();
    }
    let faint = (FAINT * full).max(FAINT_TO_NOISE * noise);
    parts(ink, faint, relief.threshold.max(faint))
}

/// The parts with faint ink that have thick ink in them, that with most ink first.
fn parts(ink: &Array2<f32>, faint: f32, thick: f32) -> Vec<Part> {
    let (height, width) = ink.dim();
    let is_thick = ink.map(|&ink| ink >= thick && ink > 0.0);
    let squares = squares(&is_thick);
    let from_thick = distances(&is_thick);
    let mut waits = ink.map(|&ink| ink >= faint && ink > 0.0);
    let mut parts = Vec::new();
    // Every part has a pixel of thick ink: nothing begins elsewhere.
    for (begin, _) in is_thick.indexed_iter().filter(|(_, is_thick)| **is_thick) {
        if !std::mem::take(&mut waits[begin]) {
            continue;
        }
        let mut pixels = vec![begin];
        let mut next = 0;
        while let Some(&(y, x)) = pixels.get(next) {
            next += 1;
            for y in y.saturating_sub(1)..(y + 2).min(height) {
                for x in x.saturating_sub(1)..(x + 2).min(width) {
                    if std::mem::take(&mut waits[(y, x)]) {
                        pixels.push((y, x));
                    }
                }
            }
        }
        let is_on_edge =
            |&&(y, x): &&(usize, usize)| y == 0 || x == 0 || y + 1 == height || x + 1 == width;
        let (rows, columns) = bounds(pixels.iter().copied());
        let thick = bounds(pixels.iter().copied().filter(|&at| is_thick[at]));
        let side = thick.0.len().max(thick.1.len());
        let outline = side / OUTLINE + 1;
        let shade = pixels
            .iter()
            .filter(|&&at| from_thick[at] > outline)
            .count();
        parts.push(Part {
            rows,
            columns,
            mass: pixels.iter().map(|&at| f64::from(ink[at])).sum(),
            on_edge: pixels.iter().filter(is_on_edge).count(),
            solid: pixels.iter().map(|&at| squares[at]).max().unwrap_or(0),
            side,
            shade: shade as f64 / pixels.len() as f64,
            pixels,
        });
    }
    parts.sort_by(|a, b| b.mass.total_cmp(&a.mass));
    parts
}

/// The rows and columns that pixels lie in.
fn bounds(pixels: impl Iterator<Item = (usize, usize)>) -> (Range<usize>, Range<usize>) {
    let wider = |range: Range<usize>, at: usize| range.start.min(at)..range.end.max(at + 1);
    // Wider than none is whatever comes first.
    let none = Range {
        start: usize::MAX,
        end: 0,
    };
    pixels.fold((none.clone(), none), |(rows, columns), (y, x)| {
        (wider(rows, y), wider(columns, x))
    })
}

/// The ink of parts in the box around them all, 1 where it is full.
pub(super) fn own_ink(parts: &[Part], ink: &Array2<f32>, full: f32) -> Array2<f32> {
    let pixels = || parts.iter().flat_map(|part| part.pixels.iter().copied());
    let (rows, columns) = bounds(pixels());
    let mut own = Array2::zeros((rows.len(), columns.len()));
    for (y, x) in pixels() {
        own[(y - rows.start, x - columns.start)] = ink[(y, x)] / full;
    }
    own
}

/// The side of the largest square of thick ink whose lower right corner each pixel is.
fn squares(is_thick: &Array2<bool>) -> Array2<usize> {
    let mut sides = Array2::<usize>::zeros(is_thick.dim());
    for ((y, x), _) in is_thick.indexed_iter().filter(|(_, is_thick)| **is_thick) {
        sides[(y, x)] = 1;
        if y > 0 && x > 0 {
            let beside = [(y - 1, x), (y, x - 1), (y - 1, x - 1)].map(|at| sides[at]);
            sides[(y, x)] += beside[0].min(beside[1]).min(beside[2]);
        }
    }
    sides
}

/// How many pixels each is from thick ink, those on a diagonal being neighbours.
fn distances(is_thick: &Array2<bool>) -> Array2<usize> {
    let (height, width) = is_thick.dim();
    // With a margin that is far from all.
    let mut distances = Array2::from_elem((height + 2, width + 2), height + width);
    for ((y, x), _) in is_thick.indexed_iter().filter(|(_, is_thick)| **is_thick) {
        distances[(y + 1, x + 1)] = 0;
    }
    let mut step = |at, near: [(usize, usize); 4]| {
        let [a, b, c, d] = near.map(|near| distances[near]);
        distances[at] = distances[at].min(1 + a.min(b).min(c.min(d)));
    };
    // Seen from above and the left, then from below and the right.
    for y in 1..=height {
        for x in 1..=width {
            step(
                (y, x),
                [(y - 1, x - 1), (y - 1, x), (y - 1, x + 1), (y, x - 1)],
            );
        }
    }
    for y in (1..=height).rev() {
        for x in (1..=width).rev() {
            step(
                (y, x),
                [(y + 1, x + 1), (y + 1, x), (y + 1, x - 1), (y, x + 1)],
            );
        }
    }
    distances.slice_move(s![1..=height, 1..=width])
}
