//! The same classifiers by linfa's own crates, to measure ours beside.

mod nn;
mod svm;

pub(crate) use nn::Nn;
pub(crate) use svm::Svm;
