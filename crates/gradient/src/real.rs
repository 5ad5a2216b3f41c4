use std::fmt::Debug;
use std::iter::Sum;
use std::ops::{AddAssign, MulAssign, SubAssign};

use num_traits::Float;

/// The numbers that a network computes in: `f32` for speed, `f64` for checks.
pub trait Real:
    Float + AddAssign + SubAssign + MulAssign + Sum + Debug + Default + Send + Sync + 'static
{
    /// The nearest number to `value`.
    fn of(value: f64) -> Self;

    /// The number as a double.
    fn double(self) -> f64;
}

impl Real for f32 {
    fn of(value: f64) -> Self {
        value as f32
    }

    fn double(self) -> f64 {
        f64::from(self)
    }
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }

    fn double(self) -> f64 {
        self
    }
}
