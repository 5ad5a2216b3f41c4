use faer::traits::RealField;

/// An element type whose numbers are a fraction times a power of two.
pub(crate) trait Real: RealField + Copy {
    /// The largest power of two up to the positive `self`, but at least the smallest normal
    /// number, so that it has a reciprocal.
    fn power_of_two_below(self) -> Self;
}

macro_rules! real {
    ($real:ident) => {
        impl Real for $real {
            fn power_of_two_below(self) -> $real {
                let exponent = $real::INFINITY.to_bits();
                $real::from_bits(self.to_bits() & exponent).max($real::MIN_POSITIVE)
            }
        }
    };
}

real!(f32);
real!(f64);
