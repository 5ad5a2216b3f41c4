use crate::figure::Bitmaps;
use crate::{Description, Results};

/// What pictures and the page are made of.
///
/// Whatever is empty is left out, and the page says which command makes it.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// What was measured.
    pub results: &'a Results,
    /// What is known of each row.
    pub descriptions: &'a [&'a Description],
    /// The row whose network is looked into: of Figures 2, 7, 8 and 13.
    pub studied: &'a str,
    /// The test images, in the order of the predictions.
    pub test_images: Bitmaps<'a>,
    /// Characters with their pictures of ink, row by row, [`code_width`](Self::code_width) wide.
    pub code_book: &'a [(char, Vec<bool>)],
    /// Columns of a code's picture.
    pub code_width: usize,
    /// Training images, each followed by distorted copies.
    pub distorted: &'a [Vec<Vec<u8>>],
    /// Rows and columns of those.
    pub distorted_size: (usize, usize),
}

impl<'a> Data<'a> {
    /// What was measured, and nothing else.
    pub fn measured(results: &'a Results, descriptions: &'a [&'a Description]) -> Self {
        Self {
            results,
            descriptions,
            studied: "",
            test_images: Bitmaps {
                height: 0,
                width: 0,
                pixels: &[],
            },
            code_book: &[],
            code_width: 0,
            distorted: &[],
            distorted_size: (0, 0),
        }
    }
}
