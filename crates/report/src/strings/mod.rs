//! Digit strings read by graph transformers (sections V to VII): the second table.
//!
//! A [`StringOutcome`] has the raw answers of a row on one set of strings. Pure functions compute the
//! rest: [`Edits`] are the errors in characters, a [`StringLine`] is a line of `strings.csv`, and a
//! [`Judgement`] says whether what a row was to show is confirmed. [`examples`] has what the pictures
//! show beyond the tables.
//!
//! This crate does not know any row: a [`StringDescription`] says what a row is.

mod alignment;
mod claim;
mod constant;
mod description;
pub mod examples;
mod judgement;
mod line;
mod markdown;
mod measures;
mod order;
mod outcome;
mod run;

pub use alignment::{Edits, edits};
pub use claim::{Assertion, Claim};
pub use constant::ConstantLine;
pub use description::{SetDescription, StringDescription, System, Training};
pub use judgement::Judgement;
pub(crate) use judgement::gain_percent;
pub use line::StringLine;
pub use markdown::markdown;
#[cfg(feature = "figures")]
pub(crate) use markdown::short;
pub use measures::Measures;
pub use order::{StringAnswer, StringOrder, spelled};
pub use outcome::{StringOutcome, StringTiming};
pub use run::StringRun;

#[cfg(test)]
pub(crate) mod tests {
    pub(crate) use super::line::tests::HOS;
    pub(crate) use super::outcome::tests::{outcome, three_wrong};
}
