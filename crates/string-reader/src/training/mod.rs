//! Training of a whole reader, on strings (section VI).

mod objective;
mod params;
mod strings;

pub use params::{ReaderParams, ReaderValidParams};
pub use strings::{Sample, Strings};
