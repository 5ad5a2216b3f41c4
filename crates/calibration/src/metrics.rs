//! How good probabilities are: all three are 0 at best.

use classifier::argmax;
use ndarray::{ArrayView1, ArrayView2};

/// The mean of `-ln` of the probability of the true class.
///
/// A probability of less than `f64::EPSILON` counts as that much, as in scikit-learn: one image
/// whose class has probability 0 would make the mean infinite.
///
/// `probabilities` are `(n_images, n_classes)`, `labels` `(n_images,)`; NaN for no images.
///
/// ```
/// use ndarray::array;
/// let loss = calibration::metrics::log_loss(array![[0.5, 0.5], [0.0, 1.0]].view(), array![0, 1].view());
/// assert!((loss - 2f64.ln() / 2.0).abs() < 1e-15);
/// ```
///
/// # Panics
/// If the two differ in length, or a label is no class.
pub fn log_loss(probabilities: ArrayView2<'_, f64>, labels: ArrayView1<'_, usize>) -> f64 {
    mean(probabilities, labels, |probabilities, label| {
        -probabilities[label].max(f64::EPSILON).ln()
    })
}

/// The mean of the squared distance between the probabilities and those that know the class,
/// 1 for it and 0 for the others (Brier, Monthly Weather Review 78, 1950): 0 to 2.
///
/// `probabilities` are `(n_images, n_classes)`, `labels` `(n_images,)`; NaN for no images.
///
/// ```
/// use ndarray::array;
/// let score = calibration::metrics::brier_score(array![[0.5, 0.5], [0.0, 1.0]].view(), array![0, 1].view());
/// assert_eq!(score, 0.25);
/// ```
///
/// # Panics
/// If the two differ in length, or a label is no class.
pub fn brier_score(probabilities: ArrayView2<'_, f64>, labels: ArrayView1<'_, usize>) -> f64 {
    mean(probabilities, labels, |probabilities, label| {
        let squares: f64 = probabilities.iter().map(|p| p * p).sum();
        squares + 1.0 - 2.0 * probabilities[label]
    })
}

/// Bins of [`expected_calibration_error`].
const BINS: usize = 15;

/// How far confidence is from the share of right decisions: images are put into 15 bins of equal
/// width by the probability of their likeliest class, and the distances between the mean
/// probability and the share of right decisions in each bin are averaged, each bin with its share
/// of the images (Naeini, Cooper & Hauskrecht, AAAI 2015; with 15 bins, Guo et al., ICML 2017).
///
/// `probabilities` are `(n_images, n_classes)`, `labels` `(n_images,)`; NaN for no images.
///
/// ```
/// use ndarray::array;
/// use calibration::metrics::expected_calibration_error;
/// // Two images in a bin, of which one is right.
/// let error = expected_calibration_error(array![[0.9, 0.1], [0.1, 0.9]].view(), array![0, 0].view());
/// assert!((error - 0.4).abs() < 1e-15);
/// ```
///
/// # Panics
/// If the two differ in length.
pub fn expected_calibration_error(
    probabilities: ArrayView2<'_, f64>,
    labels: ArrayView1<'_, usize>,
) -> f64 {
    assert_eq!(probabilities.nrows(), labels.len(), "one row a label");
    // Sums of (confidence - whether it is right).
    let mut sums = [0.0; BINS];
    for (probabilities, &label) in probabilities.rows().into_iter().zip(labels) {
        let class = argmax(probabilities);
        let confidence = probabilities[class];
        // A bin contains its upper end.
        let bin = (confidence * BINS as f64).ceil() as usize;
        let is_right = f64::from(u8::from(class == label));
        sums[bin.clamp(1, BINS) - 1] += confidence - is_right;
    }
    sums.iter().map(|sum| sum.abs()).sum::<f64>() / labels.len() as f64
}

fn mean(
    probabilities: ArrayView2<'_, f64>,
    labels: ArrayView1<'_, usize>,
    of: impl Fn(ArrayView1<'_, f64>, usize) -> f64,
) -> f64 {
    assert_eq!(probabilities.nrows(), labels.len(), "one row a label");
    let pairs = probabilities.rows().into_iter().zip(labels);
    pairs.map(|(row, &label)| of(row, label)).sum::<f64>() / labels.len() as f64
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn a_probability_of_0_costs_as_much_as_the_smallest_that_counts() {
        let loss = log_loss(array![[1.0, 0.0]].view(), array![1].view());
        assert_eq!(loss, -f64::EPSILON.ln());
    }

    #[test]
    fn a_bin_contains_its_upper_end() {
        let probabilities = array![[1.0, 0.0], [0.95, 0.05]];
        let error = expected_calibration_error(probabilities.view(), array![1, 0].view());
        assert!((error - 0.475).abs() < 1e-15, "{error}");
    }
}
