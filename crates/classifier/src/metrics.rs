//! Errors.

use ndarray::ArrayView1;

/// Images whose predicted class is not their label.
///
/// # Panics
/// If the two differ in length.
pub fn errors(predicted: ArrayView1<'_, usize>, labels: ArrayView1<'_, usize>) -> usize {
    assert_eq!(predicted.len(), labels.len(), "one prediction a label");
    predicted.iter().zip(labels).filter(|(p, l)| p != l).count()
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn images_of_another_class_are_counted() {
        let labels = array![0, 1, 1, 2];
        let predicted = array![0, 1, 2, 2];
        assert_eq!(errors(predicted.view(), labels.view()), 1);
    }
}
