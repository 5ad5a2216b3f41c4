use crate::figure::Bitmaps;
use crate::strings::examples::Picture;
use crate::strings::{SetDescription, StringDescription};
use crate::{Description, Results};

/// The data for the pictures and the page.
///
/// If something is empty, it is left out, and the page names the command that makes it.
#[derive(Clone, Copy, Debug)]
pub struct Data<'a> {
    /// The measured results.
    pub results: &'a Results,
    /// The description of each row.
    pub descriptions: &'a [&'a Description],
    /// The row whose network is studied in Figures 2, 7, 8 and 13.
    pub studied: &'a str,
    /// The test images, in the order of the predictions.
    pub test_images: Bitmaps<'a>,
    /// The characters with their pictures: for each pixel, whether it is ink, row by row,
    /// [`code_width`](Self::code_width) pixels wide.
    pub code_book: &'a [(char, Vec<bool>)],
    /// Width of a code's picture.
    pub code_width: usize,
    /// Training images, each with its distorted copies after it.
    pub distorted: &'a [Vec<Vec<u8>>],
    /// Height and width of these images.
    pub distorted_size: (usize, usize),
    /// The description of each row of the strings.
    pub string_descriptions: &'a [&'a StringDescription],
    /// The description of each set of strings.
    pub string_sets: &'a [SetDescription],
    /// The pictures of the test strings: the first order of the first set of `strings.csv`.
    pub string_pictures: &'a [Picture],
}

impl<'a> Data<'a> {
    /// Returns true if the results are of the paper's data.
    pub fn is_the_papers(&self) -> bool {
        self.results.comparison.data.is_the_papers()
    }

    /// Only the measured results, without images.
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
            string_descriptions: &[],
            string_sets: &[],
            string_pictures: &[],
        }
    }
}
