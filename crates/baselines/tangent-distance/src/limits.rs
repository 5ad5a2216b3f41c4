/// The smallest ridge: with less, single precision cannot tell the distance of two planes that
/// share a direction.
pub const LEAST_RIDGE: f64 = 1e-3;

/// The largest ridge: with it planes are their points.
pub const LARGEST_RIDGE: f64 = 1e6;

/// The least smoothing, in pixels: with less, a derivative sees no pixel but its own.
pub const LEAST_SMOOTHING: f64 = 0.1;

/// The most smoothing, in pixels: it leaves nothing of any image that tangents can be had of.
pub const LARGEST_SMOOTHING: f64 = 100.0;
