#![doc = include_str!("../README.md")]
//!
//! The training images are kept; an image is given the class that most of the `k` nearest of
//! them have, by Euclidean distance. Nothing is approximated and no index is built: on images
//! of hundreds of pixels trees look at nearly everything anyway.
//!
//! * Distances of bytes are exact integers, computed by [`kernels::nearest`], so neighbours
//!   are the same on every CPU. Floats are taken in single precision, in the form of their
//!   [`Centring`](classifier::Centring), which rounds each by 2⁻²⁴ of its distance from the origin
//!   at most. Their distances are sums of rounded squares in the order of the pixels
//!   ([`kernels::nearest_floats`]): a relative error of at most (n_features + 2) 2⁻²⁴, and the
//!   same bits on every CPU, too.
//! * Neighbours are ordered by distance, then by training index.
//! * Votes that tie are decided for the class with the nearest neighbour; if those are equally
//!   far too, for the lower class. scikit-learn and FAISS users take the lowest label at once.
//!
//! The score of a class with votes is their number plus `½ D / (D + d²)`, where `d` is the
//! distance of its nearest neighbour among the `k` and `D` a scale that the training images
//! give (for bytes the largest squared distance there can be). So the best score decides as
//! above, more votes always win, and of two images with the same votes the one that is nearer
//! to its neighbours has the larger gap between the two best scores, which is what rejection
//! goes by. Classes without a vote score 0.
//!
//! Where training images have weights, these are their votes. Votes that differ by less than
//! 2⁻²⁰ of the largest weight then tie, and that, instead of 1, is the scale of what the nearest
//! neighbour adds to the score.

mod error;
mod model;
mod params;
mod vote;

pub use error::KnnError;
pub use model::{Knn, Neighbours};
pub use params::{KnnParams, KnnValidParams};
