#![doc = include_str!("../README.md")]
//!
//! Each of the `n (n − 1) / 2` pairs of classes has a linear unit `i/j` that separates the two. It
//! is trained only on the images of these two classes: the target is +1 for class `i` and −1 for
//! class `j`. The score of class `i` is the sum of the outputs of all units `i/x` minus the sum of
//! the outputs of all units `y/i`. Ten classes of 28×28 images need 45 units and 35,325
//! multiply-accumulates.
//!
//! Here the units are computed exactly ([`least_squares`]). The moments of each class are computed
//! once; the moments of a pair are the sum of those of its two classes.
//!
//! # What is summed
//! The paper does not say if the output of a unit is its weighted sum or the squashed sum. The
//! plain sum gives a worse result than the plain linear classifier. On an image of a third class,
//! the outputs of the units `i/j` can have any size, and one large output outweighs eight right
//! ones. Only units that saturate, or nearly saturate, reach the paper's 7.6 %. [`Rule`] has all
//! variants. The table shows their errors on the last 10,000 training images of MNIST, after
//! fitting on the first 50,000 with a ridge of 1. The best variant is the default:
//!
//! | rule | error % |
//! |---|---|
//! | `Sum` | 16.1 |
//! | `Sigmoid`, the paper's slope of 2/3 | 11.5 |
//! | `Sigmoid`, slope 2 / 4 / **8** / 16 / 32 | 7.3 / 6.6 / **6.5** / 6.6 / 6.6 |
//! | `Vote` | 6.9 |
//!
//! If the ridge is from 0.1 to 100, no figure below the second row changes by more than 0.3.
//!
//! # Absent classes
//! If a class `a` has no training images, every unit `i/a` is a constant that votes for `i`. If
//! both classes of a unit are absent, the unit is zero. With every rule, the average score of the
//! other classes is then larger than the score of `a`. So `a` is never the answer.

mod error;
mod model;
mod pairs;
mod params;
mod rule;

pub use error::PairwiseLinearError;
pub use model::PairwiseLinear;
pub use params::{PairwiseLinearParams, PairwiseLinearValidParams};
pub use rule::Rule;
