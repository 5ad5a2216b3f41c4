//! Kernels for aarch64, one folder a level.

pub(crate) mod neon;
