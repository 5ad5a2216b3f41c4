//! The interface every classifier of the comparison is read through.
//!
//! Training follows linfa: parameters are built up, `check`ed, and `fit` to a dataset, which
//! returns a *model*; an unfitted model is not a value that exists. What the comparison needs
//! beyond that is here:
//!
//! * [`Classifier`], object-safe: a score per class for a batch of images, the decision taken
//!   from them, and what one recognition costs;
//! * [`Pixel`], the element types an image may have: `u8` (kept as bytes, so that distances
//!   and dot products stay exact integers), `f32` and `f64`;
//! * [`TrainingSet`] and [`check_images`], the one validation of input, and [`InputError`],
//!   what it finds;
//! * [`metrics`]: errors and the confusion matrix;
//! * `testing` (feature `testing`): the conformance suite.
//!
//! An image is one row of a matrix `(n_images, n_features)`; a label is a class index
//! (`usize`, linfa's label type) below the number of classes.

mod classify;
mod cost;
mod input;
pub mod metrics;
mod pixel;
#[cfg(feature = "testing")]
pub mod testing;

pub use classify::{Classifier, argmax};
pub use cost::Cost;
pub use input::{InputError, TrainingSet, check_images};
pub use pixel::Pixel;

#[doc(hidden)]
pub mod __private {
    pub use linfa;
    pub use ndarray;
}
