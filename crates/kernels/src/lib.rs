//! Fast numerical loops behind safe functions over slices.
//!
//! Each kernel is written once for each CPU level. [`portable`] is its specification in plain Rust;
//! `x86_64/{avx2,avx512}` and `aarch64/neon` hold files with the same names. The network kernels
//! ([`layers`]) are written once for the vectors of all levels, in `lanes`. NEON has no vectors of
//! its own there yet and uses the portable ones. The levels are built on traits (`*_tile`) and on
//! the shapes of layers (`layout`). The functions that call the levels use `with_level!`.
//!
//! A [`Level`] proves that this CPU has the features of a level, so the functions that take one are
//! safe. [`Level::current`] is chosen once at run time. The environment variable `KERNEL_LEVEL`
//! selects a level.
//!
//! Integer kernels return the same numbers on every level. Float kernels return the same bits on
//! one level with any number of threads; between levels, results differ by at most a stated bound.

#[cfg(target_arch = "aarch64")]
mod aarch64;
mod aligned;
mod distance_tile;
mod dot_kernel;
mod dot_products;
mod dot_tile;
mod expansion;
mod expansion_tile;
mod float_rows;
mod frame_tile;
mod frames;
mod gram;
mod grouping;
mod kernel_rows;
mod lanes;
pub mod layers;
mod layout;
mod level;
mod nearest;
mod packed;
pub mod portable;
mod prefetch;
mod shape;
mod top_k;
#[cfg(target_arch = "x86_64")]
mod x86_64;

pub use aligned::Aligned;
pub use dot_kernel::{DotKernel, KernelTerm, KernelTerms};
pub use dot_products::dot_products;
pub use expansion::{add_scaled_rows, weighted_sum};
pub use float_rows::{FloatRows, nearest_floats};
pub use frame_tile::{FRAME, FrameProduct};
pub use frames::{Frames, frame_products};
pub use gram::{gram, gram_of_rows};
pub use half::bf16;
pub use kernel_rows::{kernel_rows, kernel_values};
pub use level::{Kind, Level, LevelError};
pub use nearest::{Neighbours, nearest};
pub use packed::PackedRows;
pub use prefetch::prefetch;
pub use shape::ShapeError;
