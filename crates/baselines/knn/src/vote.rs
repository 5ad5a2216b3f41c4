use ndarray::ArrayViewMut1;

/// Of the largest weight, what decides a tie of weighted votes: more than their sums are rounded.
const TIE: f64 = 1.0 / (1 << 20) as f64;

/// What the votes of the training images count.
#[derive(Clone, Debug)]
pub(crate) struct Votes {
    /// That of each training image; 1 without.
    weights: Option<Vec<f32>>,
    /// What the nearest neighbour of a class adds to its score at most.
    tie: f64,
}

impl Votes {
    pub(crate) fn of(weights: Option<Vec<f32>>) -> Self {
        let largest = (weights.iter().flatten()).fold(0.0, |most: f64, &w| most.max(w.into()));
        let tie = if weights.is_some() {
            TIE * largest
        } else {
            1.0
        };
        let tie = 0.5 * tie;
        Self { weights, tie }
    }

    pub(crate) fn weights(&self) -> Option<&[f32]> {
        self.weights.as_deref()
    }

    /// Writes the score of each class: its votes among the neighbours, and how near the nearest
    /// of them is, which decides ties.
    ///
    /// `neighbours` are how close each is, from 0 to 1, its class and its training image, the
    /// nearest first.
    pub(crate) fn count(
        &self,
        neighbours: impl Iterator<Item = (f64, usize, usize)>,
        mut scores: ArrayViewMut1<'_, f64>,
    ) {
        scores.fill(0.0);
        for (closeness, class, image) in neighbours {
            if scores[class] == 0.0 {
                scores[class] = self.tie * closeness;
            }
            let weights = self.weights.as_ref();
            scores[class] += weights.map_or(1.0, |weights| f64::from(weights[image]));
        }
    }
}

#[cfg(test)]
mod tests {
    use classifier::argmax;
    use ndarray::Array1;

    use super::*;

    fn scores(weights: Option<Vec<f32>>, neighbours: &[(f64, usize)]) -> Array1<f64> {
        let mut scores = Array1::from_elem(3, f64::NAN);
        let neighbours = neighbours.iter().enumerate();
        Votes::of(weights).count(
            neighbours.map(|(image, &(closeness, class))| (closeness, class, image)),
            scores.view_mut(),
        );
        scores
    }

    fn decided(neighbours: &[(f64, usize)]) -> usize {
        argmax(scores(None, neighbours).view())
    }

    #[test]
    fn more_votes_win_however_far() {
        let scores = scores(None, &[(1.0, 2), (0.1, 1), (0.1, 1)]);
        assert_eq!(argmax(scores.view()), 1);
        assert_eq!(scores[0], 0.0);
    }

    #[test]
    fn the_nearest_decides_a_tie() {
        assert_eq!(decided(&[(0.6, 2), (0.5, 1), (0.4, 0)]), 2);
        assert_eq!(decided(&[(0.9, 2), (0.8, 1), (0.8, 1), (0.1, 2)]), 2);
    }

    #[test]
    fn equally_near_classes_are_decided_by_their_order() {
        assert_eq!(decided(&[(0.4, 2), (0.4, 1)]), 1);
    }

    #[test]
    fn unanimous_votes_are_surer_the_nearer_they_are() {
        let gap = |closeness| scores(None, &[(closeness, 1); 3])[1];
        assert!(gap(0.9) > gap(0.8));
    }

    #[test]
    fn weights_are_votes_and_the_nearest_still_decides_a_tie() {
        let decided = |weights: [f32; 3], neighbours: &[(f64, usize)]| {
            argmax(scores(Some(weights.into()), neighbours).view())
        };
        assert_eq!(decided([2.1, 1.0, 1.0], &[(0.9, 2), (0.5, 1), (0.5, 1)]), 2);
        assert_eq!(decided([1.9, 1.0, 1.0], &[(0.9, 2), (0.5, 1), (0.5, 1)]), 1);
        // 0.1 + 0.2 and 0.3 are not the same number.
        assert_eq!(decided([0.3, 0.1, 0.2], &[(0.9, 2), (0.5, 1), (0.5, 1)]), 2);
        assert_eq!(decided([0.1, 0.3, 0.2], &[(0.9, 1), (0.5, 2), (0.5, 1)]), 1);
        assert_eq!(decided([1e-30; 3], &[(0.9, 1), (0.5, 2), (0.5, 0)]), 1);
    }
}
