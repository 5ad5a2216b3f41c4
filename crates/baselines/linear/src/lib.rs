//! The linear classifier of LeCun et al. 1998, section III-C.1.
//!
//! Each class has one output, a weighted sum of the pixels plus a bias, and the largest wins.
//! The paper trains it towards +1 for the image's own class and −1 for the others, and finds
//! sigmoid or linear units, by gradient descent or by directly solving linear systems, much
//! alike. This is the direct solution: regularised least squares ([`least_squares`]), exact,
//! and a matter of a fraction of a second for 60,000 images.
//!
//! On 28×28 images it has 7,850 parameters, on the deslanted 20×20 ones 4,010, which are also
//! its multiply-accumulates; both counts are the paper's.
//!
//! A class without training images has the constant output −1 and is never the answer: the
//! outputs of the `m` other classes add up to `2 − m`, so the largest of them is above −1.
//!
//! ```
//! use classifier::Classifier;
//! use linear::Linear;
//! use linfa::prelude::*;
//! use ndarray::array;
//!
//! let images = array![[0u8, 20], [10, 0], [240, 255], [255, 230]]; // (4 images, 2 pixels)
//! let training = Dataset::new(images, array![0, 0, 1, 1]);
//! let model = Linear::params(2).ridge(0.01).fit(&training)?;
//!
//! let unseen = array![[5u8, 10], [250, 250]];
//! assert_eq!(model.predict(&unseen), array![0, 1]);
//! assert_eq!(model.scores(unseen.view())?.dim(), (2, 2)); // (images, classes)
//! # Ok::<(), linear::LinearError>(())
//! ```

mod error;
mod model;
mod params;

pub use error::LinearError;
pub use model::Linear;
pub use params::{LinearParams, LinearValidParams};
