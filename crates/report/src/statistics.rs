//! The interval of an error rate.

/// Two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The Wilson score interval, at 95 %, of a proportion of which `errors` of `n` were seen:
/// the bounds as proportions.
///
/// Wilson (1927), JASA 22:209–212. Unlike the textbook `p ± z·sqrt(p(1 − p)/n)` it keeps its
/// coverage at the small error rates of this comparison, and never leaves `[0, 1]`.
///
/// ```
/// let (low, high) = report::statistics::wilson(95, 10_000);
/// assert!((low - 0.00778).abs() < 1e-5 && (high - 0.01160).abs() < 1e-5);
/// ```
///
/// # Panics
/// If `n` is zero or `errors` exceeds it.
pub fn wilson(errors: usize, n: usize) -> (f64, f64) {
    assert!(0 < n && errors <= n, "{errors} of {n} is no proportion");
    let (p, n) = (errors as f64 / n as f64, n as f64);
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SciPy, `binomtest(k, n).proportion_ci(method="wilson")`.
    #[test]
    fn agrees_with_scipy() {
        for (errors, n, low, high) in [
            (0, 100, 0.0, 0.036_993_498_2),
            (5, 100, 0.021_543_679_2, 0.111_750_469_2),
            (100, 100, 0.963_006_501_8, 1.0),
        ] {
            let (l, h) = wilson(errors, n);
            assert!((l - low).abs() < 1e-9, "{errors}/{n}: {l} for {low}");
            assert!((h - high).abs() < 1e-9, "{errors}/{n}: {h} for {high}");
        }
    }
}
