//! One program for all tests of the crate.

mod conformance;
mod fitted;
mod kept;
mod properties;
mod scikit_learn;
mod wrapped;
