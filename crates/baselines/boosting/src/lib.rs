#![doc = include_str!("../README.md")]
//!
//! Boosting by filtering (Schapire, Machine Learning 5(2), 1990; Drucker, Schapire & Simard,
//! NIPS 1992), as section III-C.9 of LeCun et al. 1998 uses it on LeNet-4:
//!
//! 1. a first classifier is trained as usual;
//! 2. a second on patterns "filtered by the first net so that the second machine sees a mix of
//!    patterns, 50 % of which the first net got right, and 50 % of which it got wrong"
//!    ([`Filter::half_wrong`]);
//! 3. a third on patterns "on which the first and the second net disagree"
//!    ([`Filter::disagreements`]);
//! 4. to recognise, the three add their scores ([`Committee`]).
//!
//! A good classifier gets few patterns wrong. To keep a few such patterns, a filter must look at
//! many. So filters take patterns from an endless stream, such as distorted images.

mod committee;
mod error;
mod filter;

pub use committee::{Committee, KIND};
pub use error::BoostingError;
pub use filter::{Filter, Filtered};
