#![doc = include_str!("../README.md")]
//!
//! "The first layer was composed of 1,000 Gaussian RBF units with 28×28 inputs, and the second
//! layer was a simple 1000 inputs / 10 outputs linear classifier". There are 100 units for each
//! class. K-means on the images of the class finds their centres, and a regularised pseudo-inverse
//! gives the output weights. For the image `x`, unit `j` computes
//!
//! ```text
//!   φⱼ(x) = exp(−‖x − cⱼ‖² / (w Vⱼ))
//! ```
//!
//! (Bishop, *Pattern Recognition and Machine Learning*, section 6.3). The paper gives neither the
//! widths nor the regulariser. Here `Vⱼ` is the mean squared distance of the cluster's images from
//! its centre, and at least half the mean of this value over all clusters. The factor `w` and the
//! ridge λ of the output layer ([`least_squares`]) are parameters.
//!
//! # Few images a unit
//! A cluster of one image has variance zero, and a cluster of two or three images has a variance
//! that is too small. Such a unit would respond only to these images. The distance to the next
//! centre of the same class shows how wide the unit should be (Moody & Darken, *Fast Learning in
//! Networks of Locally-Tuned Processing Units*, 1989). So its `Vⱼ` is at least β times the median
//! of these squared distances. The table shows the error in % on the last 10,000 training images of
//! MNIST, as the mean of three training sets (`--example rbf_network_validation -- --few`):
//!
//! | images / units a class | no such floor | β = 1/4 | 1/2 | **3/4** | 1 | 2 |
//! |---|---|---|---|---|---|---|
//! | 100 / 5 | 42.2 | 37.7 | 30.9 | **30.1** | 30.0 | 30.2 |
//! | 100 / 20 and 100 / 100 | 90.1 | 32.8 | 27.2 | **27.3** | 27.6 | 28.9 |
//! | 500 / 5 | 13.6 | 13.6 | 13.6 | **13.6** | 13.6 | 13.7 |
//! | 500 / 20 | 14.6 | 13.5 | 11.1 | **10.6** | 10.5 | 11.2 |
//! | 500 / 100 | 90.2 | 14.7 | 10.1 | **9.9** | 10.0 | 10.9 |
//! | 2,000 / 5 | 10.6 | 10.6 | 10.6 | **10.6** | 10.6 | 10.5 |
//! | 2,000 / 20 | 7.3 | 7.3 | 7.3 | **7.3** | 7.2 | 7.2 |
//! | 2,000 / 100 | 8.5 | 7.2 | 5.5 | **5.3** | 5.3 | 5.6 |
//!
//! On all of MNIST with 100 units for each class, this lower bound has no effect, because half the
//! mean is larger.
//!
//! # Numbers
//! Floats are first transformed by their [`Centring`](classifier::Centring). So the activations do
//! not change if a constant is added to a feature, or if all features are multiplied by a power of
//! two, except for rounding. Distances are computed in single precision. If their expansion in
//! norms would leave less than about 10 bits, they are computed from the differences.
//!
//! The paper uses an "adaptive k-means algorithm", which moves a centre with each image it sees. We
//! use Lloyd's algorithm. It starts from k-means++ seeds; then all images are assigned to their
//! nearest centres and the centres move to the means of their images, until nothing changes. Both
//! algorithms look for a minimum of the same sum of squared distances.

mod error;
mod k_means;
mod limits;
mod model;
mod params;
mod progress;
mod units;

pub use error::RbfNetworkError;
pub use limits::{LARGEST_WIDTH, LEAST_WIDTH, MOST_ITERATIONS};
pub use model::RbfNetwork;
pub use params::{RbfNetworkParams, RbfNetworkValidParams};
pub use progress::Progress;
