//! The confidence interval of an error rate, the spread of several error rates, a test whether two
//! classifiers differ, and how far two orders agree.

/// Two-sided 95 % quantile of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The Wilson score interval, at 95 %, for a proportion with `errors` errors in `n` trials. Returns
/// the two bounds as proportions.
///
/// Wilson (1927), JASA 22:209–212. Unlike the textbook interval `p ± z·sqrt(p(1 − p)/n)`, it keeps
/// its coverage at the small error rates of this comparison, and it never leaves `[0, 1]`.
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

/// The mean of some values and their sample standard deviation (over n − 1). The standard deviation
/// is `None` for a single value.
///
/// # Panics
/// If there are no values.
pub fn mean_and_deviation(values: &[f64]) -> (f64, Option<f64>) {
    assert!(!values.is_empty(), "nothing to take the mean of");
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let deviation = (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt());
    (mean, deviation)
}

/// McNemar's exact test (McNemar 1947, Psychometrika 12:153–157) for two classifiers on the same
/// images. Some images are right for only one of the two classifiers: `only_first` for the first
/// and `only_second` for the second. The result is the two-sided p-value: the probability of a
/// split at least as uneven, if both classifiers are equally good.
///
/// ```
/// let p = report::statistics::mcnemar(2, 9);
/// assert!((p - 0.0654).abs() < 1e-4);
/// ```
pub fn mcnemar(only_first: usize, only_second: usize) -> f64 {
    let n = only_first + only_second;
    let fewer = only_first.min(only_second);
    // ln of C(n, i) / 2ⁿ, updated from each i to the next.
    let mut term = -(n as f64) * std::f64::consts::LN_2;
    let mut tail = 0.0;
    for i in 0..=fewer {
        tail += term.exp();
        term += ((n - i) as f64 / (i + 1) as f64).ln();
    }
    (2.0 * tail).min(1.0)
}

/// Kendall's τ of two orders of the same things, given by a value of each thing in each order: 1 for
/// the same order, −1 for the reverse. It is τ_b, which takes ties into account (Kendall 1945,
/// Biometrika 33:239–251). `None` if all values of one order are equal, or if there are fewer than two.
///
/// ```
/// let tau = report::statistics::kendall(&[(1.0, 2.0), (2.0, 1.0), (3.0, 4.0)]);
/// assert!((tau.unwrap() - 1.0 / 3.0).abs() < 1e-12);
/// ```
pub fn kendall(values: &[(f64, f64)]) -> Option<f64> {
    // Of pairs of things: those in the same order less those in the other, and those that each order
    // tells apart.
    let (mut agreement, mut by_first, mut by_second) = (0.0, 0.0, 0.0);
    for (index, a) in values.iter().enumerate() {
        for b in &values[..index] {
            let sign = |a: f64, b: f64| f64::from(a > b) - f64::from(a < b);
            let (first, second) = (sign(a.0, b.0), sign(a.1, b.1));
            agreement += first * second;
            by_first += first * first;
            by_second += second * second;
        }
    }
    let scale = (by_first * by_second).sqrt();
    (scale > 0.0).then(|| agreement / scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Computed by SciPy, `binomtest(k, n).proportion_ci(method="wilson")`.
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

    /// Computed by SciPy, `binomtest(b, b + c).pvalue`.
    #[test]
    fn the_exact_test_agrees_with_scipy() {
        for (only_first, only_second, p) in [
            (0, 0, 1.0),
            (0, 6, 0.03125),
            (5, 5, 1.0),
            (2, 9, 0.0654296875),
            (40, 70, 0.005447429511444476),
            (310, 415, 0.0001094222463274877),
            (900, 30, 6.071989797167172e-224),
        ] {
            let found = mcnemar(only_first, only_second);
            assert!(
                (found / p - 1.0).abs() < 1e-9,
                "{only_first}, {only_second}: {found}"
            );
            assert_eq!(found, mcnemar(only_second, only_first));
        }
    }

    /// Computed by SciPy, `kendalltau`.
    #[test]
    fn kendalls_tau_agrees_with_scipy() {
        let first = [12.0, 2.0, 1.0, 12.0, 2.0];
        let second = [1.0, 4.0, 7.0, 1.0, 0.0];
        let pairs: Vec<(f64, f64)> = first.into_iter().zip(second).collect();
        let tau = kendall(&pairs).unwrap();
        assert!((tau - -0.471_404_520_791_031_73).abs() < 1e-12, "{tau}");
        let same: Vec<_> = first.map(|value| (value, 2.0 * value)).into();
        assert!((kendall(&same).unwrap() - 1.0).abs() < 1e-12);
        assert_eq!(kendall(&[(1.0, 1.0), (1.0, 2.0)]), None);
        assert_eq!(kendall(&[]), None);
    }

    #[test]
    fn the_deviation_is_that_of_a_sample() {
        assert_eq!(mean_and_deviation(&[2.0]), (2.0, None));
        assert_eq!(mean_and_deviation(&[1.0, 2.0, 3.0]), (2.0, Some(1.0)));
    }
}
