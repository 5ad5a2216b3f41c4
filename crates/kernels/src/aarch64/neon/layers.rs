//! The network kernels on the portable vectors. Compilers for aarch64 turn these into NEON vectors.

use wide::f32x4;

use super::Neon;
use crate::lanes::stamp::stamp_layers;

stamp_layers!(Neon, ["neon"], f32x4, fused: true);
