use serde::{Deserialize, Serialize};

/// One line of `strings-constant.csv`: the error of a row if a constant is added to the penalty of
/// each candidate, which favours answers of fewer or of more digits.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstantLine {
    /// The row.
    pub row: String,
    /// The set of strings.
    pub set: String,
    /// What is added to the penalty of each arc of the segmentation graph.
    pub constant: f64,
    /// Strings that were read wrongly, in percent.
    pub string_error_percent: f64,
    /// Number of strings that were read wrongly.
    pub errors: usize,
    /// Number of strings.
    pub strings: usize,
}
