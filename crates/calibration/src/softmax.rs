use ndarray::{ArrayView1, ArrayViewMut1};

/// The largest of the numbers that are there, of which there is one.
fn largest(numbers: ArrayView1<'_, f64>, is_there: &[bool]) -> f64 {
    let there = numbers.iter().zip(is_there).filter(|&(_, &there)| there);
    there.map(|(&n, _)| n).fold(f64::NEG_INFINITY, f64::max)
}

/// The softmax of `factor` times the numbers that are there; 0 for the others.
///
/// Finite for all finite numbers and factors of 0 or more: of the two largest numbers that a
/// float can hold, of opposite signs, half the difference can still be held.
pub(crate) fn softmax(
    numbers: ArrayView1<'_, f64>,
    factor: f64,
    is_there: &[bool],
    mut probabilities: ArrayViewMut1<'_, f64>,
) {
    let half = 0.5 * largest(numbers, is_there);
    let mut sum = 0.0;
    for ((probability, &number), &there) in probabilities.iter_mut().zip(numbers).zip(is_there) {
        *probability = match there {
            true => (2.0 * (factor * (0.5 * number - half))).exp(),
            false => 0.0,
        };
        sum += *probability;
    }
    probabilities /= sum;
}
