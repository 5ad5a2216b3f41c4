#![doc = include_str!("../README.md")]
//!
//! * [`Architecture`] declares a network: convolutions with shared weights and a
//!   [`ConnectionTable`], trainable subsampling, the squashing function A tanh(S a), and for
//!   LeNet-5 radial basis functions. Their fixed centres are pictures of the digits ([`codes`]).
//!   The numbers of parameters and connections follow from the declaration.
//! * [`LeNetParams`] trains a network with linfa's `Fit`, and a [`LeNet`] is the result. By default
//!   it trains online, with the paper's rates and its stochastic diagonal Levenberg–Marquardt
//!   method.
//! * [`LeNet::scan`] applies the network at every place of a larger picture, and [`Sweep`] can also
//!   go back through it; [`LeNet::save`] and [`LeNet::load`] write and read its weights.
//! * [`network::Reference`] computes the paper's equations in plain loops, in any precision. The
//!   tests compare [`network::Fast`] with it, which computes the same on the CPU's vector units.
//!
//! Besides the paper's networks, there are those of Lucid, a practical variant that most tutorials
//! teach: all maps are connected, tanh is not scaled, pooling is a plain average, and the ten
//! output units apply tanh.
//!
//! # Where this is not the paper
//! The paper does not give the scale of the penalties, e^−j of equation 9, or the initial biases
//! and subsampling coefficients. With the printed values, its rates do not train the network. We
//! multiply the penalties by 0.15, set e^−j = 1, draw weights uniformly in ±2.4/√F instead of
//! ±2.4/F, start biases at 0 and start coefficients at 1 on the mean of four. Then training follows
//! the paper's Figure 5. For LeNet-4, the published counts contradict the description
//! ([`Architecture::lenet4`]).

mod architecture;
pub mod codes;
mod connection_table;
mod error;
mod idle;
mod images;
pub mod layer;
mod model;
pub mod network;
mod on_features;
mod output;
mod params;
mod scan;
mod steps;
mod weights;

pub use architecture::{Architecture, CLASSES, Output};
pub use connection_table::ConnectionTable;
pub use error::LeNetError;
pub use gradient::TrainingParams;
pub use idle::Idle;
pub use images::{Field, Images};
pub use model::LeNet;
pub use network::{InitialWeights, Stride, Sweep};
pub use on_features::{ON_FEATURES, OnFeatures};
pub use params::{LeNetParams, LeNetValidParams};
pub use steps::LeNetSteps;
