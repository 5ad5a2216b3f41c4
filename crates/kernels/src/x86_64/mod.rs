//! Kernels for x86-64, one folder a level.

pub(crate) mod avx2;
pub(crate) mod avx512;
