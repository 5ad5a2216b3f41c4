use ndarray::{Array2, ArrayView1, ArrayView2, ArrayViewMut1};

/// The largest of the numbers that are there, of which there is one.
fn largest(numbers: ArrayView1<'_, f64>, is_there: &[bool]) -> f64 {
    let there = numbers.iter().zip(is_there).filter(|&(_, &there)| there);
    there.map(|(&n, _)| n).fold(f64::NEG_INFINITY, f64::max)
}

/// The softmax of each image's scores `(n_images, n_classes)` over a temperature above 0: with 1
/// what scores are worth before calibration.
///
/// ```
/// use ndarray::array;
/// let scores = array![[0.0, 3f64.ln()]];
/// let probabilities = calibration::softmax(scores.view(), 1.0);
/// assert!((probabilities[[0, 1]] - 0.75).abs() < 1e-12);
/// ```
pub fn softmax(scores: ArrayView2<'_, f64>, temperature: f64) -> Array2<f64> {
    softmax_of_all(scores, 1.0 / temperature, &vec![true; scores.ncols()])
}

/// [`softmax_of`] the scores of each image.
pub(crate) fn softmax_of_all(
    scores: ArrayView2<'_, f64>,
    factor: f64,
    is_there: &[bool],
) -> Array2<f64> {
    let mut probabilities = Array2::zeros(scores.dim());
    for (scores, row) in scores.rows().into_iter().zip(probabilities.rows_mut()) {
        softmax_of(scores, factor, is_there, row);
    }
    probabilities
}

/// The softmax of `factor` times the numbers that are there; 0 for the others.
///
/// Finite for all finite numbers and factors of 0 or more: of the two largest numbers that a
/// float can hold, of opposite signs, half the difference can still be held.
pub(crate) fn softmax_of(
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
