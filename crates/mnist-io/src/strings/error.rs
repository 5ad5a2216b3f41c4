use std::io;
use std::path::PathBuf;

use thiserror::Error;

use crate::idx::IdxError;

/// Why strings could not be drawn or written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StringsError {
    /// Strings of no digits were asked for.
    #[error("strings of 0 digits; a string has at least one")]
    NoDigits,
    /// The range of images is empty, or its end is before its start.
    #[error("no images in the range {start}..{end}")]
    EmptyRange {
        /// The first image.
        start: usize,
        /// The image after the last one.
        end: usize,
    },
    /// The range of images goes beyond the dataset.
    #[error("images up to {end} asked for, but there are {len}")]
    OutOfRange {
        /// The image after the last one asked for.
        end: usize,
        /// The number of images.
        len: usize,
    },
    /// The images do not suffice for one string.
    #[error("{images} images for strings of {length} digits")]
    TooFewImages {
        /// The number of images in the range.
        images: usize,
        /// Digits of a string.
        length: usize,
    },
    /// Test strings have to show every image, but some would be left over.
    #[error("strings of {length} digits leave {left_over} of {images} images over")]
    LeftOver {
        /// The number of images.
        images: usize,
        /// Digits of a string.
        length: usize,
        /// The number of images in no string.
        left_over: usize,
    },
    /// The range of gaps is empty, or goes beyond the width of an image.
    #[error("gaps of {start}..={end} columns; the range must not be empty, nor leave -28..=28")]
    Gaps {
        /// The least gap.
        start: i32,
        /// The largest gap.
        end: i32,
    },
    /// The probability of a pixel to be inverted is none.
    #[error("pixels inverted with probability {value}; it has to be in 0..=1")]
    Invert {
        /// What was asked for.
        value: f64,
    },
    /// The images are of another size than MNIST's.
    #[error("images of {height}x{width} pixels; strings are composed from 28x28")]
    ImageSize {
        /// Rows of an image.
        height: usize,
        /// Columns of an image.
        width: usize,
    },
    /// The label of an image is not a digit.
    #[error("image {image} has the label {found}; digits are 0 to 9")]
    NotADigit {
        /// Index of the image.
        image: usize,
        /// Its label.
        found: u8,
    },
    /// A folder or file could not be written.
    #[error("{}: {error}", path.display())]
    Write {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The file of pictures could not be written.
    #[error("{}: {error}", path.display())]
    Pictures {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        error: IdxError,
    },
}
