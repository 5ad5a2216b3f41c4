//! Blocks of feature rows: the unit in which samples are turned into numbers.

/// Rows of a block. A constant, never a share of the samples a thread: how sums are split
/// must not depend on the machine. Products of more rows leave the L2 cache and are slower.
pub(crate) const BLOCK_ROWS: usize = 256;
