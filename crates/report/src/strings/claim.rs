/// What a row is to show on a set of strings, beside another row that reads the same strings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// In words, with the page of the paper.
    pub text: &'static str,
    /// The name of the set.
    pub set: &'static str,
    /// The row to compare with.
    pub other: &'static str,
    /// What is asserted of the row's string errors.
    pub asserts: Assertion,
}

/// What a claim asserts of a row's string errors beside another row's.
///
/// A difference is *significant* if McNemar's exact test, two-sided, has p below 0.05.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Assertion {
    /// The row makes fewer errors: confirmed if the difference is significant.
    Better,
    /// The row makes fewer errors, by this share of the other row's in percent: confirmed if the
    /// difference is significant, and our share is at least as large.
    BetterBy(f64),
    /// The row does not make fewer errors: confirmed unless it makes significantly fewer. So p says
    /// how far chance explains the difference, in whichever direction it is.
    NoBetter,
}
