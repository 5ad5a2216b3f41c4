use ndarray::ArrayViewMut1;

/// Writes the score of each class: its votes among the neighbours, and half of how near the
/// nearest of them is on the scale `scale` of squared distances.
///
/// `neighbours` are squared distances and classes, the nearest first.
pub(crate) fn score(
    neighbours: impl Iterator<Item = (f64, usize)>,
    scale: f64,
    mut scores: ArrayViewMut1<'_, f64>,
) {
    scores.fill(0.0);
    for (squared_distance, class) in neighbours {
        if scores[class] == 0.0 {
            scores[class] = 0.5 * scale / (scale + squared_distance);
        }
        scores[class] += 1.0;
    }
}

#[cfg(test)]
mod tests {
    use classifier::argmax;
    use ndarray::Array1;

    use super::*;

    fn scores(neighbours: &[(f64, usize)]) -> Array1<f64> {
        let mut scores = Array1::from_elem(3, f64::NAN);
        score(neighbours.iter().copied(), 1e6, scores.view_mut());
        scores
    }

    #[test]
    fn more_votes_win_however_far() {
        let scores = scores(&[(0.0, 2), (9e5, 1), (9e5, 1)]);
        assert_eq!(argmax(scores.view()), 1);
        assert_eq!(scores[0], 0.0);
    }

    #[test]
    fn the_nearest_decides_a_tie() {
        assert_eq!(argmax(scores(&[(4.0, 2), (5.0, 1), (6.0, 0)]).view()), 2);
        assert_eq!(
            argmax(scores(&[(1.0, 2), (2.0, 1), (2.0, 1), (9.0, 2)]).view()),
            2
        );
    }

    #[test]
    fn equally_near_classes_are_decided_by_their_order() {
        assert_eq!(argmax(scores(&[(4.0, 2), (4.0, 1)]).view()), 1);
    }

    #[test]
    fn unanimous_votes_are_surer_the_nearer_they_are() {
        let gap = |d| scores(&[(d, 1), (d, 1), (d, 1)])[1];
        assert!(gap(10.0) > gap(11.0));
    }
}
