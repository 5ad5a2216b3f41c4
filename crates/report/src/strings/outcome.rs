use serde::{Deserialize, Serialize};

use super::order::StringOrder;
use super::run::StringRun;
use crate::{Pass, Record};

/// The raw measurements of one run of one row on one set of strings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringOutcome {
    /// What was run.
    pub run: StringRun,
    /// The answers for each order of the test images, which are numbered from 1. The first one is
    /// for results, and the others are for their spread.
    pub orders: Vec<StringOrder>,
    /// The passes of the training on strings, in order. Their training error is the share of strings
    /// that were read wrongly.
    pub passes: Vec<Pass>,
    /// Multiply-accumulates a string, the mean of the first order.
    pub multiply_accumulates: f64,
    /// Candidates a string, the mean of the first order, for a row that reads candidates.
    pub candidates: Option<f64>,
    /// The times. In a record, only this and the place of the measurement differ from run to run.
    pub timing: StringTiming,
    /// Processor, cores and system it was measured on.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
}

/// Wall-clock times.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringTiming {
    /// Seconds to train on strings, without composing them.
    pub train_seconds: f64,
    /// Microseconds to read one string, the mean of the first order.
    pub read_microseconds: f64,
}

impl StringOutcome {
    /// The answers that the results are made of: those of the first order.
    ///
    /// # Panics
    /// If there is no order, which is a [flaw](Record::flaw).
    pub fn first_order(&self) -> &StringOrder {
        self.orders.first().expect("a record without a flaw")
    }

    /// Returns true if the two outcomes differ only in the times and in the place of the
    /// measurement.
    pub fn agrees_with(&self, other: &Self) -> bool {
        let timeless = |outcome: &Self| {
            let mut outcome = outcome.clone();
            for pass in &mut outcome.passes {
                pass.seconds = 0.0;
            }
            outcome.timing = StringTiming {
                train_seconds: 0.0,
                read_microseconds: 0.0,
            };
            outcome.machine.clear();
            outcome.revision.clear();
            outcome
        };
        timeless(self) == timeless(other)
    }
}

impl Record for StringOutcome {
    type Run = StringRun;

    fn run(&self) -> &StringRun {
        &self.run
    }

    fn flaw(&self) -> Option<String> {
        if self.orders.is_empty() || self.orders.len() as u64 != self.run.orders {
            return Some(format!(
                "{} orders, where there should be {}",
                self.orders.len(),
                self.run.orders
            ));
        }
        for (number, order) in (1..).zip(&self.orders) {
            if let Some(flaw) = order.flaw() {
                return Some(format!("order {number}: {flaw}"));
            }
        }
        let of_passes = self
            .passes
            .iter()
            .flat_map(|pass| [pass.training_error_percent, pass.loss, pass.seconds]);
        let others = [
            self.multiply_accumulates,
            self.candidates.unwrap_or(0.0),
            self.timing.train_seconds,
            self.timing.read_microseconds,
        ];
        let bad = of_passes.chain(others).find(|number| !number.is_finite());
        bad.map(|bad| format!("a loss, a time or a count is {bad}, which is no number"))
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::Store;
    use crate::strings::order::StringAnswer;

    /// Two orders of four strings with these answers, of which each has its confidence.
    pub(crate) fn outcome(row: &str, answers: [(&str, f64); 4]) -> StringOutcome {
        let truth = ["12", "34", "05", "77"].map(String::from).to_vec();
        let answers = answers.map(|(digits, confidence)| StringAnswer {
            digits: digits.into(),
            confidence,
            unreadable: digits.is_empty(),
        });
        let order = StringOrder {
            set_sha256: "abcd".into(),
            truth: truth.clone(),
            answers: answers.to_vec(),
        };
        let mut second = order.clone();
        second.set_sha256 = "ef01".into();
        second.answers[0].digits = "12".into();
        StringOutcome {
            run: StringRun {
                row: row.into(),
                algorithm_version: 1,
                settings: "stride 4".into(),
                set: "paper".into(),
                orders: 2,
                seed: Some(1),
                threads: 2,
                kernel_level: "portable".into(),
                data_sha256: "00ff".into(),
                train_images: 60_000,
                train_strings: 12_000,
                quick: false,
            },
            orders: vec![order, second],
            passes: vec![Pass {
                training_error_percent: 9.5,
                loss: 0.75,
                seconds: 4.0,
            }],
            multiply_accumulates: 12_600_000.4,
            candidates: Some(36.75),
            timing: StringTiming {
                train_seconds: 90.0,
                read_microseconds: 300.0,
            },
            machine: "a machine, 2 cores".into(),
            revision: "0123abc".into(),
        }
    }

    /// Three of four strings are wrong in order 1, and two in order 2.
    pub(crate) fn three_wrong(row: &str) -> StringOutcome {
        outcome(row, [("2", 0.5), ("34", 0.9), ("005", 0.25), ("17", 0.75)])
    }

    #[test]
    fn a_record_is_loaded_as_it_was_saved_and_its_name_stays_what_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path());
        let outcome = three_wrong("hos");
        let path = store.save(&outcome).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        assert_eq!(name, "hos-paper-52691ea5719e88be.json");
        assert_eq!(store.load(&outcome.run).unwrap(), Some(outcome));
    }

    #[test]
    fn a_record_with_an_unknown_field_is_refused() {
        let mut text = serde_json::to_vec(&three_wrong("hos")).unwrap();
        text.splice(1..1, *b"\"surplus\":0,");
        assert!(serde_json::from_slice::<StringOutcome>(&text).is_err());
    }

    #[test]
    fn what_is_wrong_with_a_record_is_told() {
        type Spoil = fn(&mut StringOutcome);
        let spoil: [(Spoil, &str); 9] = [
            (|o| o.orders.clear(), "0 orders, where there should be 2"),
            (|o| o.run.orders = 5, "2 orders, where there should be 5"),
            (|o| o.orders[1].answers.truncate(1), "order 2: 4 strings"),
            (|o| o.orders[0].truth[2] = "4x".into(), "string 2"),
            (|o| o.orders[0].answers[3].digits = "-".into(), "string 3"),
            (
                |o| o.orders[0].answers[1].confidence = 1.5,
                "no probability",
            ),
            (
                |o| o.orders[0].answers[1].confidence = f64::NAN,
                "no probability",
            ),
            (|o| o.orders[0].answers[1].unreadable = true, "no path"),
            (|o| o.passes[0].loss = f64::INFINITY, "no number"),
        ];
        for (spoil, told) in spoil {
            let mut outcome = three_wrong("hos");
            spoil(&mut outcome);
            let flaw = outcome.flaw().unwrap();
            assert!(flaw.contains(told), "{flaw}");
        }
    }

    #[test]
    fn agrees_with_one_that_took_longer_elsewhere() {
        let outcome = three_wrong("hos");
        let mut other = outcome.clone();
        other.timing.read_microseconds += 1.0;
        other.passes[0].seconds += 1.0;
        other.machine.push('!');
        assert!(outcome.agrees_with(&other));
        other.orders[1].answers[0].confidence = 0.125;
        assert!(!outcome.agrees_with(&other));
    }
}
