//! One program for all tests of the crate.

mod conformance;
mod definition;
mod own_numbers;
