use classifier::InputError;
use gradient::TrainingError;
use thiserror::Error;

/// Why a network cannot be trained or applied.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum MlpError {
    /// No class, no unit in a hidden layer, no pass, or no pattern a pass.
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
    /// A rate, or another number that must be positive and finite, is not.
    #[error("{what} is {value}, not a positive number")]
    NotPositive {
        /// What it is.
        what: &'static str,
        /// Its value.
        value: f64,
    },
    /// The factors of [`Descent::Scaled`](gradient::Descent::Scaled) are not one a parameter.
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
    /// Training ended early.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// An error of linfa's own.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
