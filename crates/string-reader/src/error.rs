use gradient::TrainingError;
use lenet::LeNetError;
use thiserror::Error;

use crate::sheet::MOST_PIXELS;

/// Why a picture cannot be segmented, or a segmenter cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SegmentError {
    /// Every pixel would be ink.
    #[error("the threshold of ink is 0: blank paper would be ink")]
    NoThreshold,
    /// Cuts need at least one column between them.
    #[error("cuts 0 columns apart; there is at least one column between two of them")]
    NoSpacing,
    /// A candidate needs at least one piece.
    #[error("candidates of 0 pieces; one has at least one piece")]
    NoPieces,
    /// A candidate needs at least one column.
    #[error("candidates of 0 columns; one has at least one column")]
    NoWidth,
    /// The picture has too many pixels.
    #[error("a picture of {height}x{width} pixels; at most {MOST_PIXELS} are segmented")]
    TooLarge {
        /// Its rows.
        height: usize,
        /// Its columns.
        width: usize,
    },
}

/// Why a picture cannot be read, or a reader not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReadError {
    /// It cannot be segmented.
    #[error(transparent)]
    Segment(#[from] SegmentError),
    /// The network has a field of another size.
    #[error(transparent)]
    Network(#[from] LeNetError),
    /// It cannot be trained.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// The network does not do for this view.
    #[error(
        "the network {name} of {classes} classes does not do: a reader needs the kernels and the \
         code book of LeNet-5, with {expected} classes for this view"
    )]
    WrongNetwork {
        /// Its name.
        name: &'static str,
        /// Its classes.
        classes: usize,
        /// Those that the view needs.
        expected: usize,
    },
    /// A swept network sees 32 rows.
    #[error("a picture of {height} rows; a swept network sees 32")]
    Height {
        /// Its rows.
        height: usize,
    },
    /// Only a reader that cuts pictures can tell what it saw.
    #[error("a swept network has no pieces to show; a reader of segments has")]
    NotCut,
    /// There are too few pieces of ink or too few positions for so many digits.
    #[error("the picture cannot be read as {digits} digits")]
    Length {
        /// How many there should be.
        digits: usize,
    },
}
