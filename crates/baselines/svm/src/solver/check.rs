//! Whether a solution is one, in double precision.

use kernels::{Level, weighted_sum};

use super::problem::Failure;
use super::state::State;
use crate::Kernel;
use crate::samples::Samples;

/// Problems of no more samples are checked on all of them.
const ALL: usize = 2048;

/// Of larger ones, as many samples evenly spread are, and as many of those that violate
/// optimality most, half of either kind: about a hundredth of what training costs.
const SPREAD: usize = 32;

/// Samples whose kernel values are computed at a time.
const CHUNK: usize = 64;

/// What double precision takes of a kernel value, for each degree.
const ROUNDING: f64 = 4.0 * f64::EPSILON;

/// How much larger than asked for the recomputed gap may be.
const LEEWAY: f64 = 2.0;

/// What the kernel values of a machine must add up to at least, beside its bias; and the least
/// kernel value of images that are near.
const LEAST_REACH: f64 = 1.0 / (1u64 << 40) as f64;

/// Recomputes the errors of samples from kernel values in double precision, and the gap from
/// these.
pub(super) fn check(
    samples: &Samples,
    wanted: f64,
    state: &State<'_>,
    level: Level,
) -> Result<(), Failure> {
    let support: Vec<usize> = (0..state.len())
        .filter(|&index| state.alpha(index) > 0.0)
        .collect();
    let coefficients: Vec<f64> = support.iter().map(|&i| state.coefficient(i)).collect();
    let vectors = samples.select(&support);
    let columns = vectors.to_columns().map_err(Failure::Other)?;

    let (mut least, mut largest) = (f64::INFINITY, f64::NEG_INFINITY);
    let mut is_number = true;
    let is_gaussian = matches!(samples.geometry().kernel, Kernel::Gaussian { .. });
    let mut nearest = 0.0f64;
    let width = support.len().max(1);
    let mut values = vec![0.0; CHUNK * width];
    for chunk in checked(state).chunks(CHUNK) {
        let mut rows: Vec<&mut [f64]> = values
            .chunks_exact_mut(width)
            .map(|row| &mut row[..support.len()])
            .take(chunk.len())
            .collect();
        columns.kernel_rows(level, samples, chunk, &mut rows);
        for (&index, row) in chunk.iter().zip(rows) {
            let f = weighted_sum(level, &coefficients, row).expect("a coefficient for each");
            let error = f - state.sign(index);
            if is_gaussian {
                let others = support
                    .iter()
                    .zip(&*row)
                    .filter(|&(&other, _)| other != index);
                nearest = others.fold(nearest, |nearest, (_, &value)| value.max(nearest));
            }
            is_number &= error.is_finite();
            if state.can_grow(index) {
                least = least.min(error);
            }
            if state.can_shrink(index) {
                largest = largest.max(error);
            }
        }
    }
    let reach = reach(samples, &support, &coefficients);
    let degree = samples.geometry().kernel.degree();
    let rounding = ROUNDING * f64::from(degree) * reach;
    let gap = (largest - least).max(0.0) + 2.0 * rounding;
    let gap = if is_number { gap } else { f64::NAN };
    // Images all alike add up to nothing: that is no matter of precision.
    let bias = state.bias();
    if gap > LEEWAY * wanted || gap.is_nan() {
        Err(Failure::Imprecise { gap })
    } else if reach > 0.0 && reach < LEAST_REACH * bias.abs() {
        Err(Failure::Flat { reach, bias })
    } else if support.len() > 1 && is_gaussian && nearest < LEAST_REACH {
        Err(Failure::Isolated { nearest })
    } else {
        Ok(())
    }
}

/// What Σ α |k| of a typical image is at most, |k(x, y)| being at most √k(x, x) √k(y, y): in
/// proportion to it kernel values are rounded.
fn reach(samples: &Samples, support: &[usize], coefficients: &[f64]) -> f64 {
    let mut lengths: Vec<f64> = (support.iter())
        .map(|&index| samples.rounded_length(index))
        .collect();
    let weighted = coefficients.iter().zip(&lengths);
    let sum: f64 = weighted.map(|(c, length)| c.abs() * length).sum();
    let middle = lengths.len() / 2;
    let typical = match lengths.is_empty() {
        true => 0.0,
        false => *lengths.select_nth_unstable_by(middle, f64::total_cmp).1,
    };
    typical * sum
}

/// The samples to check.
fn checked(state: &State<'_>) -> Vec<usize> {
    let n = state.len();
    if n <= ALL {
        return (0..n).collect();
    }
    let mut chosen: Vec<usize> = (0..SPREAD).map(|rank| rank * n / SPREAD).collect();
    let mut growing: Vec<usize> = (0..n).filter(|&index| state.can_grow(index)).collect();
    let mut shrinking: Vec<usize> = (0..n).filter(|&index| state.can_shrink(index)).collect();
    let by_error = |&a: &usize, &b: &usize| state.error(a).total_cmp(&state.error(b));
    for (worst, descending) in [(&mut growing, false), (&mut shrinking, true)] {
        let count = (SPREAD / 2).min(worst.len());
        if count > 0 {
            worst.select_nth_unstable_by(count - 1, |a, b| {
                let order = by_error(a, b);
                if descending { order.reverse() } else { order }
            });
            chosen.extend(&worst[..count]);
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use ndarray::{Array2, array};

    use super::*;
    use crate::kernel::Geometry;
    use crate::samples::Space;

    /// What is found where all errors are said to be `error`, but are not.
    fn found(images: &Array2<f64>, error: f64) -> Result<(), Failure> {
        let geometry = Geometry {
            kernel: Kernel::Linear,
            normalise: false,
        };
        let space = Arc::new(Space::of_training(geometry, images.view()));
        let samples = Samples::new(&space, images.view()).unwrap();
        let signs: Vec<f64> = (0..samples.len())
            .map(|index| if index % 2 == 0 { 1.0 } else { -1.0 })
            .collect();
        let bounds = vec![1.0; signs.len()];
        let mut state = State::new(&signs, &bounds);
        state.errors_mut().fill(error);
        // It seems solved.
        assert_eq!(state.gap(), 0.0);
        check(&samples, 0.01, &state, Level::current())
    }

    #[test]
    fn a_gap_that_only_seems_closed_is_found_out() {
        let few = array![[0.0, 1.0], [1.0, 0.0]];
        let many = Array2::from_shape_fn((3 * ALL, 1), |(image, _)| (image % 7) as f64);
        for images in [few, many] {
            for error in [0.0, 1e9, f64::NAN] {
                assert!(matches!(
                    found(&images, error),
                    Err(Failure::Imprecise { gap }) if gap == 2.0
                ));
            }
        }
    }
}
