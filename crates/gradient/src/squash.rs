use crate::Real;

/// The function that turns a unit's weighted sum `a` into its state `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Squash {
    /// `x = a`.
    Identity,
    /// `x = tanh(a)`.
    Tanh,
    /// `x = A tanh(S a)` with `A` = 1.7159 and `S` = 2/3 (Appendix A). So f(±1) = ±1, and the
    /// absolute value of the second derivative is largest at ±1.
    ScaledTanh,
}

impl Squash {
    /// The amplitude of [`ScaledTanh`](Self::ScaledTanh).
    pub const A: f64 = 1.7159;
    /// Its slope at the origin, divided by `A`.
    pub const S: f64 = 2.0 / 3.0;

    /// Returns `(A, S)` of the function written as `A tanh(S a)`; `None` for the identity.
    pub fn scale(self) -> Option<(f64, f64)> {
        match self {
            Self::Identity => None,
            Self::Tanh => Some((1.0, 1.0)),
            Self::ScaledTanh => Some((Self::A, Self::S)),
        }
    }

    /// f(a).
    pub fn apply<T: Real>(self, a: T) -> T {
        match self.scale() {
            None => a,
            Some((amplitude, slope)) => T::of(amplitude) * (T::of(slope) * a).tanh(),
        }
    }

    /// f'(a), from the state x = f(a).
    pub fn derivative<T: Real>(self, x: T) -> T {
        match self.scale() {
            None => T::one(),
            Some((amplitude, slope)) => {
                let amplitude = T::of(amplitude);
                T::of(slope) / amplitude * (amplitude - x) * (amplitude + x)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scaled_tanh_is_the_appendix_s() {
        let f = Squash::ScaledTanh;
        assert!((f.apply(1.0f64) - 1.0).abs() < 1e-5);
        assert!((f.apply(-1.0f64) + 1.0).abs() < 1e-5);
        assert!((f.derivative(0.0f64) - 1.1439).abs() < 1e-4);
    }

    #[test]
    fn derivatives_are_those_of_the_function() {
        let h = 1e-5;
        for f in [Squash::Identity, Squash::Tanh, Squash::ScaledTanh] {
            for a in [-2.5f64, -0.3, 0.0, 0.7, 3.1] {
                let slope = (f.apply(a + h) - f.apply(a - h)) / (2.0 * h);
                assert!(
                    (f.derivative(f.apply(a)) - slope).abs() < 1e-8,
                    "{f:?} at {a}"
                );
            }
        }
    }
}
