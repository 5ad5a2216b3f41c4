//! The inner loops of small convolutional networks that are trained pattern by pattern.
//!
//! A lane is a position of a feature map in convolutions, and a unit in full connections. Maps are
//! stored as *planes*: row by row, padded to whole vectors ([`PAD`]). The padding of a plane holds
//! finite values. They are otherwise unspecified, except where a function asks for zeros.
//!
//! Levels add in different orders, and only some levels fuse multiply and add. So their results
//! agree only to a few units in the last place of the largest terms of the sums.

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
            // SAFETY: `proof` shows that the CPU has the features, and the calling function has
            // asserted every length that the kernel states.
            unsafe { proof.$kernel($($argument),*) }
        })
    };
}
use dispatch;
