//! Fast loops behind safe functions over slices.
//!
//! Each kernel is written once a CPU level: [`portable`] is its specification, in plain Rust;
//! `x86_64/{avx2,avx512}` hold files of the same names. [`Level`] is the proof that this CPU
//! has what a level needs, so the functions that take one are safe. [`Level::current`] is
//! chosen once at run time; the environment variable `KERNEL_LEVEL` forces one.
//!
//! Integer kernels return the same numbers on every level. Float kernels return the same bits
//! on one level whatever the number of threads, and stay within a bound they state across
//! levels.

mod level;
pub mod portable;
#[cfg(target_arch = "x86_64")]
mod x86_64;

pub use level::{Kind, Level, LevelError};
