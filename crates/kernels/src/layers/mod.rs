//! The hot loops of small convolutional networks trained pattern by pattern.
//!
//! A lane is a position of a feature map, in convolutions, or a unit, in full connections.
//! Maps are *planes*: row by row, padded to whole vectors ([`PAD`]). What the padding of a
//! plane holds is finite but otherwise unspecified, except where a function asks for zeros.
//!
//! Across levels the results agree to a few units in the last place of the sums' largest
//! terms: the levels add in different orders, and only some fuse multiply and add.

mod convolution;
mod dense;
mod elementwise;
mod rates;
mod sparse;
mod subsampling;

pub use crate::layout::{Convolution, Dense, PAD, Rates, Sparse, SparsePair, Subsampling};
pub use elementwise::{add_scaled, chain, squash};

/// Calls the kernel of a level.
macro_rules! dispatch {
    ($level:expr, $kernel:ident ( $($argument:expr),* $(,)? )) => {
        crate::level::with_level!($level, proof => {
            // SAFETY: `proof` is of the features, and the function that dispatches has asserted
            // every length the kernel states.
            unsafe { proof.$kernel($($argument),*) }
        })
    };
}
use dispatch;
