//! One program for all tests of the crate.

mod conformance;
mod libsvm;
mod limits;
mod linfa_svm;
mod own_numbers;
mod variants;
mod weights;
