//! One program for all tests of the crate.

mod conformance;
mod neighbours;
mod own_numbers;
mod reference;
