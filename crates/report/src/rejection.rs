//! Rejection: how many images must be set aside until the rest are recognised well enough.

/// The smallest number of images to reject, those with the smallest margins first, so that at
/// most `error_rate` of the others are errors (the paper's Figure 10, at 0.005).
///
/// A threshold cannot tell images of equal margin apart, so they are rejected together. `None`
/// if no threshold below the largest margin gets there.
///
/// `margins[i]` is the gap between the two best class scores of image `i`, `correct[i]` whether
/// it was recognised.
///
/// ```
/// let margins = [0.1, 0.2, 0.9, 0.8];
/// let correct = [false, true, true, true];
/// assert_eq!(report::rejection::rejected(&margins, &correct, 0.0), Some(1));
/// ```
///
/// # Panics
/// If the two differ in length.
pub fn rejected(margins: &[f64], correct: &[bool], error_rate: f64) -> Option<usize> {
    assert_eq!(margins.len(), correct.len(), "one margin an image");
    let mut order: Vec<usize> = (0..margins.len()).collect();
    order.sort_by(|&a, &b| margins[a].total_cmp(&margins[b]));
    let mut errors = correct.iter().filter(|&&correct| !correct).count();
    let mut rejected = 0;
    for group in order.chunk_by(|&a, &b| margins[a] == margins[b]) {
        if errors as f64 <= error_rate * (order.len() - rejected) as f64 {
            return Some(rejected);
        }
        rejected += group.len();
        errors -= group.iter().filter(|&&image| !correct[image]).count();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_rejected_where_the_error_is_low_enough() {
        assert_eq!(rejected(&[1.0, 2.0], &[true, true], 0.005), Some(0));
        assert_eq!(rejected(&[1.0, 2.0], &[false, true], 0.5), Some(0));
    }

    #[test]
    fn equal_margins_go_together() {
        let correct = [true, false, true, true];
        assert_eq!(rejected(&[1.0, 1.0, 1.0, 2.0], &correct, 0.0), Some(3));
    }

    #[test]
    fn an_error_of_the_largest_margin_cannot_be_rejected() {
        assert_eq!(rejected(&[1.0, 2.0], &[true, false], 0.0), None);
    }

    #[test]
    fn is_the_smallest_of_all_thresholds() {
        let margins: Vec<f64> = (0..200).map(|i| f64::from(i * 37 % 101)).collect();
        let correct: Vec<bool> = (0..200).map(|i| i * 37 % 101 > i % 60).collect();
        let brute_force = margins
            .iter()
            .filter_map(|&threshold| {
                let kept: Vec<usize> = (0..200).filter(|&i| margins[i] >= threshold).collect();
                let errors = kept.iter().filter(|&&i| !correct[i]).count();
                (errors as f64 <= 0.05 * kept.len() as f64).then_some(200 - kept.len())
            })
            .min();
        assert!(brute_force.is_some_and(|n| n > 0));
        assert_eq!(rejected(&margins, &correct, 0.05), brute_force);
    }
}
