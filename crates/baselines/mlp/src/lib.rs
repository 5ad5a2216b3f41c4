#![doc = include_str!("../README.md")]
//!
//! [`MlpParams`] trains a network with linfa's `Fit`, and an [`Mlp`] is the result. [`Perceptron`]
//! is the network during training. The paper trained these networks with the stochastic diagonal
//! Levenberg–Marquardt method of its Appendix C, and so does [`Mlp::params`]. The paper does not
//! give the rates and the initial weights.
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
