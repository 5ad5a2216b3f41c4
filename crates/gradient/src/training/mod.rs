//! The training loop: its parameters, the run itself, the order in which patterns are shown, and
//! the checkpoints between passes.

mod checkpoint;
mod params;
mod presentation;
mod run;

pub use checkpoint::Checkpoint;
pub use params::{Order, Training, TrainingParams, check_positive};
pub use run::{OnPass, to_the_end};
