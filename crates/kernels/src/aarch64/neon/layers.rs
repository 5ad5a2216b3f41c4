//! The network kernels on the portable vectors, which compilers for aarch64 make NEON's.

use wide::f32x4;

use super::Neon;
use crate::lanes::stamp::stamp_layers;

stamp_layers!(Neon, ["neon"], f32x4, fused: true);
