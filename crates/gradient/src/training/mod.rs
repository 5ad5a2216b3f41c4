//! The training loop: its parameters, the run itself and its steps, the order in which patterns are
//! shown, and the checkpoints between passes.

mod checkpoint;
mod params;
mod presentation;
mod run;
mod steps;

pub use checkpoint::Checkpoint;
pub use params::{Order, Training, TrainingParams, check_positive};
pub(crate) use presentation::hash;
pub use run::{OnPass, to_the_end};
pub use steps::Steps;
