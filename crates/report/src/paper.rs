//! The paper's results, as far as its figures show them.
//!
//! Figures 9 to 12 have a value for each row. These values are in the [`PaperFigures`] of the row.

/// The paper's values for a row. A value is `None` if the paper does not give it.
#[derive(Clone, Copy, Debug, Default)]
pub struct PaperFigures {
    /// Test error in percent (Figure 9).
    pub error_percent: Option<f64>,
    /// Test images rejected for 0.5 % error on the rest, in percent (Figure 10).
    pub reject_percent: Option<f64>,
    /// Multiply-accumulates per recognition (Figure 11).
    pub multiply_accumulates: Option<u64>,
    /// Numbers stored (Figure 12).
    pub stored_values: Option<u64>,
}

impl PaperFigures {
    /// For a row that is not in the paper.
    pub const NONE: Self = Self {
        error_percent: None,
        reject_percent: None,
        multiply_accumulates: None,
        stored_values: None,
    };
}

/// Training and test error of LeNet-5 after each pass, in percent. The values were read from Figure
/// 5 with a precision of ±0.03. The training error is counted on the fly, before each step.
pub const FIGURE_5: [(f64, f64); 20] = [
    (4.89, 2.65),
    (3.04, 2.24),
    (1.77, 1.48),
    (1.48, 1.43),
    (1.22, 1.43),
    (0.91, 1.09),
    (0.78, 1.04),
    (0.70, 1.06),
    (0.57, 0.99),
    (0.49, 0.96),
    (0.46, 0.96),
    (0.44, 0.99),
    (0.41, 0.96),
    (0.39, 0.96),
    (0.39, 0.96),
    (0.39, 0.96),
    (0.39, 0.96),
    (0.36, 0.96),
    (0.36, 0.96),
    (0.36, 0.96),
];

/// A training set of Figure 6.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainingSet {
    /// Number of training images. They are the first ones of the training set.
    pub images: usize,
    /// True if nine distorted copies of each image are shown too.
    pub distorted: bool,
    /// Training error in percent, if the figure shows one.
    pub training_error_percent: Option<f64>,
    /// Test error in percent.
    pub test_error_percent: f64,
}

/// LeNet-5 with training sets of several sizes. The values were read from Figure 6 with a precision
/// of ±0.01.
pub const FIGURE_6: [TrainingSet; 4] = [
    set(15_000, Some(0.05), 1.68),
    set(30_000, Some(0.31), 1.14),
    set(60_000, Some(0.35), 0.94),
    TrainingSet {
        distorted: true,
        ..set(60_000, None, 0.82)
    },
];

const fn set(images: usize, training: Option<f64>, test: f64) -> TrainingSet {
    TrainingSet {
        images,
        distorted: false,
        training_error_percent: training,
        test_error_percent: test,
    }
}
