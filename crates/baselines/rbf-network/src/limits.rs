/// The smallest factor of a unit's width.
pub const LEAST_WIDTH: f64 = 1e-6;

/// The largest.
pub const LARGEST_WIDTH: f64 = 1e6;

/// The most iterations of k-means that may be asked for.
pub const MOST_ITERATIONS: usize = 100_000;
