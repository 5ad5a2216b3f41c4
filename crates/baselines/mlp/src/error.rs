use classifier::InputError;
use gradient::TrainingError;
use thiserror::Error;

/// Why a network cannot be trained or applied.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum MlpError {
    /// There are no classes, or a hidden layer has no units.
    #[error("{what} is 0")]
    Zero {
        /// The name of the number.
        what: &'static str,
    },
    /// A number is larger than a network allows.
    #[error("{what} is {value}: at most {limit} are possible")]
    TooLarge {
        /// The name of the number.
        what: &'static str,
        /// Its value.
        value: usize,
        /// The largest possible value.
        limit: usize,
    },
    /// No hidden layer.
    #[error("a network without a hidden layer")]
    NoHiddenLayer,
    /// The number of factors of [`UpdateRule::Scaled`](gradient::UpdateRule::Scaled) differs from
    /// the number of parameters.
    #[error("{found} rate factors for {expected} parameters: each parameter needs one")]
    FactorCount {
        /// Number of parameters of the network.
        expected: usize,
        /// Number of factors.
        found: usize,
    },
    /// The images or labels are not valid.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A setting of the training is not valid, or the training ended early.
    #[error(transparent)]
    Training(#[from] TrainingError),
    /// An error of linfa.
    #[error(transparent)]
    Linfa(#[from] linfa::Error),
}
