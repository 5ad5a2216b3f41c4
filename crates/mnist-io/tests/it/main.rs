//! One program for all tests of the crate.

mod cache;
mod collections;
mod common;
mod curl;
mod damaged_input;
mod dataset;
mod http;
mod idx_properties;
mod killed;
mod locate;
mod mnist;
mod npm;
mod pictures;
mod strings;
mod transform;
