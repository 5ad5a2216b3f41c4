//! Blocks of feature rows. Samples are processed one block at a time.

/// Number of rows in a block. It is a constant and does not depend on the number of threads,
/// because the way sums are split must not depend on the machine. Larger products would leave the
/// L2 cache and would be slower.
pub(crate) const BLOCK_ROWS: usize = 256;
