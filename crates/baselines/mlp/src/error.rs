use classifier::InputError;
use gradient::TrainingError;
use thiserror::Error;

/// Why a network cannot be trained or applied.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum MlpError {
    /// No class, or no unit in a hidden layer.
    #[error("{what} is 0")]
    Zero {
        /// What is.
        what: &'static str,
    },
    /// More than a network can be made of.
    #[error("{what} is {value}: at most {limit} are possible")]
    TooLarge {
        /// What is.
        what: &'static str,
        /// Its value.
        value: usize,
        /// The most it may be.
        limit: usize,
    },
    /// No hidden layer.
    #[error("a network without a hidden layer")]
    NoHiddenLayer,
    /// The factors of [`UpdateRule::Scaled`](gradient::UpdateRule::Scaled) are not one a parameter.
    #[error("{found} factors of the rate for {expected} parameters")]
    FactorCount {
        /// Parameters of the network.
        expected: usize,
        /// Factors there are.
        found: usize,
    },
    /// The images or labels are not sound.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A parameter of the training is unsound, or it ended early.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// An error of linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
