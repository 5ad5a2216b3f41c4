//! The fully connected networks of LeCun, Bottou, Bengio & Haffner 1998, section III-C: one or
//! two layers of hidden units, A tanh(S a) throughout, squared error to ±1, an update a
//! pattern.
//!
//! [`MlpParams`] trains one, by linfa's `Fit`; [`Mlp`] is the result, and [`Perceptron`] the
//! network while it learns. The paper trained them by the stochastic diagonal
//! Levenberg–Marquardt method of its Appendix C, and so does [`Mlp::params`]; it leaves the
//! rates and the initial weights unsaid.
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
//! Four fifths of a digit's pixels are white, and white is an input of −0.1, not 0. Still
//! neither the sums nor the updates of the first layer need a white pixel's weights:
//! [`Perceptron`] keeps what all weights share apart, and what is left of a white input is 0.

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
