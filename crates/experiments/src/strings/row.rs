use report::strings::StringDescription;

use super::recipe::StringRecipe;
use super::set::Set;

/// A row of the second table: a reader of strings.
#[derive(Clone, Copy, Debug)]
pub struct StringRow {
    /// What the paper says of it, and where we differ.
    pub description: StringDescription,
    /// The sets that it reads, each by a reader of its own that is trained for the set.
    pub sets: &'static [Set],
    /// How its reader comes about.
    pub recipe: StringRecipe,
    /// Other recipes, which were tried on validation strings.
    pub others: &'static [StringRecipe],
    /// To be raised with any change that may change its results: records of other versions are not
    /// used again.
    pub algorithm_version: u32,
    /// The seed to use unless another is asked for.
    pub seed: u64,
}

impl StringRow {
    /// The row's name on the command line.
    pub fn id(&self) -> &'static str {
        self.description.id
    }
}
