use std::ops::Range;

use ndarray::ArrayView2;

/// Rows of a picture.
pub const ROWS: usize = 32;

/// Where a digit of a string comes from, and where it truly lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the image in the whole dataset that the string was drawn from, also if it was
    /// drawn from a range of it.
    pub image: usize,
    /// The columns of the picture that the digit's box takes.
    pub columns: Range<usize>,
    /// The row of the picture on which row 0 of the image lies: 0 to 4.
    pub top: usize,
    /// The column of the picture on which column 0 of the image lies. It is negative if the image has
    /// a margin on its left that is wider than the picture's.
    pub left: i32,
}

/// Pictures of digit strings, with what is written on them.
///
/// All strings have the same number of digits and the same height, but each has a width of its
/// own: 32 + 4k pixels. A [`Recipe`](super::Recipe) draws them.
#[derive(Clone, Debug, PartialEq)]
pub struct StringSet {
    /// Digits of a string.
    length: usize,
    /// `length` of them a string, as are places.
    digits: Vec<u8>,
    places: Vec<Place>,
    /// Columns of all pictures before this one; one number more than there are strings.
    starts: Vec<usize>,
    /// Picture after picture, each row by row.
    pixels: Vec<u8>,
}

impl StringSet {
    /// Joins what was composed.
    pub(super) fn new(
        length: usize,
        digits: Vec<u8>,
        places: Vec<Place>,
        starts: Vec<usize>,
        pixels: Vec<u8>,
    ) -> Self {
        debug_assert_eq!(digits.len(), places.len());
        debug_assert_eq!(digits.len(), (starts.len() - 1) * length);
        debug_assert_eq!(starts.last().map(|&end| end * ROWS), Some(pixels.len()));
        Self {
            length,
            digits,
            places,
            starts,
            pixels,
        }
    }

    /// The number of strings.
    pub fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Whether there is no string. A recipe draws at least one.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Digits of a string.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Columns of a picture: 32 + 4k.
    ///
    /// # Panics
    /// If there are not so many strings.
    pub fn width(&self, string: usize) -> usize {
        self.starts[string + 1] - self.starts[string]
    }

    /// Columns of the widest picture, 0 if there is none.
    pub fn widest(&self) -> usize {
        (0..self.len())
            .map(|string| self.width(string))
            .max()
            .unwrap_or(0)
    }

    /// A picture, `(32, width)`; 0 is white, 255 black. It is contiguous, row by row.
    ///
    /// # Panics
    /// If there are not so many strings.
    pub fn picture(&self, string: usize) -> ArrayView2<'_, u8> {
        let pixels = &self.pixels[ROWS * self.starts[string]..ROWS * self.starts[string + 1]];
        ArrayView2::from_shape((ROWS, self.width(string)), pixels)
            .expect("a picture has 32 rows of its width")
    }

    /// All pictures, in order.
    pub fn pictures(&self) -> impl ExactSizeIterator<Item = ArrayView2<'_, u8>> {
        (0..self.len()).map(|string| self.picture(string))
    }

    /// The digits of a string from left to right, each 0 to 9.
    ///
    /// # Panics
    /// If there are not so many strings.
    pub fn digits(&self, string: usize) -> &[u8] {
        &self.digits[string * self.length..][..self.length]
    }

    /// The places of the digits of a string, from left to right.
    ///
    /// # Panics
    /// If there are not so many strings.
    pub fn places(&self, string: usize) -> &[Place] {
        &self.places[string * self.length..][..self.length]
    }
}
