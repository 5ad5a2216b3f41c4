//! One program for all tests of the crate.

mod cache;
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
mod strings;
mod transform;
