//! Makes tables and pictures from the measured outcomes.
//!
//! An [`Outcome`] has the raw measurements of a run: predictions, score margins and times. It also
//! says where, when and with what they were measured. Pure functions compute everything else from
//! it:
//!
//! * [`statistics`]: the Wilson interval of an error rate;
//! * [`Verdict`]: how our interval compares with the paper's value;
//! * [`Line`]: one line of `comparison.csv`, with how many images must be rejected for 0.5 % error
//!   on the rest (Figure 10, [`calibration::rejection`]);
//! * [`PowerLaw`]: how a [`Quantity`] grows with the number of training images, and how the test
//!   error and the training error approach each other (section I-A);
//! * [`strings`]: the second table, of digit strings read by graph transformers;
//! * [`mod@results`]: reads and writes a folder of results. [`results::files`] has the name and the
//!   type of every file. A record is named by a [`fingerprint()`], so an interrupted comparison can
//!   continue;
//! * [`side_by_side`]: comparisons on several data sets in one table;
//! * [`markdown`]: the tables for people; [`mod@figure`]: the pictures; [`page`]: both in one file;
//!   [`readme`]: a part of both.
//!
//! The paper's values are in [`paper`] and in the [`Description`] of each row. This crate does not
//! know any classifier.

#![cfg_attr(
    not(feature = "figures"),
    allow(dead_code, reason = "the pictures and the page use it")
)]

mod atomic;
#[cfg(test)]
mod committed;
#[cfg(feature = "figures")]
mod data;
mod data_set;
mod description;
mod error;
#[cfg(feature = "figures")]
pub mod figure;
mod fingerprint;
mod growth;
mod law;
mod line;
pub mod markdown;
pub mod numbers;
mod outcome;
#[cfg(feature = "figures")]
pub mod page;
pub mod paper;
#[cfg(feature = "figures")]
pub mod readme;
mod record;
pub mod results;
pub mod side_by_side;
pub mod statistics;
pub mod strings;
mod verdict;

pub use atomic::write as write_atomically;
#[cfg(feature = "figures")]
pub use data::Data;
pub use data_set::DataSet;
pub use description::{Description, Divergence};
pub use error::ReportError;
pub use fingerprint::fingerprint;
pub use growth::markdown as growth_markdown;
pub use law::PowerLaw;
pub use line::Line;
pub use outcome::{
    FOR_WANT_OF_IMAGES, Outcome, Pass, Run, Timing, is_of_settings, settings_as_run,
};
pub use paper::PaperFigures;
pub use record::{Definition, Record};
pub use results::{
    BySeed, CalibrationLine, ChangeLine, Comparison, Failure, Grown, GrowthLine, MapLine, Mistake,
    PassLine, Passes, Predictions, Quantity, Results, SizeLine, Store, Strings, Trial,
};
pub use strings::StringLine;
pub use verdict::Verdict;
