//! The specification of every kernel, in plain Rust; for networks, what runs on every CPU.

pub(crate) mod distance_tile;
pub(crate) mod dot_tile;
pub(crate) mod exp;
pub(crate) mod expansion_tile;
pub(crate) mod frame_products;
pub(crate) mod layers;
