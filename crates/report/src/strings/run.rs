use serde::{Deserialize, Serialize};

use crate::Definition;

/// The definition of a run: everything that the results of a row on a set of strings depend on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StringRun {
    /// The row's name.
    pub row: String,
    /// Version of the row's algorithm. It increases with each change that may change the results.
    pub algorithm_version: u32,
    /// The hyper-parameters, and where they come from.
    pub settings: String,
    /// The name of the set of strings, such as `paper`.
    pub set: String,
    /// How many orders of the test images are read: 1 to this.
    pub orders: u64,
    /// Seed, if the row depends on one.
    pub seed: Option<u64>,
    /// Number of threads that the row may use.
    pub threads: usize,
    /// Level of the kernels.
    pub kernel_level: String,
    /// SHA-256 of the data set, hexadecimal.
    pub data_sha256: String,
    /// Number of training images that the strings are drawn from.
    pub train_images: usize,
    /// Number of training strings a pass; 0 if the row is not trained on strings.
    pub train_strings: usize,
    /// True for a run with less of everything, which only shows that it works.
    pub quick: bool,
}

impl Definition for StringRun {
    fn name(&self) -> String {
        format!("{}-{}", self.row, self.set)
    }
}
