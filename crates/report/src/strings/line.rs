use serde::{Deserialize, Serialize};

use super::description::StringDescription;
use super::judgement::Judgement;
use super::measures::Measures;
use super::outcome::StringOutcome;
use crate::numbers::rounded;
use crate::statistics;

/// One line of `strings.csv`: a row on a set of strings. The fields are in the order of its columns.
///
/// The answers are those of the first order of the test images, but for the columns that say
/// otherwise.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringLine {
    /// The row's name on the command line.
    pub row: String,
    /// The row's name for people.
    pub name: String,
    /// The name of the set.
    pub set: String,
    /// Number of strings.
    pub strings: usize,
    /// Strings whose answer is not the truth, in percent.
    pub string_error_percent: f64,
    /// Lower bound of its 95 % interval ([`statistics::wilson`]).
    pub error_low_percent: f64,
    /// Upper bound of its 95 % interval.
    pub error_high_percent: f64,
    /// Mean string error of all orders, in percent.
    pub orders_mean_percent: f64,
    /// Their standard deviation, in percentage points; `None` for one order.
    pub orders_sd_percent: Option<f64>,
    /// Substitutions, insertions and deletions for each character of the truth, in percent.
    pub character_error_percent: f64,
    /// Characters that were taken for others.
    pub substitutions: usize,
    /// Characters of the answers that are not in the truth.
    pub insertions: usize,
    /// Characters of the truth that are not in the answers.
    pub deletions: usize,
    /// Strings for which no path spells the truth.
    pub unreadable: usize,
    /// Strings to reject by confidence, in percent, for 1 % error on the rest. `None` if no threshold
    /// achieves this.
    pub reject_percent_for_one_percent_error: Option<f64>,
    /// The same for 0.5 % error.
    pub reject_percent_for_half_percent_error: Option<f64>,
    /// The share of the string errors of [`base`](Self::base) that are not made, in percent.
    pub relative_gain_percent: Option<f64>,
    /// The paper's, on words.
    pub paper_relative_gain_percent: Option<f64>,
    /// What the row is to show on this set. Several claims are separated by semicolons.
    pub claim: String,
    /// For each claim, `confirmed`, `not confirmed` or, without answers of the other row, `not
    /// judged`.
    pub verdict: String,
    /// Number of training strings a pass; 0 if the row is not trained on strings.
    pub train_strings: usize,
    /// Number of passes.
    pub passes: usize,
    /// Seconds to train on strings.
    pub train_seconds: f64,
    /// Microseconds to read one string.
    pub read_microseconds: f64,
    /// Multiply-accumulates a string, on average.
    pub multiply_accumulates: u64,
    /// Candidates a string, on average.
    pub candidates: Option<f64>,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// Number of threads that the row could use.
    pub threads: usize,
    /// The hyper-parameters, and where they come from.
    pub settings: String,
    /// Processor, cores and system it was measured on.
    pub machine: String,
    /// Revision of the code.
    pub revision: String,
    /// SHA-256 of the set's pictures and labels.
    pub set_sha256: String,
    /// Number of strings whose answer is not the truth.
    pub errors: usize,
    /// Number of orders.
    pub orders: usize,
    /// The row that the relative gain is a share of.
    pub base: String,
    /// For each claim, p of McNemar's exact test.
    pub claim_p: String,
    /// Number of seeds the row was run with: 1.
    pub seeds: usize,
    /// String error with this seed, in percent.
    pub seeds_mean_percent: f64,
    /// Standard deviation over the seeds: `None` for one seed.
    pub seeds_sd_percent: Option<f64>,
    /// Number of training images that the strings were drawn from.
    pub train_images: usize,
    /// True for a run with less of everything.
    pub quick: bool,
    /// SHA-256 of the data set.
    pub data_sha256: String,
    /// Level of the kernels.
    pub kernel_level: String,
    /// Version of the row's algorithm.
    pub algorithm_version: u32,
}

