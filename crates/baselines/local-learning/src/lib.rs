#![doc = include_str!("../README.md")]
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

mod error;
mod fit;
mod model;
mod params;

pub use error::LocalLearningError;
pub use model::LocalLinear;
pub use params::{LocalLinearParams, LocalLinearValidParams};
