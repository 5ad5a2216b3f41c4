use calibration::rejection::reject_at;

use super::alignment::{Edits, edits};
use super::order::StringOrder;
use crate::statistics;

/// What the answers on one order of the test images are worth. Shares are in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// Number of strings.
    pub strings: usize,
    /// Number of strings whose answer is not the truth.
    pub errors: usize,
    /// 95 % interval of their share ([`statistics::wilson`]).
    pub interval_percent: (f64, f64),
    /// Characters of the truth.
    pub characters: usize,
    /// How the answers differ from the truth, all strings together.
    pub edits: Edits,
    /// Strings for which no path spells the truth.
    pub unreadable: usize,
    /// Strings to reject, those of the least confidence first, for 1 % error on the rest. `None` if
    /// no threshold on the confidence achieves this.
    pub reject_percent_for_one_percent_error: Option<f64>,
    /// The same for 0.5 % error.
    pub reject_percent_for_half_percent_error: Option<f64>,
}

impl Measures {
    /// The measures of these answers.
    ///
    /// # Panics
    /// If there are no strings.
    pub fn of(order: &StringOrder) -> Self {
        let (strings, correct) = (order.truth.len(), order.correct());
        let errors = order.errors();
        let mut all = Edits::default();
        for (truth, answer) in order.truth.iter().zip(&order.answers) {
            all += edits(truth.as_bytes(), answer.digits.as_bytes());
        }
        let confidences: Vec<f64> = order.answers.iter().map(|a| a.confidence).collect();
        let rejected = |error_rate| {
            let rejection = reject_at(&confidences, &correct, error_rate);
            rejection.map(|rejection| 100.0 * rejection.rejected as f64 / strings as f64)
        };
        let (low, high) = statistics::wilson(errors, strings);
        Self {
            strings,
            errors,
            interval_percent: (100.0 * low, 100.0 * high),
            characters: order.truth.iter().map(String::len).sum(),
            edits: all,
            unreadable: order.answers.iter().filter(|a| a.unreadable).count(),
            reject_percent_for_one_percent_error: rejected(0.01),
            reject_percent_for_half_percent_error: rejected(0.005),
        }
    }

    /// Strings whose answer is not the truth, in percent.
    pub fn string_error_percent(&self) -> f64 {
        100.0 * self.errors as f64 / self.strings as f64
    }

    /// Edits for each character of the truth, in percent. It may be more than 100.
    pub fn character_error_percent(&self) -> f64 {
        100.0 * self.edits.total() as f64 / self.characters as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strings::outcome::tests::{outcome, three_wrong};

    #[test]
    fn agrees_with_a_count_by_hand() {
        let measures = Measures::of(&three_wrong("hos").orders[0]);
        // 12 → 2, 34 → 34, 05 → 005, 77 → 17
        assert_eq!((measures.strings, measures.errors), (4, 3));
        assert_eq!(measures.string_error_percent(), 75.0);
        let edits = Edits {
            substitutions: 1,
            insertions: 1,
            deletions: 1,
        };
        assert_eq!((measures.edits, measures.characters), (edits, 8));
        assert_eq!(measures.character_error_percent(), 37.5);
        // The right answer is the surest: all others go.
        assert_eq!(measures.reject_percent_for_one_percent_error, Some(75.0));
        assert_eq!(measures.unreadable, 0);
        let (low, high) = measures.interval_percent;
        assert!(low < 75.0 && 75.0 < high);
    }

    #[test]
    fn a_sure_error_cannot_be_rejected() {
        let surest_is_wrong = [("12", 0.5), ("33", 1.0), ("05", 0.5), ("", 0.0)];
        let measures = Measures::of(&outcome("hos", surest_is_wrong).orders[0]);
        assert_eq!(measures.reject_percent_for_half_percent_error, None);
        assert_eq!((measures.unreadable, measures.errors), (1, 2));
    }
}