impl StringLine {
    /// Makes the line of a row on a set from its outcome. What depends on other rows is filled in by
    /// [`judged`](Self::judged).
    ///
    /// # Panics
    /// If the outcome has a [flaw](crate::Record::flaw).
    pub fn new(description: &StringDescription, outcome: &StringOutcome) -> Self {
        let (run, order) = (&outcome.run, outcome.first_order());
        let measures = Measures::of(order);
        let percent = |value: f64| rounded(value, 4);
        let of_orders = outcome.orders.iter().map(Measures::of);
        let of_orders: Vec<f64> = of_orders.map(|m| m.string_error_percent()).collect();
        let (orders_mean, orders_sd) = statistics::mean_and_deviation(&of_orders);
        Self {
            row: description.id.into(),
            name: description.name.into(),
            set: run.set.clone(),
            strings: measures.strings,
            string_error_percent: percent(measures.string_error_percent()),
            error_low_percent: percent(measures.interval_percent.0),
            error_high_percent: percent(measures.interval_percent.1),
            orders_mean_percent: percent(orders_mean),
            orders_sd_percent: orders_sd.map(percent),
            character_error_percent: percent(measures.character_error_percent()),
            substitutions: measures.edits.substitutions,
            insertions: measures.edits.insertions,
            deletions: measures.edits.deletions,
            unreadable: measures.unreadable,
            reject_percent_for_one_percent_error: measures
                .reject_percent_for_one_percent_error
                .map(percent),
            reject_percent_for_half_percent_error: measures
                .reject_percent_for_half_percent_error
                .map(percent),
            relative_gain_percent: None,
            paper_relative_gain_percent: description.paper_relative_gain_percent,
            claim: String::new(),
            verdict: String::new(),
            train_strings: run.train_strings,
            passes: outcome.passes.len(),
            train_seconds: rounded(outcome.timing.train_seconds, 4),
            read_microseconds: rounded(outcome.timing.read_microseconds, 3),
            multiply_accumulates: outcome.multiply_accumulates.round() as u64,
            candidates: outcome.candidates.map(|mean| rounded(mean, 3)),
            seed: run.seed,
            threads: run.threads,
            settings: run.settings.clone(),
            machine: outcome.machine.clone(),
            revision: outcome.revision.clone(),
            set_sha256: order.set_sha256.clone(),
            errors: measures.errors,
            orders: outcome.orders.len(),
            base: description.base.unwrap_or_default().into(),
            claim_p: String::new(),
            seeds: 1,
            seeds_mean_percent: percent(measures.string_error_percent()),
            seeds_sd_percent: None,
            train_images: run.train_images,
            quick: run.quick,
            data_sha256: run.data_sha256.clone(),
            kernel_level: run.kernel_level.clone(),
            algorithm_version: run.algorithm_version,
        }
    }

    /// The same line with what depends on other rows: its gain, and its claims with their
    /// judgements.
    pub fn judged(self, gain: Option<f64>, claims: &[(&str, Option<Judgement>)]) -> Self {
        let joined = |part: fn(&(&str, Option<Judgement>)) -> String| {
            claims.iter().map(part).collect::<Vec<_>>().join("; ")
        };
        Self {
            relative_gain_percent: gain.map(|gain| rounded(gain, 4)),
            claim: joined(|(text, _)| (*text).into()),
            verdict: joined(|(_, judgement)| {
                judgement.map_or("not judged", |j| j.verdict()).into()
            }),
            claim_p: joined(|(_, judgement)| {
                judgement.map_or_else(String::new, |j| format!("{:.3e}", j.p))
            }),
            ..self
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::strings::description::{System, Training};
    use crate::strings::outcome::tests::three_wrong;

    pub(crate) const HOS: StringDescription = StringDescription {
        id: "hos",
        name: "Over-segmentation",
        paper: "section V",
        system: System::Segments,
        training: Training::None,
        told_length: false,
        base: None,
        paper_relative_gain_percent: None,
        claims: &[],
        divergences: &[],
    };

    #[test]
    fn a_line_is_derived_from_its_outcome() {
        let line = StringLine::new(&HOS, &three_wrong("hos"));
        assert_eq!((line.strings, line.errors, line.orders), (4, 3, 2));
        assert_eq!(line.string_error_percent, 75.0);
        assert_eq!(line.orders_mean_percent, 62.5);
        assert_eq!(line.orders_sd_percent, Some(17.6777));
        assert_eq!((line.seeds, line.seeds_mean_percent), (1, 75.0));
        assert_eq!(line.character_error_percent, 37.5);
        assert_eq!(line.set_sha256, "abcd");
        assert_eq!(line.multiply_accumulates, 12_600_000);
        assert_eq!((line.passes, line.train_strings), (1, 12_000));
    }
}
