//! The hot loops of small convolutional networks trained pattern by pattern.
//!
//! A lane is a position of a feature map, in convolutions, or a unit, in full connections.
//! Maps are *planes*: row by row, padded to whole vectors ([`PAD`]). What the padding of a
//! plane holds is finite but otherwise unspecified, except where a function asks for zeros.
//!
//! Across levels the results agree to a few units in the last place of the sums' largest
//! terms: the levels add in different orders, and only some fuse multiply and add.

pub(crate) mod convolution;
mod dense;
mod elementwise;
mod rates;
mod sparse;
pub(crate) mod subsampling;

pub use convolution::Convolution;
pub use dense::Dense;
pub use elementwise::{add_scaled, chain, squash};
pub use rates::Rates;
pub use sparse::{Sparse, SparsePair};
pub use subsampling::Subsampling;

/// Planes and rows of weights are padded to a multiple of this many values: the lanes of the
/// widest vector.
pub const PAD: usize = 16;

pub(crate) fn padded(n: usize) -> usize {
    n.next_multiple_of(PAD)
}

/// Calls the kernel of a level: the x86-64 one where there is one, the portable one elsewhere.
macro_rules! dispatch {
    ($level:expr, $module:ident :: $function:ident ( $($argument:expr),* $(,)? )) => {
        match $level.kind() {
            #[cfg(target_arch = "x86_64")]
            crate::Kind::Avx512 => {
                // SAFETY: `Level` proves that the CPU has AVX-512 F, and the caller has
                // checked every length the kernel states.
                unsafe { crate::x86_64::avx512::layers::$module::$function($($argument),*) }
            }
            #[cfg(target_arch = "x86_64")]
            crate::Kind::Avx2 => {
                // SAFETY: `Level` proves that the CPU has AVX2 and FMA, and the caller has
                // checked every length the kernel states.
                unsafe { crate::x86_64::avx2::layers::$module::$function($($argument),*) }
            }
            _ => {
                // SAFETY: no CPU lacks what it needs, and the caller has checked every length
                // the kernel states.
                unsafe { crate::portable::layers::$module::$function($($argument),*) }
            }
        }
    };
}
pub(crate) use dispatch;

/// A call with the width of the maps as a constant where it is one of the networks', so that a
/// row is a known number of vectors.
macro_rules! with_width {
    ($width:expr, $constant:ident => $call:expr) => {
        match $width {
            28 => {
                let $constant = 28;
                $call
            }
            24 => {
                let $constant = 24;
                $call
            }
            10 => {
                let $constant = 10;
                $call
            }
            8 => {
                let $constant = 8;
                $call
            }
            $constant => $call,
        }
    };
}
pub(crate) use with_width;
