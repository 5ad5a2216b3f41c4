//! The rows of the comparison, and how one is run.
//!
//! [`ROWS`] is the only list of them: the command line, the tables, the README and the tests
//! are made from it. A [`Row`] is a constant: what the paper says of it, the version of the
//! data it takes, its [`Recipe`] and what was tried beside it. A recipe is a value of settings,
//! from which both the text of the tables and the training come. To add a row, write the constant
//! in a file of [`rows`](self) and its name into the slice.
//!
//! [`run`] fits a row on the training set and scores the test set, once. [`validate`] is how
//! settings are chosen that the paper does not give: every recipe of the row is fitted on
//! the first five sixths of the training set and judged on the last sixth. No recipe ever
//! sees the test set before it is chosen. [`rows_on`] has the rows as they run on other data.
//! [`Models`] keeps what was trained, and [`calibrate`] makes probabilities of its scores.
//! [`learning_curves`] are Figures 5 and 6, [`run_grown`] is a row with more images than there are,
//! [`study`] looks into
//! one trained network (Figures 2, 3, 7 and 13). [`LineReader`] reads whole lines of digits.

mod calibration;
mod elsewhere;
mod error;
mod growth;
mod kept;
mod observer;
mod preparation;
mod reading;
mod recipe;
mod row;
mod rows;
mod run;
mod shared;
pub mod strings;
pub mod study;
mod training;
mod validation;
mod watch;

pub use calibration::calibrate;
pub use elsewhere::{chosen, data_set, rows_on};
pub use error::FitError;
pub use gradient::{History, PassRecord};
pub use growth::{GrowthRow, SIZES, describe_grown, grown, growth_rows, run_grown};
pub use kept::{Answer, Kept, Models};
pub use lenet::codes;
pub use model_file::FileError;
pub use observer::{Observer, Silent, Stage};
pub use preparation::{Preparation, UnknownPreparation};
pub use reading::{LineReader, LineReaderError};
pub use recipe::Recipe;
pub use row::{Choice, Cores, Row, Runs};
pub use rows::ROWS;
pub use run::{Environment, Measured, Options, RunError, describe, run, train};
pub use shared::Shared;
pub use string_reader::{Bounds, Explanation, ReadError, Reading, Segmentation};
pub use study::curves::{CurveSet, learning_curves};
pub use training::Training;
pub use validation::validate;
