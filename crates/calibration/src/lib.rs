//! Confidence: what a classifier's scores are worth.
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
//! ```
//! use calibration::{Calibrated, Method};
//! use classifier::Classifier;
//! use linear::Linear;
//! use linfa::prelude::*;
//! use ndarray::{Axis, array};
//!
//! // Images of one pixel; the darker ones are of class 1, as a rule.
//! let training = Dataset::new(array![[10u8], [60], [190], [240]], array![0, 0, 1, 1]);
//! let held_out = Dataset::new(
//!     array![[5u8], [30], [90], [120], [140], [160], [190], [250]],
//!     array![0, 0, 0, 1, 0, 1, 1, 1],
//! );
//! let model = Linear::params(2).fit(&training)?;
//! let model = Calibrated::fit(model, Method::Temperature, &held_out)?;
//!
//! let unseen = array![[0u8], [125], [255]];
//! let probabilities = model.probabilities(unseen.view())?;
//! assert!(probabilities[[0, 0]] > 0.9 && probabilities[[2, 1]] > 0.9);
//! assert!(probabilities.row(1).iter().all(|p| (0.3..0.7).contains(p)));
//! assert!(probabilities.sum_axis(Axis(1)).iter().all(|sum| (sum - 1.0).abs() < 1e-12));
//!
//! // The decisions that no held-out image speaks against.
//! let threshold = model.reject_at(0.0).expect("some image is surely recognised");
//! let decided = model.classify_above(unseen.view(), threshold)?;
//! assert_eq!(decided, array![Some(0), None, Some(1)]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
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
