use serde::{Deserialize, Serialize};

/// One line of `failed.csv`: a row that could not be measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// The row's name on the command line.
    pub row: String,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// Why it could not be measured.
    pub cause: String,
    /// The settings that it was to be measured with.
    pub settings: String,
    /// SHA-256 of the data set.
    pub data_sha256: String,
}
