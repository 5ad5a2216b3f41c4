//! The specification of every kernel, in plain Rust. For networks, it is also the version that runs
//! on every CPU.

mod distance_tile;
pub(crate) mod dot_tile;
pub(crate) mod exp;
pub(crate) mod expansion_tile;
mod frame_tile;
pub(crate) mod layers;

/// Plain Rust needs no proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Portable;
