//! Local learning (Bottou & Vapnik, Neural Computation 4(6), 1992), section III-C.8 of LeCun et
//! al. 1998: "a local linear classifier retrained each time a test pattern is shown".
//!
//! Nothing is learnt before there is an image to recognise. Then a linear classifier is fitted to
//! the `k` training images nearest to it in Euclidean distance. For each class c, it has the
//! weights w and the bias b that minimise
//!
//! Σᵢ (w·xᵢ + b − yᵢ)² + λ ‖w‖²
//!
//! over the neighbours i, where yᵢ = +1 if neighbour i has class c and yᵢ = −1 otherwise. The
//! image's score for the class is w·x + b.
//!
//! Usually there are fewer neighbours than features, so the weights are computed as a linear
//! combination of the neighbours. Z has the neighbours minus their mean x̄ as rows. Then w = Zᵀ (Z
//! Zᵀ + λ I)⁻¹ (y − ȳ) and b = ȳ − w·x̄. This needs one Cholesky decomposition of a k × k matrix
//! for all classes.
//!
//! ```
//! use linfa::prelude::*;
//! use local_learning::LocalLinear;
//! use ndarray::array;
//!
//! let images = array![[0.0f32, 0.1], [0.1, 0.0], [0.9, 1.0], [1.0, 0.8]];
//! let model = LocalLinear::params(2)
//!     .k(3)
//!     .fit(&Dataset::new(images, array![0, 0, 1, 1]))?;
//! assert_eq!(model.predict(&array![[0.2f32, 0.1], [0.8, 0.9]]), array![0, 1]);
//! # Ok::<(), local_learning::LocalLearningError>(())
//! ```

extern crate lapack_faer as _;

mod error;
mod fit;
mod model;
mod params;

pub use error::LocalLearningError;
pub use model::LocalLinear;
pub use params::{LocalLinearParams, LocalLinearValidParams};
