use classifier::InputError;
use thiserror::Error;

/// Why scores cannot be calibrated.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum CalibrationError {
    /// The held-out images or labels are not sound.
    #[error(transparent)]
    Input(#[from] InputError),
    /// A score is NaN or infinite.
    #[error(
        "the score of image {image} for class {class} is {value}: only finite scores can be \
         calibrated. Leave the image out, or bring the scores to a finite scale"
    )]
    NotFinite {
        /// Index of the image.
        image: usize,
        /// Index of the class.
        class: usize,
        /// The score.
        value: f64,
    },
    /// Scores of another number of classes than those the calibration was fitted on.
    #[error("scores of {found} classes, but the calibration was fitted on scores of {expected}")]
    ClassCount {
        /// Classes the calibration was fitted on.
        expected: usize,
        /// Classes there are scores of.
        found: usize,
    },
    /// A method that nobody knows.
    #[error("{0:?} is no method of calibration: there are \"temperature\" and \"sigmoid\"")]
    Method(String),
}
