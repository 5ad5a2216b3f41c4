//! The fully connected networks of LeCun, Bottou, Bengio & Haffner 1998, section III-C. They have
//! one or two hidden layers and the squashing function A tanh(S a) in all units. They minimise the
//! squared error to targets ±1, with an update after each pattern.
//!
//! [`MlpParams`] trains a network with linfa's `Fit`, and an [`Mlp`] is the result. [`Perceptron`]
//! is the network during training. The paper trained these networks with the stochastic diagonal
//! Levenberg–Marquardt method of its Appendix C, and so does [`Mlp::params`]. The paper does not
//! give the rates and the initial weights.
//!
//! ```
//! use gradient::Schedule;
//! use linfa::prelude::*;
//! use mlp::{Mlp, TrainingParams as _};
//! use ndarray::array;
//!
//! # fn main() -> Result<(), mlp::MlpError> {
//! let exclusive_or = DatasetBase::new(
//!     array![[0.0f32, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]],
//!     array![0usize, 1, 1, 0],
//! );
//! let params = Mlp::params(2).hidden(&[8]).passes(500);
//! let model = params.schedule(Schedule::Constant(5e-3)).fit(&exclusive_or)?;
//! assert_eq!(model.predict(&exclusive_or), *exclusive_or.targets());
//! # Ok(())
//! # }
//! ```
//!
//! # Skipping the background
//! Four fifths of a digit's pixels are white, and a white pixel gives the input −0.1, not 0. Still,
//! the first layer does not need the weights of white pixels, neither for its sums nor for its
//! updates. [`Perceptron`] stores the part that is common to all weights separately; the remaining
//! input of a white pixel is 0.

mod error;
mod first;
mod layers;
mod model;
mod network;
mod params;
mod upper;

pub use error::MlpError;
pub use gradient::TrainingParams;
pub use layers::Layers;
pub use model::Mlp;
pub use network::Perceptron;
pub use params::{MlpParams, MlpValidParams};
