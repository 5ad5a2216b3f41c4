//! LeNet-1, LeNet-4 and LeNet-5 exactly as LeCun, Bottou, Bengio & Haffner 1998 describe them.
//!
//! * [`Architecture`] declares a network: shared-weight convolutions with a
//!   [`ConnectionTable`], trainable subsampling, A tanh(S a), and for LeNet-5 radial basis
//!   functions whose fixed centres are pictures of the digits ([`codes`]). Parameters and
//!   connections follow from the declaration.
//! * [`LeNetParams`] trains one, by linfa's `Fit`: online, by the paper's rates and its
//!   stochastic diagonal Levenberg–Marquardt unless told otherwise; [`LeNet`] is the result.
//! * [`LeNet::scan`] applies it everywhere in a larger picture; [`LeNet::save`] and
//!   [`LeNet::load`] keep its weights.
//! * [`network::Reference`] is the paper in plain loops, in any precision, and the oracle for
//!   [`network::Fast`], which does the same on the vector units.
//!
//! Beside the paper's networks are those of Lucid, the practical variant most tutorials teach:
//! all maps connected, plain tanh, plain average pooling, ten linear units with tanh.
//!
//! # Where this is not the paper
//! The paper leaves unsaid the scale of the penalties, e^−j of equation 9, and how the biases
//! and subsampling coefficients start; as printed, its rates do not train. With the penalties
//! times 0.15, e^−j = 1, weights uniform in ±2.4/√F instead of ±2.4/F, biases 0 and
//! coefficients 1 on the mean of four, they follow its Figure 5. For LeNet-4 the published
//! counts contradict its description ([`Architecture::lenet4`]).

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
mod weights;

pub use architecture::{Architecture, CLASSES, Output};
pub use connection_table::ConnectionTable;
pub use error::LeNetError;
pub use gradient::TrainingParams;
pub use images::{Field, Images};
pub use model::LeNet;
pub use network::InitialWeights;
pub use on_features::{ON_FEATURES, OnFeatures};
pub use params::{LeNetParams, LeNetValidParams};
