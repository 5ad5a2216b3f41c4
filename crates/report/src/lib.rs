//! From raw outcomes to tables.
//!
//! An [`Outcome`] is what was measured, raw: predictions, score margins, seconds, and where,
//! when and with what. Everything that is shown is derived from it by pure functions:
//!
//! * [`statistics`]: the Wilson interval of an error rate;
//! * [`Verdict`]: how our interval stands to the paper's figure;
//! * [`Line`]: one line of `comparison.csv`, with how many images must be rejected for 0.5 % error
//!   on the rest (Figure 10, [`calibration::rejection`]);
//! * [`GapLaw`]: how test and training error draw near each other (section I-A);
//! * [`mod@results`]: a folder of results, read and written: every file in it has its name and
//!   its type in [`results::files`], and the records their names by a [`Fingerprint`], which is
//!   what lets an interrupted comparison continue;
//! * [`markdown`]: the tables for people, [`mod@figure`] the pictures, [`page`] the two in one file,
//!   [`readme`] a part of both.
//!
//! The paper's own figures are in [`paper`], and come in with a row's [`Description`]. No
//! classifier is known here.

mod atomic;
mod data;
mod description;
mod error;
pub mod figure;
mod fingerprint;
mod law;
mod line;
pub mod markdown;
pub mod numbers;
mod outcome;
pub mod page;
pub mod paper;
pub mod readme;
pub mod results;
pub mod statistics;
mod verdict;

pub use atomic::write as write_atomically;
pub use data::Data;
pub use description::{Description, Divergence};
pub use error::ReportError;
pub use fingerprint::Fingerprint;
pub use law::GapLaw;
pub use line::Line;
pub use outcome::{
    FOR_WANT_OF_IMAGES, Outcome, Pass, Run, Timing, is_of_settings, settings_as_run,
};
pub use paper::PaperFigures;
pub use results::{
    BySeed, ChangeLine, Comparison, ConfusionTable, Failure, MapLine, Mistake, PassLine, Passes,
    Predictions, Results, SizeLine, Store, Trial,
};
pub use verdict::Verdict;
