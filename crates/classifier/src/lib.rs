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
//! * [`Centring`], the form in which floats are computed with;
//! * [`persist`], fitted models as bytes and back;
//! * [`metrics`], which counts errors;
//! * `testing` (feature `testing`): the conformance suite.
//!
//! An image is one row of a matrix `(n_images, n_features)`; a label is a class index
//! (`usize`, linfa's label type) below the number of classes.
//!
//! # One's own numbers
//!
//! What every classifier promises of images that are not MNIST's, and the conformance suite
//! tries:
//!
//! * It answers, with finite scores, or it returns an error that names the image, the value and
//!   the way out. It does not answer as if all were well where the precision it computes in does
//!   not suffice.
//! * Floats multiplied by a power of two, those of the training and of recognition alike, are
//!   told apart as before, unless a parameter has a unit: γ of a Gaussian kernel is per squared
//!   pixel value.
//! * Features moved by constants are told apart as before where the method is about
//!   differences: nearest neighbours, radial basis functions, Gaussian and linear support
//!   vector machines, principal components, and least squares, whose intercept takes them up.
//!   How exact that is, the spacing of the moved numbers themselves decides.
//! * A value more than 2⁴⁰ times as far from the training images as these are wide is refused
//!   ([`InputError::OutOfReach`]), in training and in recognition. Groups of training images
//!   may lie so far apart that single precision loses what tells the classes within one of them
//!   apart; the methods that compute in it, all but support vector machines, least squares and
//!   principal components, refuse such a set ([`InputError::Alike`]).
//! * Weights of linfa's datasets count where the method has a place for them: least squares,
//!   principal components, support vector machines and the votes of neighbours. Elsewhere they
//!   are refused ([`InputError::Weights`]), never ignored.

mod centring;
mod classify;
mod cost;
mod input;
mod memory;
pub mod metrics;
pub mod persist;
mod pixel;
#[cfg(feature = "testing")]
pub mod testing;

pub use centring::Centring;
pub use classify::{Classifier, argmax, finite};
pub use cost::Cost;
pub use input::{InputError, TrainingSet, check_images};
pub use memory::check_memory;
pub use pixel::Pixel;

#[doc(hidden)]
pub mod __private {
    pub use linfa;
    pub use ndarray;
}
