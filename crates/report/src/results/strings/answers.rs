use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::numbers::rounded;
use crate::strings::StringOutcome;

/// `strings-answers.csv`: what each row read on each string. A line is a string and a row.
///
/// It has the first order of the test images. The records have all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StringAnswers {
    /// By set and order.
    sets: BTreeMap<(String, u64), SetAnswers>,
}

/// The strings of one order of a set, and what each row read on them.
#[derive(Clone, Debug, Default, PartialEq)]
struct SetAnswers {
    truth: Vec<String>,
    given: BTreeMap<String, Vec<GivenString>>,
}

/// What a row read on one string.
#[derive(Clone, Debug, PartialEq)]
pub struct GivenString {
    /// The digits.
    pub digits: String,
    /// The probability of the answer, with six decimals.
    pub confidence: f64,
}

/// One line of `strings-answers.csv`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnswerLine {
    set: String,
    order: u64,
    string: usize,
    truth: String,
    row: String,
    answer: String,
    confidence: f64,
}

/// The order of the test images that the results are made of.
const FIRST: u64 = 1;

impl StringAnswers {
    /// Sets the answers of the outcome's row on its set. If the set has other strings than before,
    /// the answers of the other rows go.
    pub(super) fn insert(&mut self, outcome: &StringOutcome) {
        let (run, order) = (&outcome.run, outcome.first_order());
        let set = self.sets.entry((run.set.clone(), FIRST)).or_default();
        if set.truth != order.truth {
            set.given.clear();
            set.truth.clone_from(&order.truth);
        }
        let given = order.answers.iter().map(|answer| GivenString {
            digits: answer.digits.clone(),
            confidence: rounded(answer.confidence, 6),
        });
        set.given.insert(run.row.clone(), given.collect());
    }

    /// What is written on the strings of a set. It is empty if no row has read them.
    pub fn truth(&self, set: &str) -> &[String] {
        self.of_set(set).map_or(&[], |set| &set.truth)
    }

    /// What a row read on the strings of a set.
    pub fn get(&self, row: &str, set: &str) -> Option<&[GivenString]> {
        self.of_set(set)?.given.get(row).map(Vec::as_slice)
    }

    /// For each string of a set, whether a row read it correctly.
    pub fn correct(&self, row: &str, set: &str) -> Option<Vec<bool>> {
        let pairs = self.get(row, set)?.iter().zip(self.truth(set));
        Some(pairs.map(|(given, truth)| given.digits == *truth).collect())
    }

    /// Keeps only the rows and sets for which `keep` returns true.
    pub(super) fn retain(&mut self, keep: impl Fn(&str, &str) -> bool) {
        for ((name, _), set) in &mut self.sets {
            set.given.retain(|row, _| keep(row, name));
        }
        self.sets.retain(|_, set| !set.given.is_empty());
    }

    fn of_set(&self, set: &str) -> Option<&SetAnswers> {
        self.sets.get(&(set.to_owned(), FIRST))
    }

    /// Makes the answers from these lines.
    ///
    /// # Errors
    /// A description of what is wrong with the lines.
    pub(super) fn from_lines(lines: Vec<AnswerLine>) -> Result<Self, String> {
        let mut read = Self::default();
        for line in lines {
            let place = format!("string {} of {} on {}", line.string, line.row, line.set);
            let set = read.sets.entry((line.set, line.order)).or_default();
            let given = set.given.entry(line.row).or_default();
            if line.string != given.len() {
                return Err(format!("{place} where {} is due", given.len()));
            }
            match set.truth.get(line.string) {
                None => set.truth.push(line.truth),
                Some(truth) if *truth == line.truth => (),
                Some(truth) => {
                    let other = &line.truth;
                    return Err(format!("{place} is {other}, but {truth} of another row"));
                }
            }
            given.push(GivenString {
                digits: line.answer,
                confidence: line.confidence,
            });
        }
        for ((name, _), set) in &read.sets {
            let short = |given: &&Vec<GivenString>| given.len() != set.truth.len();
            if let Some(given) = set.given.values().find(short) {
                let (n, all) = (given.len(), set.truth.len());
                return Err(format!("{n} answers of a row to {all} strings of {name}"));
            }
        }
        Ok(read)
    }

    /// The lines, with the sets and the rows in the order of `sets` and `ids`.
    pub(super) fn lines(&self, ids: &[&str], sets: &[&str]) -> Vec<AnswerLine> {
        let mut lines = Vec::new();
        for name in sets {
            let Some(set) = self.of_set(name) else {
                continue;
            };
            for row in ids {
                let given = set.given.get(*row).map_or(&[][..], Vec::as_slice);
                for (string, (given, truth)) in given.iter().zip(&set.truth).enumerate() {
                    lines.push(AnswerLine {
                        set: (*name).into(),
                        order: FIRST,
                        string,
                        truth: truth.clone(),
                        row: (*row).into(),
                        answer: given.digits.clone(),
                        confidence: given.confidence,
                    });
                }
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::results::files::STRING_ANSWERS;
    use crate::strings::tests::three_wrong;

    #[test]
    fn survives_the_file_which_is_the_contract() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let mut answers = StringAnswers::default();
        let mut outcome = three_wrong("hos");
        outcome.orders[0].answers[3].digits.clear();
        outcome.orders[0].answers[0].confidence = 1.0 / 3.0;
        answers.insert(&outcome);
        let lines = answers.lines(&["sdnn", "hos"], &["tight", "paper"]);
        STRING_ANSWERS.write(folder, lines).unwrap();
        assert_eq!(
            std::fs::read_to_string(folder.join("strings-answers.csv")).unwrap(),
            "set,order,string,truth,row,answer,confidence\n\
             paper,1,0,12,hos,2,0.333333\npaper,1,1,34,hos,34,0.9\n\
             paper,1,2,05,hos,005,0.25\npaper,1,3,77,hos,,0.75\n"
        );
        let read = StringAnswers::from_lines(STRING_ANSWERS.read(folder).unwrap()).unwrap();
        assert_eq!(read, answers);
        let correct = read.correct("hos", "paper").unwrap();
        assert_eq!(correct, [false, true, false, false]);
        assert_eq!(read.correct("hos", "tight"), None);
    }

    #[test]
    fn other_strings_take_the_answers_of_other_rows_along() {
        let mut answers = StringAnswers::default();
        answers.insert(&three_wrong("hos"));
        answers.insert(&three_wrong("sdnn"));
        assert!(answers.get("hos", "paper").is_some());
        let mut other = three_wrong("sdnn");
        other.orders[0].truth[0] = "99".into();
        answers.insert(&other);
        assert_eq!(answers.get("hos", "paper"), None);
        assert_eq!(answers.truth("paper")[0], "99");
    }

    #[test]
    fn lines_that_do_not_fit_together_are_told() {
        let line = |row: &str, string, truth: &str| AnswerLine {
            set: "paper".into(),
            order: 1,
            string,
            truth: truth.into(),
            row: row.into(),
            ..AnswerLine::default()
        };
        for (lines, told) in [
            (vec![line("hos", 1, "12")], "string 1 of hos on paper"),
            (vec![line("hos", 0, "12"), line("sdnn", 0, "13")], "is 13"),
            (
                vec![
                    line("hos", 0, "1"),
                    line("hos", 1, "2"),
                    line("sdnn", 0, "1"),
                ],
                "1 answers of a row to 2 strings",
            ),
        ] {
            let message = StringAnswers::from_lines(lines).unwrap_err();
            assert!(message.contains(told), "{message}");
        }
    }
}
