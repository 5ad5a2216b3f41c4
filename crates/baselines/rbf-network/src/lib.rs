#![doc = include_str!("../README.md")]
//!
//! "The first layer was composed of 1,000 Gaussian RBF units with 28×28 inputs, and the second
//! layer was a simple 1000 inputs / 10 outputs linear classifier". There are 100 units for each
//! class. K-means on the images of the class finds their centres, and a regularised pseudo-inverse
//! gives the output weights. For the image `x`, unit `j` computes
//!
//! ```text
//!   φⱼ(x) = exp(−‖x − cⱼ‖² / (w Vⱼ))
//! use classifier::Classifier;
//! use linfa::prelude::*;
//! use ndarray::array;
//! use rbf_network::RbfNetwork;
//!
//! // Exclusive or: no linear classifier can do it.
//! let images = array![[0u8, 0], [255, 255], [0, 255], [255, 0], [40, 30], [30, 220]];
//! let training = Dataset::new(images, array![0, 0, 1, 1, 0, 1]);
//! let model = RbfNetwork::params(2).units_per_class(2).seed(1998).fit(&training)?;
//!
//! assert_eq!(model.centres().dim(), (4, 2)); // (units, pixels)
//! assert_eq!(model.predict(&array![[250u8, 240], [240, 10]]), array![0, 1]);
//! # Ok::<(), rbf_network::RbfNetworkError>(())
//! ```

mod error;
mod k_means;
mod limits;
mod model;
mod params;
mod units;

pub use error::RbfNetworkError;
pub use limits::{LARGEST_WIDTH, LEAST_WIDTH, MOST_ITERATIONS};
pub use model::RbfNetwork;
pub use params::{RbfNetworkParams, RbfNetworkValidParams};
