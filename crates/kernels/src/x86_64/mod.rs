//! Kernels for x86-64, one folder a level.
