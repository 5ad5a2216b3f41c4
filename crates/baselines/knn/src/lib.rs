//! Exact k-nearest-neighbour classification, section III-C.2 of LeCun et al. 1998.
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
//!
//! ```
//! use knn::Knn;
//! use linfa::prelude::*;
//! use ndarray::array;
//!
//! let images = array![[0u8, 0], [0, 9], [9, 0], [9, 9]]; // (4 images, 2 pixels)
//! let model = Knn::params(2).k(1).fit(&Dataset::new(images, array![0, 0, 1, 1]))?;
//! assert_eq!(model.predict(&array![[1u8, 7], [6, 6]]), array![0, 1]);
//!
//! let neighbours = model.neighbours(array![[1u8, 7]].view())?;
//! assert_eq!(neighbours.indices, array![[1]]);
//! assert_eq!(neighbours.squared_distances, array![[1.0 + 4.0]]);
//! # Ok::<(), knn::KnnError>(())
//! ```

mod error;
mod model;
mod params;
mod vote;

pub use error::KnnError;
pub use model::{Knn, Neighbours};
pub use params::{KnnParams, KnnValidParams};
