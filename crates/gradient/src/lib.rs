//! What the gradient-trained networks of the comparison share.
//!
//! * [`Squash`], the squashing functions (Appendix A), and [`loss`], the criteria that are
//!   minimised (equations 8 and 9, squared error, cross-entropy);
//! * [`Network`], what the loop asks of a network, and [`Patterns`], what it shows to it,
//!   with [`Images`] for labelled images, altered or not;
//! * [`UpdateRule`]: plain stochastic gradient, or the stochastic diagonal Levenberg–Marquardt
//!   method of Appendix C, with a [`Schedule`] for the rate;
//! * [`Training`], the loop: online, pass by pass, with a record and a checkpoint after each;
//! * [`rng`], the one source of randomness: a stream for each purpose.
//!
//! Section, equation and figure numbers are those of LeCun, Bottou, Bengio & Haffner,
//! "Gradient-Based Learning Applied to Document Recognition", 1998.

pub mod dense;
mod error;
mod images;
pub mod input;
pub mod loss;
mod network;
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
pub use real::Real;
pub use record::{History, PassRecord};
pub use rng::{Purpose, rng};
pub use schedule::Schedule;
pub use squash::Squash;
pub use training::{
    Checkpoint, OnPass, Order, Training, TrainingParams, check_positive, to_the_end,
};
pub use update_rule::{Rates, UpdateRule};
