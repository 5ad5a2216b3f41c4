//! The paper's baseline classifiers under one roof, one feature each (all are on by default).
//!
//! Each is a crate of its own that can be used alone; here they are re-exported, with the
//! [`classifier`] interface they share, and with `calibration`, which makes probabilities of the
//! scores of any of them. They are fitted as linfa's own algorithms are, and
//! once fitted can stand side by side:
//!
#![cfg_attr(all(feature = "linear", feature = "pca-quadratic"), doc = "```")]
#![cfg_attr(
    not(all(feature = "linear", feature = "pca-quadratic")),
    doc = "```text"
)]
//! use baselines::classifier::Classifier;
//! use baselines::linear::Linear;
//! use baselines::pca_quadratic::PcaQuadratic;
//! use linfa::prelude::*;
//! use ndarray::array;
//!
//! // Exclusive or, which no linear classifier can do: (6 images, 2 pixels).
//! let images = array![[0u8, 0], [255, 255], [0, 255], [255, 0], [40, 30], [30, 220]];
//! let training = Dataset::new(images, array![0, 0, 1, 1, 0, 1]);
//!
//! let contestants: [(&str, Box<dyn Classifier>); 2] = [
//!     ("linear", Box::new(Linear::params(2).fit(&training)?)),
//!     ("quadratic", Box::new(PcaQuadratic::params(2).n_components(2).fit(&training)?)),
//! ];
//! for (name, model) in &contestants {
//!     let decided = model.classify(training.records.view())?;
//!     let all_right = decided == training.targets;
//!     assert_eq!(all_right, *name == "quadratic");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `model_file::save` keeps a fitted model, `model_file::load` reads one type, and `load` a model
//! of any kind that is here.

pub use classifier;

#[cfg(feature = "boosting")]
pub use boosting;
#[cfg(feature = "calibration")]
pub use calibration;
#[cfg(feature = "knn")]
pub use knn;
#[cfg(feature = "linear")]
pub use linear;
#[cfg(feature = "local-learning")]
pub use local_learning;
#[cfg(feature = "mlp")]
pub use mlp;
#[cfg(feature = "pairwise-linear")]
pub use pairwise_linear;
#[cfg(feature = "pca-quadratic")]
pub use pca_quadratic;
#[cfg(feature = "rbf-network")]
pub use rbf_network;
#[cfg(feature = "svm")]
pub use svm;
#[cfg(feature = "tangent-distance")]
pub use tangent_distance;

#[cfg(feature = "load")]
mod load;
#[cfg(feature = "load")]
pub use load::{Model, load, read};
#[cfg(feature = "load")]
pub use model_file;

/// The README's example is compiled and run.
#[cfg(all(doctest, feature = "load"))]
#[doc = include_str!("../../../README.md")]
struct Readme;
