use std::ops::Range;

use crate::bounds::Bounds;

/// A pixel that is not white.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InkPixel {
    /// Its row in the picture.
    pub row: u32,
    /// Its column in the picture.
    pub column: u32,
    /// How dark it is, 1 to 255.
    pub value: u8,
}

/// A piece of ink: a component, or a part of one between two cuts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub(crate) bounds: Bounds,
    pub(crate) pixels: Range<usize>,
}

impl Piece {
    /// The box around its ink.
    pub fn bounds(&self) -> &Bounds {
        &self.bounds
    }
}
