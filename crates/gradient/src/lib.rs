//! The parts that all gradient-trained networks of the comparison share.
//!
//! * [`Squash`]: the squashing functions (Appendix A), and [`loss`]: the criteria that are
//!   minimised (equations 8 and 9, squared error, cross-entropy);
//! * [`Objective`]: what the training loop minimises. For a [`Network`] that is shown [`Patterns`] it is
//!   [`Pictures`], and [`Images`] are labelled images as patterns, changed or unchanged;
//! * [`UpdateRule`]: plain stochastic gradient descent, or the stochastic diagonal
//!   Levenberg–Marquardt method of Appendix C, with a [`Schedule`] for the rate;
//! * [`Training`]: the training loop. It trains pass by pass, online or in batches, and makes a
//!   record and a checkpoint after each pass. [`Steps`] is the same run in smaller parts;
//! * [`rng`]: the only source of random numbers, with a separate stream for each purpose.
//!
//! Section, equation and figure numbers are those of LeCun, Bottou, Bengio & Haffner,
//! "Gradient-Based Learning Applied to Document Recognition", 1998.

mod clock;
pub mod dense;
mod error;
mod images;
pub mod input;
pub mod loss;
mod network;
mod objective;
mod real;
mod record;
mod rng;
mod schedule;
mod squash;
mod training;
mod update_rule;

pub use error::TrainingError;
pub use images::{Augmentation, Encode, Images};
pub use network::{Evaluation, Network, Patterns, largest};
pub use objective::{Objective, Pictures, Shown, Validated};
pub use real::Real;
pub use record::{History, PassRecord};
pub use rng::{Purpose, rng};
pub use schedule::Schedule;
pub use squash::Squash;
pub use training::{
    Checkpoint, OnPass, Order, Steps, Training, TrainingParams, check_positive, to_the_end,
};
pub use update_rule::{Rates, UpdateRule};
