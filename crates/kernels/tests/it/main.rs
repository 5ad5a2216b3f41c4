//! One program for all tests of the crate.

mod expansions;
mod floats;
mod frames;
mod integers;
mod layers;
