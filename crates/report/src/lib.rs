//! From raw outcomes to tables.
//!
//! An [`Outcome`] is what was measured, raw: predictions, score margins, seconds, and where,
//! when and with what. Everything that is shown is derived from it by pure functions:
//!
//! * [`statistics`]: the Wilson interval of an error rate;
//! * [`Verdict`]: how our interval stands to the paper's figure;
//! * [`rejection`]: how many images must be rejected for 0.5 % error on the rest (Figure 10);
//! * [`Line`] and [`Table`]: one line of `comparison.csv`, and all of them;
//! * [`Trial`] and [`ValidationTable`]: how settings were chosen that the paper does not give;
//! * [`PassLine`] and [`SizeLine`]: LeNet-5's learning curves (Figures 5 and 6);
//! * [`MapLine`] and [`ChangeLine`]: inside one LeNet-5 (Figures 2 and 13);
//! * [`Predictions`] and [`Passes`]: what each row gave each test image, and how it was trained;
//! * [`Failures`]: which rows could not be measured, and why;
//! * [`GapLaw`]: how test and training error draw near each other (section I-A);
//! * [`markdown`]: the tables for people, [`mod@figure`] the pictures, [`page`] the two in one file;
//! * [`Store`]: the records on disk, one file an outcome, named by its [`Fingerprint`], which
//!   is what lets an interrupted comparison continue.
//!
//! The paper's own figures come in with a row's [`Description`]. No classifier is known here.

mod atomic;
mod confusion;
mod curves;
mod description;
mod error;
mod failures;
pub mod figure;
mod fingerprint;
mod law;
mod line;
pub mod markdown;
mod outcome;
pub mod page;
mod passes;
mod portrait;
mod predictions;
pub mod rejection;
pub mod statistics;
mod store;
mod table;
mod validation;
mod verdict;

pub use atomic::write as write_atomically;
pub use confusion::ConfusionTable;
pub use curves::{FIGURE_5, PassLine, SizeLine, read_curves, write_curves};
pub use description::{Description, Divergence, PaperFigures};
pub use error::ReportError;
pub use failures::{Failure, Failures};
pub use fingerprint::Fingerprint;
pub use law::GapLaw;
pub use line::Line;
pub use outcome::{FOR_WANT_OF_IMAGES, Outcome, Run, Timing, is_of_settings, settings_as_run};
pub use passes::{Pass, Passes};
pub use portrait::{ChangeLine, MapLine};
pub use predictions::Predictions;
pub use store::Store;
pub use table::Table;
pub use validation::{Trial, ValidationTable};
pub use verdict::Verdict;
