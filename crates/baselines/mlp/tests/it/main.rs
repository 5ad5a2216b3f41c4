//! One program for all tests of the crate.

mod common;
mod derivatives;
mod naive;
mod pinned;
mod sparse;
mod training;
