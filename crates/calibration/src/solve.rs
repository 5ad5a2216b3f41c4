/// Where an increasing function passes zero, between `low`, where it is below, and `high`, where
/// it is not; `function` also gives the derivative.
///
/// Newton's method, by bisection wherever that leaves the bracket or does not halve the step
/// before (Press et al., Numerical Recipes, section 9.4).
pub(crate) fn root(function: impl Fn(f64) -> (f64, f64), (mut low, mut high): (f64, f64)) -> f64 {
    let mut at = low;
    let mut last_step = high - low;
    for _ in 0..MOST_STEPS {
        let (value, derivative) = function(at);
        match value < 0.0 {
            true => low = at,
            false => high = at,
        }
        let newton = at - value / derivative;
        // What is not a number is not inside, either.
        let is_inside = newton >= low && newton <= high;
        let halves = (newton - at).abs() <= 0.5 * last_step;
        let next = match is_inside && halves {
            true => newton,
            false => low + 0.5 * (high - low),
        };
        last_step = (next - at).abs();
        at = next;
        if last_step <= 2.0 * f64::EPSILON * at {
            break;
        }
    }
    at
}

/// Bisection alone takes as many where the root is 10⁻²⁰ of the bracket.
const MOST_STEPS: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_root_is_found_where_newton_alone_runs_away() {
        let arctangent = |x: f64| ((x - 3.0).atan(), 1.0 / (1.0 + (x - 3.0).powi(2)));
        assert!((root(arctangent, (0.0, 1e6)) - 3.0).abs() < 1e-14);
    }

    #[test]
    fn a_root_is_found_where_the_function_is_flat_on_both_sides() {
        let steep = |x: f64| ((1e9 * (x - 0.25)).tanh(), 0.0);
        assert!((root(steep, (0.0, 1.0)) - 0.25).abs() < 1e-15);
    }
}
