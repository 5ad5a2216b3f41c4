//! The second table: strings of digits, read by graph transformers (sections V to VII).
//!
//! [`STRING_ROWS`] is the only list of its rows. A row names a way to look at pictures, a criterion
//! that the whole reader is trained by, and the sets of strings that it reads.

mod divergences;
mod examples;
mod kept;
mod known;
mod recipe;
mod row;
mod rows;
mod run;
mod set;
#[cfg(test)]
mod tests;
mod validation;
mod windows;

pub use examples::{Networks, Pictures, examples};
pub use kept::keep;
pub use lenet::LeNet;
pub use recipe::StringRecipe;
pub use row::StringRow;
pub use rows::STRING_ROWS;
pub use run::{StringJob, StringOptions};
pub use set::Set;
pub use validation::validate_strings;
