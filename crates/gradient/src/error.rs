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
    /// A number is 0, but must be one or more.
    #[error("0 {what}: there must be one or more")]
    Zero {
        /// The name of the number.
        what: &'static str,
    },
    /// A rate, or another number that must be positive and finite, is not.
    #[error("{what} is {value}, not a positive number")]
    NotPositive {
        /// The name of the number.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// [`Training::least_loss`](crate::Training::least_loss) is not valid.
    #[error(
        "a least loss of {least_loss}: it must be 0, or a positive number with one image in each \
         batch"
    )]
    LeastLoss {
        /// The loss.
        least_loss: f32,
    },
    /// A number is larger than a run allows.
    #[error("{value} {what}: at most {limit} are possible")]
    TooMany {
        /// What is counted.
        what: &'static str,
        /// The number asked for.
        value: usize,
        /// The largest possible number.
        limit: usize,
    },
    /// The loss is no longer a finite number.
    #[error("diverged in pass {pass}: the loss of pattern {sample} is {loss} at rate {rate}")]
    Diverged {
        /// The pass, from 1.
        pass: usize,
        /// Index of the pattern in the training set.
        sample: usize,
        /// Its loss.
        loss: f32,
        /// The global rate η of the pass.
        rate: f64,
    },
    /// A checkpoint could not be read or written.
    #[error("checkpoint {}: {source}", path.display())]
    CheckpointFile {
        /// The file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// A file is not a valid checkpoint.
    #[error("{} is not a checkpoint: {why}", path.display())]
    CheckpointDamaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A checkpoint belongs to another run.
    #[error("checkpoint {} is of another run: {found}, not {expected}", path.display())]
    CheckpointOfAnotherRun {
        /// The file.
        path: PathBuf,
        /// The fingerprint of the run that should continue.
        expected: String,
        /// The fingerprint in the checkpoint.
        found: String,
    },
    /// A checkpoint has more passes than the run asks for.
    #[error("checkpoint {} is of {done} passes, but only {passes} are asked for", path.display())]
    CheckpointOfMorePasses {
        /// The file.
        path: PathBuf,
        /// Number of completed passes in the checkpoint.
        done: usize,
        /// Number of passes of the run.
        passes: usize,
    },
}
