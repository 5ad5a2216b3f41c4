//! One program for all tests of the crate.
#![allow(
    clippy::single_range_in_vec_init,
    reason = "pieces have ranges of columns, also where there is one piece"
)]

mod any_picture;
mod candidates;
mod drawing;
mod enlarged;
mod explaining;
mod fixed;
mod lines;
mod pictures;
mod pieces;
mod reading;
mod settings;
mod strings_of_mnist;
mod training;
mod truth;
