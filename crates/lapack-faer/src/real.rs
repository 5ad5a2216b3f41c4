use faer::traits::RealField;

/// A floating-point element type in base 2.
pub(crate) trait Real: RealField + Copy {
    /// The largest power of two that is not larger than the positive `self`. It is at least the
    /// smallest normal number, so that it has a reciprocal.
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
