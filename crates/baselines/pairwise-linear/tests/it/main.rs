//! One program for all tests of the crate.

mod conformance;
mod own_numbers;
mod parameters;
mod scikit_learn;
