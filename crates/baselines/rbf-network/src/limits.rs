/// The smallest factor of a unit's width.
pub const LEAST_WIDTH: f64 = 1e-6;

/// The largest factor of a unit's width.
pub const LARGEST_WIDTH: f64 = 1e6;

/// The largest number of iterations of k-means.
pub const MOST_ITERATIONS: usize = 100_000;
