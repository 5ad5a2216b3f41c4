//! Kernels for aarch64, one folder for each level.

pub(crate) mod neon;
