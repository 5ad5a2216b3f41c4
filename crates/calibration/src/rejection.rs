//! Rejection: how many images must be set aside until the rest are recognised well enough, and
//! by which threshold.

/// Images set aside, and the threshold that does it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rejection {
    /// How many images are rejected.
    pub rejected: usize,
    /// The smallest confidence that is accepted: reject what is below.
    pub threshold: f64,
}

/// The smallest number of images to reject, those of the least confidence first, so that at
/// most `error_rate` of the others are errors (the paper's Figure 10, at 0.005).
///
/// A threshold cannot tell images of equal confidence apart, so they are rejected together.
/// `None` if no threshold gets there that accepts an image; so for a rate that is negative or
/// not a number.
///
/// `confidences[i]` is how sure the decision on image `i` is: a probability, or the gap between
/// the two best class scores; `correct[i]` says whether it was right.
///
/// ```
/// use calibration::rejection::reject_at;
///
/// let margins = [0.1, 0.2, 0.9, 0.8];
/// let correct = [false, true, true, true];
/// let rejection = reject_at(&margins, &correct, 0.0).expect("some are sure enough");
/// assert_eq!(rejection.rejected, 1);
/// assert_eq!(rejection.threshold, 0.2);
/// ```
///
/// # Panics
/// If the two differ in length.
pub fn reject_at(confidences: &[f64], correct: &[bool], error_rate: f64) -> Option<Rejection> {
    assert_eq!(
        confidences.len(),
        correct.len(),
        "one confidence a decision"
    );
    let mut order: Vec<usize> = (0..confidences.len()).collect();
    order.sort_by(|&a, &b| confidences[a].total_cmp(&confidences[b]));
    let mut errors = correct.iter().filter(|&&correct| !correct).count();
    let mut rejected = 0;
    for group in order.chunk_by(|&a, &b| confidences[a] == confidences[b]) {
        if errors as f64 <= error_rate * (order.len() - rejected) as f64 {
            return Some(Rejection {
                rejected,
                threshold: confidences[group[0]],
            });
        }
        rejected += group.len();
        errors -= group.iter().filter(|&&image| !correct[image]).count();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rejected(confidences: &[f64], correct: &[bool], error_rate: f64) -> Option<usize> {
        reject_at(confidences, correct, error_rate).map(|rejection| rejection.rejected)
    }

    #[test]
    fn nothing_is_rejected_where_the_error_is_low_enough() {
        assert_eq!(rejected(&[1.0, 2.0], &[true, true], 0.005), Some(0));
        assert_eq!(rejected(&[1.0, 2.0], &[false, true], 0.5), Some(0));
    }

    #[test]
    fn equal_confidences_go_together() {
        let correct = [true, false, true, true];
        assert_eq!(rejected(&[1.0, 1.0, 1.0, 2.0], &correct, 0.0), Some(3));
    }

    #[test]
    fn an_error_of_the_largest_confidence_cannot_be_rejected() {
        assert_eq!(rejected(&[1.0, 2.0], &[true, false], 0.0), None);
    }

    #[test]
    fn no_image_meets_a_rate_that_is_no_share() {
        assert_eq!(rejected(&[1.0, 2.0], &[true, true], -0.1), None);
        assert_eq!(rejected(&[1.0, 2.0], &[true, true], f64::NAN), None);
        assert_eq!(rejected(&[], &[], 0.5), None);
    }

    #[test]
    fn is_the_smallest_of_all_thresholds() {
        let confidences: Vec<f64> = (0..200).map(|i| f64::from(i * 37 % 101)).collect();
        let correct: Vec<bool> = (0..200).map(|i| i * 37 % 101 > i % 60).collect();
        let brute_force = confidences
            .iter()
            .filter_map(|&threshold| {
                let kept: Vec<usize> = (0..200).filter(|&i| confidences[i] >= threshold).collect();
                let errors = kept.iter().filter(|&&i| !correct[i]).count();
                let rejected = 200 - kept.len();
                (errors as f64 <= 0.05 * kept.len() as f64).then_some((rejected, threshold))
            })
            .min_by_key(|&(rejected, _)| rejected);
        let (rejected, threshold) = brute_force.unwrap();
        assert!(rejected > 0);
        let expected = Rejection {
            rejected,
            threshold,
        };
        assert_eq!(reject_at(&confidences, &correct, 0.05), Some(expected));
    }
}
