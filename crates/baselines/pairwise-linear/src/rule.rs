use ndarray::{ArrayView1, ArrayViewMut1};

use crate::PairwiseLinearError;
use crate::pairs::pairs;

/// The amplitude of the paper's squashing function (Appendix A). With a slope of 2/3, the function
/// maps ±1 to ±1.
const AMPLITUDE: f64 = 1.7159;

/// How the outputs of the units are combined into the score of a class.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// The sum of the outputs in favour of the class minus the sum of the outputs against it: the
    /// paper's rule with linear units.
    Sum,
    /// The same sum with squashed outputs, `1.7159 tanh(slope · a)`: the paper's rule with
    /// saturating units. The paper's squashing function has a slope of 2/3.
    Sigmoid {
        /// Slope at the origin, above zero.
        slope: f64,
    },
    /// The number of units that decide for the class. This is the limit of very steep sigmoids.
    ///
    /// If classes have equally many votes, the class with the larger [`Sum`](Self::Sum) `s` wins:
    /// the score is the number of votes plus `s / (4 + 4 |s|)`. A unit whose output is exactly 0
    /// counts half a vote for each of its classes.
    Vote,
}

/// A sigmoid with slope 8, which nearly saturates. It was the best on a validation set of MNIST.
impl Default for Rule {
    fn default() -> Self {
        Rule::Sigmoid { slope: 8.0 }
    }
}

impl Rule {
    pub(crate) fn check(self) -> Result<(), PairwiseLinearError> {
        match self {
            Rule::Sigmoid { slope } if !(slope.is_finite() && slope > 0.0) => {
                Err(PairwiseLinearError::InvalidSlope { slope })
            }
            Rule::Sum | Rule::Sigmoid { .. } | Rule::Vote => Ok(()),
        }
    }

    /// Writes the score of each class, given the `outputs` of all units.
    pub(crate) fn score(self, outputs: ArrayView1<'_, f64>, scores: ArrayViewMut1<'_, f64>) {
        match self {
            Rule::Sum => sum(outputs, scores, |output| output),
            Rule::Sigmoid { slope } => {
                sum(outputs, scores, |output| {
                    AMPLITUDE * (slope * output).tanh()
                });
            }
            Rule::Vote => vote(outputs, scores),
        }
    }
}

/// Adds the output of each unit `i/j` to the score of class `i` and subtracts it from the score of
/// class `j`.
fn sum(
    outputs: ArrayView1<'_, f64>,
    mut scores: ArrayViewMut1<'_, f64>,
    squash: impl Fn(f64) -> f64,
) {
    scores.fill(0.0);
    for ((i, j), &output) in pairs(scores.len()).zip(outputs) {
        let output = squash(output);
        scores[i] += output;
        scores[j] -= output;
    }
}

fn vote(outputs: ArrayView1<'_, f64>, mut scores: ArrayViewMut1<'_, f64>) {
    sum(outputs, scores.view_mut(), |output| output);
    scores.mapv_inplace(|sum| sum / (4.0 + 4.0 * sum.abs()));
    for ((i, j), &output) in pairs(scores.len()).zip(outputs) {
        let (for_i, for_j) = match output.total_cmp(&0.0) {
            _ if output == 0.0 => (0.5, 0.5),
            std::cmp::Ordering::Greater => (1.0, 0.0),
            _ => (0.0, 1.0),
        };
        scores[i] += for_i;
        scores[j] += for_j;
    }
}

#[cfg(test)]
mod tests {
    use ndarray::{Array1, array};

    use super::*;

    fn scores(rule: Rule, outputs: &Array1<f64>) -> Array1<f64> {
        let mut scores = Array1::from_elem(3, f64::NAN);
        rule.score(outputs.view(), scores.view_mut());
        scores
    }

    #[test]
    fn the_sum_is_for_less_against() {
        // 0/1 = 1, 0/2 = −3, 1/2 = 0.5
        let outputs = array![1.0, -3.0, 0.5];
        assert_eq!(scores(Rule::Sum, &outputs), array![-2.0, -0.5, 2.5]);
    }

    #[test]
    fn saturating_units_count_alike_however_large() {
        let outputs = array![1.0, -30.0, 0.5];
        let steep = scores(Rule::Sigmoid { slope: 1e6 }, &outputs);
        assert_eq!(steep, array![0.0, 0.0, 0.0]);
    }

    #[test]
    fn the_papers_sigmoid_keeps_its_targets() {
        let slope = 2.0 / 3.0;
        let all_for_0 = scores(Rule::Sigmoid { slope }, &array![1.0, 1.0, 1.0]);
        assert!(
            (all_for_0 - array![2.0, 0.0, -2.0])
                .iter()
                .all(|d| d.abs() < 1e-4)
        );
    }

    #[test]
    fn a_vote_outweighs_any_sum() {
        // Class 0 has two votes from very small outputs, class 2 has one vote from a huge output.
        let voted = scores(Rule::Vote, &array![1e-9, 1e-9, -1e12]);
        assert_eq!(classifier::argmax(voted.view()), 0);
    }

    #[test]
    fn equal_votes_are_decided_by_the_sum() {
        // 0 beats 1, 1 beats 2, 2 beats 0: each has one vote. Class 2 has the largest sum.
        let voted = scores(Rule::Vote, &array![0.2, -0.9, 0.3]);
        assert_eq!(voted.mapv(f64::round), array![1.0, 1.0, 1.0]);
        assert_eq!(classifier::argmax(voted.view()), 2);
    }

    #[test]
    fn a_unit_of_zero_counts_half_for_each() {
        assert_eq!(
            scores(Rule::Vote, &array![0.0, 0.0, 0.0]),
            array![1.0, 1.0, 1.0]
        );
    }
}
