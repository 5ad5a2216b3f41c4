#![doc = include_str!("../README.md")]
//!
//! # Segmentation
//!
//! Heuristic over-segmentation (section V of LeCun, Bottou, Bengio & Haffner 1998) cuts a picture of
//! characters into pieces of ink: "more cuts than necessary", so that the right ones are among them.
//! Each candidate is a run of successive pieces that may be one character. The pieces and candidates
//! of a picture are a graph ([`Segmentation`]), and to read is to find its best path.
//!
//! The paper says what cuts are, but gives no number of cuts, thresholds or sizes. A [`Segmenter`]
//! does this:
//!
//! 1. **Ink.** A pixel of at least 80 of 255 is ink. Ink that hangs together, over corners too, is a
//!    component. Components of less than 6 pixels are specks, which are left out.
//! 2. **Order.** Components are ordered by the middle of their columns. Of several with the same
//!    middle, the one that begins farther to the left is first, then the one that is read first.
//! 3. **Cuts.** A component of more than 7 columns is cut from top to bottom, between two columns. Cuts
//!    are at the local minima of the ink per column, and at those of the rows from the upper contour
//!    to the lower one if these are 14 at most. The middle of a plateau counts; the first and the last
//!    column are no minima. Two cuts, or a cut and an end of the component, are at least 3 columns
//!    apart; of cuts that are nearer, those through less ink stay.
//! 4. **Faint pixels.** A pixel that is neither white nor ink goes with the darkest of its neighbours,
//!    or where that one goes. Without a darker neighbour it is left out, so that grey ground stays
//!    away.
//! 5. **Candidates.** Each piece is one. Two to 5 successive pieces are one if they are not wider than
//!    26 columns, and no more than 8 successive columns between them are empty.
//!
//! Each number is one of the [`SegmenterParams`]. All were chosen on strings of images of MNIST's
//! training set, those of the table below.
//!
//! # Images of candidates
//!
//! [`Segmentation::draw`] gives 28×28 pixels, the size of MNIST's images: a LeNet-5 that was
//! trained on these takes nothing else, and puts them into the middle of its field of 32×32 itself.
//! So a candidate is seen just as the digits that it was trained on.
//!
//! # How good it is
//!
//! 2,000 strings of five digits, made of the images 50,000 to 59,999 of MNIST's training set, by the
//! recipes of `mnist_io::strings` with seed 1:
//!
//! | | gaps of 1 to 4 columns (`apart`) | −1 to 4 (`paper`) | −4 to 0 (`tight`) |
//! |---|--:|--:|--:|
//! | pieces | 11.7 | 11.7 | 11.0 |
//! | candidates | 34.8 | 36.0 | 37.5 |
//! | every boundary of two digits is a node, and nothing crosses it | 100 % | 59.5 % | 1.6 % |
//! | a path has five arcs | 100 % | 100 % | 100 % |
//! | – and each has more than half of the ink of its digit | 99.95 % | 99.95 % | 94.5 % |
//! | – and each has more than nine tenths | 99.5 % | 93.3 % | 21.7 % |
//!
//! Digits that run into each other seldom part along a straight line. A cut that follows their
//! contours, the paper's *hit and deflect* (section X), is not here yet.
//!
//! `cargo run --release -p string-reader --example segments` measures it again.

mod bounds;
mod candidate;
mod component;
mod cut;
mod error;
mod explain;
mod interpretation;
mod mass;
mod params;
mod piece;
mod profile;
mod reader;
mod segmentation;
mod segmenter;
mod segments;
mod sheet;
mod swept;
mod training;
mod view;
mod viewer;
mod work;

pub use bounds::Bounds;
pub use candidate::Candidate;
pub use error::{ReadError, SegmentError};
pub use explain::Explanation;
pub use gradient::{TrainingParams, to_the_end};
pub use interpretation::Interpretation;
pub use lenet::Stride;
pub use params::SegmenterParams;
pub use piece::{InkPixel, Piece};
pub use reader::{Reader, Reading};
pub use segmentation::{SIDE, Segmentation};
pub use segmenter::Segmenter;
pub use training::{ReaderParams, ReaderValidParams, Sample, Strings};
pub use view::{Spelling, View};
pub use work::Work;

// For a file that the unit tests share with the other tests.
#[cfg(test)]
extern crate self as string_reader;
