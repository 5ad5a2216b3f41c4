use super::claim::{Assertion, Claim};
use crate::statistics::mcnemar;

/// The largest p of a difference that is significant.
const LEVEL: f64 = 0.05;

/// How a claim stands, by the answers of two rows on the same strings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judgement {
    /// Strings that the row reads wrongly.
    pub errors: usize,
    /// Strings that the other row reads wrongly.
    pub other_errors: usize,
    /// McNemar's exact test, two-sided ([`mcnemar`]).
    pub p: f64,
    /// Whether the claim is confirmed.
    pub confirmed: bool,
}

impl Judgement {
    /// Judges a claim by which strings the row and the other row read correctly.
    ///
    /// # Panics
    /// If these are not as many strings.
    pub fn of(claim: &Claim, this: &[bool], other: &[bool]) -> Self {
        assert_eq!(this.len(), other.len(), "answers to the same strings");
        let count = |wanted| {
            let pairs = this.iter().zip(other);
            pairs.filter(|&(&a, &b)| (a, b) == wanted).count()
        };
        let (only_this, only_other) = (count((true, false)), count((false, true)));
        let neither = count((false, false));
        let (errors, other_errors) = (only_other + neither, only_this + neither);
        let p = mcnemar(only_this, only_other);
        let better = errors < other_errors && p < LEVEL;
        Self {
            errors,
            other_errors,
            p,
            confirmed: match claim.asserts {
                Assertion::Better => better,
                Assertion::BetterBy(percent) => {
                    better && gain_percent(errors, other_errors) >= Some(percent)
                }
                Assertion::NoBetter => !better,
            },
        }
    }

    /// `confirmed` or `not confirmed`.
    pub fn verdict(&self) -> &'static str {
        match self.confirmed {
            true => "confirmed",
            false => "not confirmed",
        }
    }
}

/// The share of the other row's errors that are not made, in percent; negative if more are made.
/// `None` if the other row makes none.
pub(crate) fn gain_percent(errors: usize, other_errors: usize) -> Option<f64> {
    let (errors, others) = (errors as f64, other_errors as f64);
    (other_errors > 0).then(|| 100.0 * (others - errors) / others)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLAIM: Claim = Claim {
        text: "",
        set: "paper",
        other: "hos",
        asserts: Assertion::Better,
    };

    /// Of 100 strings so many are read by both, by this row alone, and by the other row alone.
    fn judged(asserts: Assertion, [both, this, other]: [usize; 3]) -> Judgement {
        let of = |first: bool, second: bool| move |n: usize| vec![(first, second); n];
        let pairs = [
            of(true, true)(both),
            of(true, false)(this),
            of(false, true)(other),
            of(false, false)(100 - both - this - other),
        ];
        let (a, b): (Vec<bool>, Vec<bool>) = pairs.concat().into_iter().unzip();
        Judgement::of(&Claim { asserts, ..CLAIM }, &a, &b)
    }

    #[test]
    fn agrees_with_a_judgement_by_hand() {
        // 20 errors of the other row, 14 of this one: 30 % less. Of 6 + 0 strings all are this row's:
        // p = 2 / 2⁶.
        let judgement = judged(Assertion::BetterBy(24.0), [80, 6, 0]);
        assert_eq!((judgement.errors, judgement.other_errors), (14, 20));
        assert_eq!(gain_percent(14, 20), Some(30.0));
        assert!((judgement.p - 0.03125).abs() < 1e-12);
        assert_eq!(judgement.verdict(), "confirmed");
    }

    #[test]
    fn a_claim_is_confirmed_only_as_far_as_it_goes() {
        use Assertion::{Better, BetterBy, NoBetter};
        let (clear, by_chance, worse) = ([80, 6, 0], [80, 9, 4], [80, 0, 6]);
        for (asserts, counts, confirmed) in [
            (Better, clear, true),
            (Better, by_chance, false),
            (Better, worse, false),
            (BetterBy(30.0), clear, true),
            (BetterBy(30.1), clear, false),
            (BetterBy(24.0), by_chance, false),
            (NoBetter, clear, false),
            (NoBetter, by_chance, true),
            (NoBetter, worse, true),
        ] {
            let judgement = judged(asserts, counts);
            assert_eq!(judgement.confirmed, confirmed, "{asserts:?} {judgement:?}");
        }
    }

    #[test]
    fn nothing_is_taken_away_from_a_row_without_errors() {
        let judgement = judged(Assertion::BetterBy(24.0), [100, 0, 0]);
        assert_eq!(gain_percent(0, 0), None);
        assert!(!judgement.confirmed);
    }
}
