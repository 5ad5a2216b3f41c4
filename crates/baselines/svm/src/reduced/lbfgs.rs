use std::collections::VecDeque;
use std::ops::ControlFlow;

use ndarray::{Array2, Zip};

use crate::SvmError;

/// Steps whose curvature is remembered.
const MEMORY: usize = 10;

/// Least decrease, of what the slope promises (Armijo).
const DECREASE: f64 = 1e-4;

/// Halvings of a step before the search is given up.
const HALVINGS: usize = 12;

/// One remembered step: by how much the point and the gradient changed.
struct Curvature {
    step: Array2<f64>,
    change: Array2<f64>,
    /// 1 / ⟨step, change⟩.
    inverse: f64,
}

/// Minimises by limited-memory BFGS with backtracking (Nocedal & Wright, *Numerical
/// Optimization*, algorithms 7.4 and 3.1).
///
/// `evaluate` gives a point's value and gradient. Returns the best point, and the values at
/// the start and after each step, which fall; `tell` is told of each step and its value.
pub(super) fn minimise(
    mut point: Array2<f64>,
    steps: usize,
    evaluate: impl Fn(&Array2<f64>) -> Result<(f64, Array2<f64>), SvmError>,
    tell: impl Fn(usize, f64) -> ControlFlow<()>,
) -> Result<(Array2<f64>, Vec<f64>), SvmError> {
    let (mut value, mut gradient) = evaluate(&point)?;
    let mut values = vec![value];
    let mut memory: VecDeque<Curvature> = VecDeque::with_capacity(MEMORY);
    for done in 1..=steps {
        let direction = descent(&memory, &gradient);
        let slope = dot(&direction, &gradient);
        if slope >= 0.0 || slope.is_nan() {
            break;
        }
        // Nothing tells the scale of the first step: a tenth of the point's length.
        let mut length = if memory.is_empty() {
            0.1 * (dot(&point, &point) / dot(&direction, &direction)).sqrt()
        } else {
            1.0
        };
        let mut accepted = None;
        for _ in 0..HALVINGS {
            let next = &point + &(length * &direction);
            let (next_value, next_gradient) = evaluate(&next)?;
            if next_value <= value + DECREASE * length * slope {
                accepted = Some((next, next_value, next_gradient));
                break;
            }
            length *= 0.5;
        }
        let Some((next, next_value, next_gradient)) = accepted else {
            break;
        };
        let (step, change) = (&next - &point, &next_gradient - &gradient);
        let curvature = dot(&step, &change);
        if curvature > 0.0 {
            if memory.len() == MEMORY {
                memory.pop_front();
            }
            memory.push_back(Curvature {
                step,
                change,
                inverse: 1.0 / curvature,
            });
        }
        (point, value, gradient) = (next, next_value, next_gradient);
        values.push(value);
        if tell(done, value).is_break() {
            return Err(SvmError::Stopped);
        }
    }
    Ok((point, values))
}

/// −H ∇ by the two-loop recursion.
fn descent(memory: &VecDeque<Curvature>, gradient: &Array2<f64>) -> Array2<f64> {
    let mut direction = -gradient;
    let mut weights = Vec::with_capacity(memory.len());
    for past in memory.iter().rev() {
        let weight = past.inverse * dot(&past.step, &direction);
        direction.scaled_add(-weight, &past.change);
        weights.push(weight);
    }
    if let Some(last) = memory.back() {
        direction *= 1.0 / (last.inverse * dot(&last.change, &last.change));
    }
    for (past, weight) in memory.iter().zip(weights.into_iter().rev()) {
        let correction = weight - past.inverse * dot(&past.change, &direction);
        direction.scaled_add(correction, &past.step);
    }
    direction
}

fn dot(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
    Zip::from(a).and(b).fold(0.0, |sum, a, b| sum + a * b)
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn finds_the_valley_of_rosenbrock() {
        let evaluate = |p: &Array2<f64>| {
            let (x, y) = (p[[0, 0]], p[[0, 1]]);
            let value = (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2);
            let by_x = -2.0 * (1.0 - x) - 400.0 * x * (y - x * x);
            Ok((value, array![[by_x, 200.0 * (y - x * x)]]))
        };
        let (point, values) = minimise(array![[-1.2, 1.0]], 100, evaluate, |_, _| {
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!((point[[0, 0]] - 1.0).abs() < 1e-5, "{point}");
        assert!((point[[0, 1]] - 1.0).abs() < 1e-5, "{point}");
        assert!(values.is_sorted_by(|a, b| a > b));
    }
}
