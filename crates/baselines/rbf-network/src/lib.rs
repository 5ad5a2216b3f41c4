//! A network of radial basis functions: LeCun et al. 1998, section III-C.
//!
//! "The first layer was composed of 1,000 Gaussian RBF units with 28×28 inputs, and the second
//! layer was a simple 1000 inputs / 10 outputs linear classifier": 100 units for each class,
//! their centres found by k-means on the class's own images, and output weights by a
//! regularised pseudo-inverse. Unit `j` answers the image `x` with
//!
//! ```text
//!   φⱼ(x) = exp(−‖x − cⱼ‖² / (w Vⱼ))
//! ```
//!
//! (Bishop, *Pattern Recognition and Machine Learning*, section 6.3). The paper gives neither
//! widths nor regulariser. Here `Vⱼ` is the mean squared distance of the cluster's images from
//! its centre, at least half the mean of all clusters; the factor `w` and the ridge λ of the
//! output layer ([`least_squares`]) are parameters.
//!
//! The paper's clusters are those of an "adaptive k-means algorithm", which moves a centre with
//! each image it sees. These are Lloyd's: all images are assigned, then the centres move to
//! their means, from k-means++ seeds, until nothing changes. Both look for the same minimum of
//! the squared distances.
//!
//! ```
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
mod model;
mod params;
mod units;

pub use error::RbfNetworkError;
pub use model::RbfNetwork;
pub use params::{RbfNetworkParams, RbfNetworkValidParams};
