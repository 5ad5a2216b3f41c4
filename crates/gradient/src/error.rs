use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why a network cannot be trained.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TrainingError {
    /// There is nothing to train on.
    #[error("no training patterns")]
    NoPatterns,
    /// A number that must be one or more.
    #[error("0 {what}: there must be one or more")]
    Zero {
        /// Of what.
        what: &'static str,
    },
    /// A rate, or another number that must be positive and finite, is not.
    #[error("{what} is {value}, not a positive number")]
    NotPositive {
        /// What it is.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// No loss below which nothing is learned.
    #[error(
        "nothing is to be learned from losses below {least_loss}: that must be 0, or a positive \
         number and every image a batch of its own"
    )]
    LeastLoss {
        /// The loss.
        least_loss: f32,
    },
    /// More of something than a run can have.
    #[error("{value} {what}: at most {limit} are possible")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The number asked for.
        value: usize,
        /// The most there may be.
        limit: usize,
    },
    /// The loss stopped being a number.
    #[error("diverged in pass {pass}: the loss of pattern {sample} is {loss} at rate {rate}")]
    Diverged {
        /// The pass, from 1.
        pass: usize,
        /// Index of the pattern in the training set.
        sample: usize,
        /// The loss it had.
        loss: f32,
        /// The global rate η of the pass.
        rate: f64,
    },
    /// A checkpoint could not be read or written.
    #[error("checkpoint {}: {source}", path.display())]
    CheckpointFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file is no checkpoint.
    #[error("{} is no checkpoint: {why}", path.display())]
    CheckpointDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A checkpoint is another run's.
    #[error("checkpoint {} is of another run: {found}, not {expected}", path.display())]
    CheckpointOfAnotherRun {
        /// The file.
        path: PathBuf,
        /// The run it is asked to continue.
        expected: String,
        /// The run it is of.
        found: String,
    },
    /// A checkpoint is further on than the run is to go.
    #[error("checkpoint {} is of {done} passes, but only {passes} are asked for", path.display())]
    CheckpointOfMorePasses {
        /// The file.
        path: PathBuf,
        /// Passes that were completed.
        done: usize,
        /// Passes of the run.
        passes: usize,
    },
}
