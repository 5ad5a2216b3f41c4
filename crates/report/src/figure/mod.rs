//! The paper's figures from our numbers, as vector graphics: a file a figure.
//!
//! All are drawn in one style: ours filled, solid and blue, the paper's hollow, dashed and
//! orange, so that shape and dash tell them apart without colour. Colours are CSS variables
//! with a fallback, text stays text and takes the colour of what is around it: a page decides
//! on light and dark, and a file by itself is readable too.

mod axis;
mod bitmap;
mod code_book;
mod cost;
mod dashes;
mod distorted;
mod error_against_cost;
mod errors;
mod layers;
mod learning_curves;
mod misclassified;
mod passes;
mod plot;
mod rejection;
mod robustness;
mod rows;
mod svg;
mod training_size;

pub use bitmap::{Bitmaps, data_uri, png};
pub use code_book::code_book;
pub use cost::{memory, multiply_accumulates};
pub use distorted::distorted;
pub use error_against_cost::error_against_cost;
pub use errors::errors;
pub use layers::layers;
pub use learning_curves::learning_curves;
pub use misclassified::misclassified;
pub use passes::passes;
pub use rejection::rejection;
pub use robustness::robustness;
pub use training_size::training_size;

/// A picture with what is said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its name in the page, such as `figure-9`.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What is under it: which figure of the paper it is, and what to see.
    pub caption: String,
    /// The picture: an `svg` element with title and description.
    pub svg: String,
}
