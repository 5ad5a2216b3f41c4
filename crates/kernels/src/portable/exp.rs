/// Computes eˣ with a relative error of at most 2e-7, without a branch (`expf` of Moshier's
/// Cephes): 2ⁿ times a polynomial in x − n ln 2, where |x − n ln 2| ≤ ½ ln 2.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 88.0);
    // Adding 1.5 · 2²³ leaves no bits for a fraction, so the sum is rounded to an integer.
    const ROUND: f32 = 12_582_912.0;
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let n = rounded - ROUND;
    // ln 2 is split into two parts. The first part is so short that its product with n is exact.
    let r = x - n * 0.693_359_375 - n * -2.121_944_4e-4;
    let mut polynomial = 1.987_569_1e-4;
    for coefficient in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 0.166_666_66, 0.5] {
        polynomial = polynomial * r + coefficient;
    }
    let power_of_two = f32::from_bits(rounded.to_bits().wrapping_add(127) << 23);
    (polynomial * (r * r) + r + 1.0) * power_of_two
}

#[cfg(test)]
mod tests {
    use super::exp;

    #[test]
    fn stays_within_its_error() {
        for step in -87_000..=88_000 {
            let x = step as f32 / 1000.0;
            let exact = f64::from(x).exp();
            let relative = (f64::from(exp(x)) - exact) / exact;
            assert!(relative.abs() < 2e-7, "exp({x}) is off by {relative:e}");
        }
        assert_eq!(exp(-1e9), exp(-87.0));
        assert_eq!(exp(0.0), 1.0);
    }
}
