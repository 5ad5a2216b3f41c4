use std::ops::AddAssign;

/// How an answer differs from the truth, in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Edits {
    /// Characters that were taken for others.
    pub substitutions: usize,
    /// Characters of the answer that the truth does not have.
    pub insertions: usize,
    /// Characters of the truth that the answer does not have.
    pub deletions: usize,
}

impl Edits {
    /// All of them: the least number of changes that make the answer of the truth.
    pub fn total(&self) -> usize {
        self.substitutions + self.insertions + self.deletions
    }
}

impl AddAssign for Edits {
    fn add_assign(&mut self, other: Self) {
        self.substitutions += other.substitutions;
        self.insertions += other.insertions;
        self.deletions += other.deletions;
    }
}

/// Aligns an answer with the truth by as few edits as possible.
///
/// There may be several such alignments, and their kinds of edits differ. This one is traced back
/// from the ends of both, and takes the first step that costs no more than needed: on both (the
/// characters are equal, or one is a substitution), then on the truth (a deletion), then on the
/// answer (an insertion).
///
/// ```
/// let edits = report::strings::edits(b"35140", b"3540");
/// assert_eq!((edits.substitutions, edits.insertions, edits.deletions), (0, 0, 1));
/// ```
pub fn edits(truth: &[u8], answer: &[u8]) -> Edits {
    let least = least_edits(truth, answer);
    let (mut t, mut a) = (truth.len(), answer.len());
    let mut edits = Edits::default();
    while (t, a) != (0, 0) {
        let here = least[t][a];
        let differ = |t: usize, a: usize| usize::from(truth[t - 1] != answer[a - 1]);
        if t > 0 && a > 0 && here == least[t - 1][a - 1] + differ(t, a) {
            edits.substitutions += differ(t, a);
            (t, a) = (t - 1, a - 1);
        } else if t > 0 && here == least[t - 1][a] + 1 {
            edits.deletions += 1;
            t -= 1;
        } else {
            edits.insertions += 1;
            a -= 1;
        }
    }
    edits
}

/// The least number of edits from each beginning of the truth to each beginning of the answer.
fn least_edits(truth: &[u8], answer: &[u8]) -> Vec<Vec<usize>> {
    let mut least = vec![vec![0; answer.len() + 1]; truth.len() + 1];
    for t in 0..=truth.len() {
        for a in 0..=answer.len() {
            least[t][a] = match (t, a) {
                (0, _) => a,
                (_, 0) => t,
                _ => {
                    let differ = usize::from(truth[t - 1] != answer[a - 1]);
                    let both = least[t - 1][a - 1] + differ;
                    both.min(least[t - 1][a] + 1).min(least[t][a - 1] + 1)
                }
            };
        }
    }
    least
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn agrees_with_a_table_by_hand() {
        for (truth, answer, (substitutions, insertions, deletions)) in [
            ("12345", "12345", (0, 0, 0)),
            ("12345", "12845", (1, 0, 0)),
            ("12345", "1245", (0, 0, 1)),
            ("12345", "123945", (0, 1, 0)),
            ("12345", "", (0, 0, 5)),
            ("", "123", (0, 3, 0)),
            ("11", "1", (0, 0, 1)),
            ("123", "321", (2, 0, 0)),
            // Two substitutions cost as much as a deletion and an insertion. The diagonal is first.
            ("12", "21", (2, 0, 0)),
            // 1|23|4 to 23|5|4: here a deletion and an insertion are cheaper.
            ("1234", "2354", (0, 1, 1)),
            ("00000", "80", (1, 0, 3)),
        ] {
            let expected = Edits {
                substitutions,
                insertions,
                deletions,
            };
            let found = edits(truth.as_bytes(), answer.as_bytes());
            assert_eq!(found, expected, "{truth} {answer}");
        }
    }

    /// The definition: the last characters are aligned, or one of them is alone.
    fn distance(truth: &[u8], answer: &[u8]) -> usize {
        match (truth, answer) {
            ([], rest) | (rest, []) => rest.len(),
            ([truth @ .., t], [answer @ .., a]) => {
                let both = distance(truth, answer) + usize::from(t != a);
                let deleted = distance(truth, &[answer, &[*a]].concat()) + 1;
                let inserted = distance(&[truth, &[*t]].concat(), answer) + 1;
                both.min(deleted).min(inserted)
            }
        }
    }

    proptest! {
        #[test]
        fn is_the_distance_of_the_definition(
            truth in vec(0..3u8, 0..6),
            answer in vec(0..3u8, 0..6),
        ) {
            let found = edits(&truth, &answer);
            prop_assert_eq!(found.total(), distance(&truth, &answer));
            let longer = truth.len() + found.insertions;
            prop_assert_eq!(longer, answer.len() + found.deletions);
        }
    }
}
