//! Errors and the confusion matrix.

use ndarray::{Array2, ArrayView1};

/// Images whose predicted class is not their label.
///
/// # Panics
/// If the two differ in length.
pub fn errors(predicted: ArrayView1<'_, usize>, labels: ArrayView1<'_, usize>) -> usize {
    assert_eq!(predicted.len(), labels.len(), "one prediction a label");
    predicted.iter().zip(labels).filter(|(p, l)| p != l).count()
}

/// Counts of images by true class (row) and predicted class (column).
///
/// # Panics
/// If the two differ in length or a class is not below `n_classes`.
pub fn confusion(
    predicted: ArrayView1<'_, usize>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
) -> Array2<u32> {
    assert_eq!(predicted.len(), labels.len(), "one prediction a label");
    let mut counts = Array2::zeros((n_classes, n_classes));
    for (&predicted, &label) in predicted.iter().zip(labels) {
        counts[[label, predicted]] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn counts_by_true_and_predicted_class() {
        let labels = array![0, 1, 1, 2];
        let predicted = array![0, 1, 2, 2];
        assert_eq!(errors(predicted.view(), labels.view()), 1);
        assert_eq!(
            confusion(predicted.view(), labels.view(), 3),
            array![[1, 0, 0], [0, 1, 1], [0, 0, 1]]
        );
    }
}
