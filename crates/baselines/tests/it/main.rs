//! One program for all tests of the crate.

#[cfg(feature = "load")]
mod calibrated;
