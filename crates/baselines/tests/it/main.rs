//! One program for all tests of the crate.

mod calibrated;
mod models;
