use std::ops::Range;

use ndarray::ArrayView2;

/// Pixels of the largest picture: more than a page at 600 dots an inch has. Places of pixels then
/// fit in 32 bits, and sums of places times values in 63.
pub(crate) const MOST_PIXELS: usize = 1 << 26;

/// A copy of a picture with a white margin of one pixel, so that each pixel has eight neighbours.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sheet {
    values: Vec<u8>,
    /// Columns, with the margin.
    stride: usize,
}

impl Sheet {
    /// Replaces what it shows.
    pub(crate) fn copy(&mut self, picture: ArrayView2<'_, u8>) {
        self.values.clear();
        self.stride = 0;
        // A side may be very long if the other one is 0.
        if picture.is_empty() {
            return;
        }
        let (height, width) = picture.dim();
        self.stride = width + 2;
        self.values.resize((height + 2) * self.stride, 0);
        let rows = self.values.chunks_exact_mut(self.stride).skip(1);
        for (row, pixels) in rows.zip(picture.rows()) {
            let row = &mut row[1..=width];
            match pixels.as_slice() {
                Some(pixels) => row.copy_from_slice(pixels),
                None => row
                    .iter_mut()
                    .zip(pixels)
                    .for_each(|(to, from)| *to = *from),
            }
        }
    }

    /// Pixels, with the margin.
    pub(crate) fn len(&self) -> usize {
        self.values.len()
    }

    /// Where a pixel of the picture is among all, with the margin.
    pub(crate) fn index(&self, row: usize, column: usize) -> usize {
        (row + 1) * self.stride + column + 1
    }

    /// The rows of the picture, without the margin.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        let rows = self.values.chunks_exact(self.stride.max(1));
        let n_inner = (self.values.len() / self.stride.max(1)).saturating_sub(2);
        rows.skip(1)
            .take(n_inner)
            .map(|row| &row[1..self.stride - 1])
    }

    /// The pixel of ink that a faint pixel belongs to: each step is one to the darkest neighbour, the
    /// first in reading order of several. None if a pixel on the way has no neighbour that is darker
    /// than itself.
    pub(crate) fn nearest_ink(&self, faint: usize, ink: u8) -> Option<usize> {
        let mut at = faint;
        loop {
            let corner = at - self.stride - 1;
            // The largest of these numbers is the one of the darkest, and of the first among equals.
            // To compare values one by one takes twice the time.
            let mut best = 0;
            for row in 0..3 {
                let start = corner + row * self.stride;
                for (column, &value) in self.values[start..start + 3].iter().enumerate() {
                    let place = 8 - (3 * row + column) as u32;
                    best = best.max(u32::from(value) << 4 | place);
                }
            }
            let (darkest, place) = ((best >> 4) as u8, 8 - (best & 15) as usize);
            if darkest <= self.values[at] {
                return None;
            }
            at = corner + place / 3 * self.stride + place % 3;
            if darkest >= ink {
                return Some(at);
            }
        }
    }
}

/// Ranges of successive pixels that are at least as dark as that, from left to right.
pub(crate) fn dark_ranges(pixels: &[u8], least: u8) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    std::iter::from_fn(move || {
        let start = next + first_dark(&pixels[next..], least)?;
        let length = pixels[start..].iter().position(|&pixel| pixel < least);
        next = length.map_or(pixels.len(), |length| start + length);
        Some(start..next)
    })
}

/// The first pixel that is at least as dark as that. Most are not: it looks at many at once.
fn first_dark(pixels: &[u8], least: u8) -> Option<usize> {
    const AT_ONCE: usize = 16;
    let (chunks, _) = pixels.as_chunks::<AT_ONCE>();
    let is_dark = |pixel: &u8| *pixel >= least;
    let skipped = chunks
        .iter()
        .position(|chunk| chunk.iter().fold(false, |any, pixel| any | is_dark(pixel)))
        .unwrap_or(chunks.len());
    let start = skipped * AT_ONCE;
    let further = pixels[start..].iter().position(is_dark)?;
    Some(start + further)
}
