//! The pairwise linear classifier of LeCun et al. 1998, section III-C.1.
//!
//! Each of the `n (n − 1) / 2` pairs of classes has a linear unit `i/j` that tells the two
//! apart: trained towards +1 on the images of class `i`, −1 on those of class `j`, and on no
//! others. The score of class `i` is the sum of the outputs of all units `i/x` minus that of
//! all units `y/i`. For ten classes of 28×28 images that is 45 units and 35,325
//! multiply-accumulates.
//!
//! Here the units are solved for exactly ([`least_squares`]), from the moments of each class,
//! gathered once: those of a pair are a sum of two.
//!
//! # What is summed
//! The paper does not say whether a unit's output is its weighted sum or that sum squashed.
//! The sum as it stands is worse than the plain linear classifier: on an image of a third
//! class the outputs of the units `i/j` are arbitrary in size, and one large one outweighs
//! eight right ones. Only units that saturate, or nearly, reach the paper's 7.6 %. [`Rule`]
//! holds the readings; fitted to the first 50,000 training images of MNIST with a ridge of 1,
//! they err on the other 10,000 as follows, and the best is the default:
//!
//! | rule | error % |
//! |---|---|
//! | `Sum` | 16.1 |
//! | `Sigmoid`, the paper's slope of 2/3 | 11.5 |
//! | `Sigmoid`, slope 2 / 4 / **8** / 16 / 32 | 7.3 / 6.6 / **6.5** / 6.6 / 6.6 |
//! | `Vote` | 6.9 |
//!
//! A ridge from 0.1 to 100 changes no figure below the second row by more than 0.3.
//!
//! # Absent classes
//! A class `a` without training images makes every unit `i/a` the constant that votes for `i`,
//! and the units of two absent classes are zero. By any rule the scores of the other classes
//! then average more than that of `a`, which is therefore never the answer.
//!
//! ```
//! use classifier::Classifier;
//! use linfa::prelude::*;
//! use ndarray::array;
//! use pairwise_linear::{PairwiseLinear, Rule};
//!
//! let images = array![[0u8, 9], [12, 0], [250, 0], [243, 8], [0, 251], [7, 240]];
//! let training = Dataset::new(images, array![0, 0, 1, 1, 2, 2]);
//! let model = PairwiseLinear::params(3).ridge(0.01).rule(Rule::Vote).fit(&training)?;
//!
//! assert_eq!(model.predict(&array![[4u8, 2], [255, 5], [1, 236]]), array![0, 1, 2]);
//! assert_eq!(model.weights().dim(), (3, 2)); // units 0/1, 0/2, 1/2
//! # Ok::<(), pairwise_linear::PairwiseLinearError>(())
//! ```

mod error;
mod model;
mod pairs;
mod params;
mod rule;

pub use error::PairwiseLinearError;
pub use model::PairwiseLinear;
pub use params::{PairwiseLinearParams, PairwiseLinearValidParams};
pub use rule::Rule;
