//! Kernels for x86-64, one folder for each level.

pub(crate) mod avx2;
pub(crate) mod avx512;
