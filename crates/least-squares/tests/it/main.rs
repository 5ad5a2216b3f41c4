//! One program for all tests of the crate.

mod affine;
mod common;
mod moments;
mod regress;
