//! Tests the RBF network as its users see it.

mod conformance;
mod output;
mod parameters;
mod progress;
mod reference;

#[path = "../../../../../tests/reference/own_numbers.rs"]
mod own_numbers;
mod own_numbers_tests;
