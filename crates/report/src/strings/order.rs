use serde::{Deserialize, Serialize};

/// The strings of one order of the test images, and what they were read as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringOrder {
    /// SHA-256 of the pictures and labels, hexadecimal.
    pub set_sha256: String,
    /// What is written on each string, see [`spelled`].
    pub truth: Vec<String>,
    /// What each string was read as.
    pub answers: Vec<StringAnswer>,
}

/// What one string was read as.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringAnswer {
    /// The digits, see [`spelled`]. They are empty for a picture without ink.
    pub digits: String,
    /// The probability of the answer, 0 to 1.
    pub confidence: f64,
    /// True if no path spells the truth, so that no recogniser could have read it.
    pub unreadable: bool,
}

/// The digits as text: `[3, 5, 1]` is `351`.
///
/// # Panics
/// If one is no digit, 0 to 9.
pub fn spelled(digits: &[u8]) -> String {
    let characters = digits.iter().map(|&digit| {
        assert!(digit < 10, "{digit} is no digit");
        char::from(b'0' + digit)
    });
    characters.collect()
}

impl StringOrder {
    /// For each string, whether the answer is the truth.
    pub fn correct(&self) -> Vec<bool> {
        let pairs = self.truth.iter().zip(&self.answers);
        pairs
            .map(|(truth, answer)| *truth == answer.digits)
            .collect()
    }

    /// How many strings were read wrongly.
    pub fn errors(&self) -> usize {
        self.correct().iter().filter(|&&correct| !correct).count()
    }

    /// Returns what is wrong, if anything.
    pub(super) fn flaw(&self) -> Option<String> {
        let n = self.truth.len();
        if n == 0 {
            return Some("no string".into());
        }
        if self.answers.len() != n {
            return Some(format!("{n} strings and {} answers", self.answers.len()));
        }
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        for (string, (truth, answer)) in self.truth.iter().zip(&self.answers).enumerate() {
            let confidence = answer.confidence;
            let told = if truth.is_empty() || !digits(truth) {
                format!("the truth is {truth:?}, which is no string of digits")
            } else if !digits(&answer.digits) {
                format!("the answer is {:?}, which are no digits", answer.digits)
            } else if !(0.0..=1.0 + ROUNDING).contains(&confidence) {
                format!("the confidence is {confidence}, which is no probability")
            } else if answer.unreadable && *truth == answer.digits {
                "no path spells the truth, and yet it is the answer".into()
            } else {
                continue;
            };
            return Some(format!("string {string}: {told}"));
        }
        None
    }
}

/// How far a probability may be above 1: it is made of two sums of many terms.
const ROUNDING: f64 = 1e-6;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_spelled_with_their_zeros() {
        assert_eq!(spelled(&[0, 0, 7]), "007");
    }
}
