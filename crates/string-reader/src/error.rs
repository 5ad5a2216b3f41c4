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
