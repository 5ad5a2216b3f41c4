use super::fixed::{POINT, bilinear};

/// An image with a white margin of one pixel, so that every pixel of it has neighbours.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pixels: Vec<u8>,
    /// Pixels of a row, margins included.
    stride: usize,
    /// The bytes of each column or-ed together: not zero if it has ink.
    columns: Vec<u8>,
}

/// The box around all ink, bounds included.
pub(super) struct Ink {
    pub(super) top: usize,
    pub(super) bottom: usize,
    pub(super) left: usize,
    pub(super) right: usize,
}

impl Frame {
    pub(super) fn new(height: usize, width: usize) -> Self {
        let stride = width + 2;
        Self {
            pixels: vec![0; (height + 2) * stride],
            stride,
            columns: vec![0; width],
        }
    }

    /// Takes an image in place of the last one, and finds its ink.
    pub(super) fn hold(&mut self, image: &[u8]) -> Option<Ink> {
        let width = self.columns.len();
        self.columns.fill(0);
        let (mut top, mut bottom) = (None, 0);
        let framed = self.pixels.chunks_exact_mut(self.stride).skip(1);
        for ((y, row), framed) in image.chunks_exact(width).enumerate().zip(framed) {
            framed[1..=width].copy_from_slice(row);
            let mut any = 0;
            for (column, &pixel) in self.columns.iter_mut().zip(row) {
                *column |= pixel;
                any |= pixel;
            }
            if any != 0 {
                top = top.or(Some(y));
                bottom = y;
            }
        }
        Some(Ink {
            top: top?,
            bottom,
            left: self.columns.iter().position(|&column| column != 0)?,
            right: self.columns.iter().rposition(|&column| column != 0)?,
        })
    }

    /// Fills a part of a row with the values at `start`, `start + step`, …, all of which are
    /// less than a pixel away from the image.
    pub(super) fn sample(&self, start: [i64; 2], step: [i64; 2], row: &mut [u8]) {
        // All of them fit; the one step too many is not looked at.
        let [mut x, mut y] = start.map(|coordinate| (coordinate + (1 << POINT)) as i32);
        let [step_x, step_y] = step.map(|step| step as i32);
        for pixel in row {
            let at = (y >> POINT) as usize * self.stride + (x >> POINT) as usize;
            let [above, below] = [at, at + self.stride].map(|at| &self.pixels[at..at + 2]);
            *pixel = bilinear([[above[0], above[1]], [below[0], below[1]]], x, y);
            x = x.wrapping_add(step_x);
            y = y.wrapping_add(step_y);
        }
    }
}
