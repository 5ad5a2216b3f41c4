//! One program for all tests of the crate.

mod common;
mod fast;
mod gradients;
mod pinned;
mod pytorch;
mod scan;
mod sweep;
mod training;
mod weights;
