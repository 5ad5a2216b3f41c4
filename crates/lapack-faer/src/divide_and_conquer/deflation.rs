//! What of the rank-one matrix can be left out.

use faer::MatMut;
use faer::traits::math_utils::abs;

use super::ascending;
use crate::eigen::Real;

/// Which rows of an eigenvector of D are not zero: those of the first half, of the second, or,
/// after a rotation, of both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rows {
    First,
    Both,
    Second,
}

/// The columns that take part, ascending in `d`, and those that do not.
///
/// As LAPACK's `DLAED2`: what is not greater than eight roundings of the largest number is
/// negligible.
pub(super) fn deflate<T: Real>(
    d: &mut [T],
    z: &mut [T],
    rho: T,
    rows: &mut [Rows],
    mut vectors: MatMut<'_, T>,
) -> (Vec<usize>, Vec<usize>) {
    let largest = |values: &[T]| values.iter().fold(T::zero(), |m, v| m.max(abs(v)));
    let tolerance = T::from(4.0).expect("small") * T::epsilon() * largest(d).max(largest(z));
    let (mut kept, mut deflated) = (Vec::new(), Vec::new());
    let mut last: Option<usize> = None;
    for j in ascending(d) {
        if rho * abs(&z[j]) <= tolerance {
            deflated.push(j);
            continue;
        }
        if let Some(i) = last.replace(j) {
            let length = z[i].hypot(z[j]);
            let (c, s) = (z[j] / length, z[i] / length);
            if abs(&((d[j] - d[i]) * c * s)) > tolerance {
                kept.push(i);
                continue;
            }
            (z[i], z[j]) = (T::zero(), length);
            (d[i], d[j]) = (c * c * d[i] + s * s * d[j], s * s * d[i] + c * c * d[j]);
            if rows[i] != rows[j] {
                (rows[i], rows[j]) = (Rows::Both, Rows::Both);
            }
            for row in 0..vectors.nrows() {
                let (a, b) = (vectors[(row, i)], vectors[(row, j)]);
                vectors[(row, i)] = c * a - s * b;
                vectors[(row, j)] = s * a + c * b;
            }
            deflated.push(i);
        }
    }
    kept.extend(last);
    (kept, deflated)
}
