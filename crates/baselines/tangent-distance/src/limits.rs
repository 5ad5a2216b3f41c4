/// The smallest ridge. With a smaller one, single precision cannot compute the distance of two
/// planes that share a direction.
pub const LEAST_RIDGE: f64 = 1e-3;

/// The largest ridge. With it, each plane is reduced to its point.
pub const LARGEST_RIDGE: f64 = 1e6;

/// The smallest smoothing, in pixels. With less, a derivative sees only its own pixel.
pub const LEAST_SMOOTHING: f64 = 0.1;

/// The largest smoothing, in pixels. With it, no image has useful tangents left.
pub const LARGEST_SMOOTHING: f64 = 100.0;
