#![doc = include_str!("../README.md")]
//!
//! Scores say which class is likelier, not how likely it is, and each classifier has a scale of
//! its own. [`Calibrated`] wraps a fitted classifier of any kind and makes probabilities of its
//! scores, by a map that is fitted on *held-out* images, which the classifier was not trained
//! on ([`Method`]):
//!
//! * [`Temperature`]: softmax of the scores over a temperature, one parameter, every decision
//!   as it was (Guo, Pleiss, Sun & Weinberger, ICML 2017);
//! * [`Sigmoid`]: a logistic curve for each class against the rest, two parameters a class,
//!   brought to a sum of 1 (Platt, Advances in Large Margin Classifiers, 1999).
//!
//! With probabilities, images can be rejected that are not recognised surely enough:
//! [`Calibrated::reject_at`] gives the confidence below which to reject so that the others are
//! wrong as rarely as is wanted, the experiment of Figure 10 in LeCun et al. 1998.
//! [`rejection`] does it for any measure of confidence. [`metrics`] tells how good probabilities
//! are.
//!
//! # Held-out images
//!
//! They must be of the kind that is to be recognised, and not among those that the classifier
//! was trained on: on these it is surer than it may be. A class of which there is none has
//! probability 0, whatever its score: nothing is known of what its scores are worth. Such a
//! class is usually one that training did not show either. If it is not, and the classifier
//! decides for it, the [confidence](Calibrated::classify_above) of that decision is 0.

mod calibrated;
mod calibration;
mod error;
mod held_out;
pub mod metrics;
pub mod rejection;
mod sigmoid;
mod softmax;
mod solve;
mod temperature;

pub use calibrated::{Calibrated, KIND};
pub use calibration::{Calibration, Method};
pub use error::CalibrationError;
pub use sigmoid::{Line, Sigmoid};
pub use softmax::softmax;
pub use temperature::Temperature;
