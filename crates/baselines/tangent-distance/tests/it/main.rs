//! Tests the tangent-distance classifier as its users see it.

mod conformance;
mod distances;
mod drawing;
mod parameters;
mod prefilter;
mod reference;
mod tangents;

#[path = "../../../../../tests/reference/own_numbers.rs"]
mod own_numbers;
mod own_numbers_tests;
