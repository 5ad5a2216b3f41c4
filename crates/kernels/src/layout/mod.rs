//! The layout of the maps, weights and rates of networks in memory.

pub(crate) mod convolution;
mod dense;
mod rates;
mod sparse;
mod subsampling;

pub use convolution::Convolution;
pub use dense::Dense;
pub use rates::Rates;
pub use sparse::{Sparse, SparsePair};
pub use subsampling::Subsampling;

/// Planes and rows of weights are padded to a multiple of this many values. It is the number of
/// lanes of the widest vector.
pub const PAD: usize = 16;

fn padded(n: usize) -> usize {
    n.next_multiple_of(PAD)
}
