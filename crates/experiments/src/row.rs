use report::Description;

use crate::{Preparation, Recipe};

/// A row of the comparison.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// What the paper says of it, and where we differ.
    pub description: Description,
    /// The version of the images it takes.
    pub preparation: Preparation,
    /// The most training images it takes, the first so many, if it cannot bear all.
    pub train_images: Option<usize>,
    /// To be raised with any change that may change its results: records of other versions
    /// are not used again.
    pub algorithm_version: u32,
    /// The seed to use unless another is asked for; none if nothing in it is random.
    pub seed: Option<u64>,
    /// How it is trained.
    pub recipe: &'static dyn Recipe,
    /// Where the recipe's settings come from.
    pub choice: Choice,
    /// Other recipes: what the choice was made from, or what shows that it matters little.
    pub others: &'static [&'static dyn Recipe],
    /// When it is run without being named.
    pub runs: Runs,
    /// How many cores its training can use.
    pub cores: Cores,
}

/// How many cores a row's training can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cores {
    /// As many as there are.
    All,
    /// One: every update needs the one before. Two such rows run side by side.
    One,
}

/// When a row is run without being named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Runs {
    /// In every comparison.
    Always,
    /// In full comparisons only: it would make a first look (`--quick`) too long.
    InFull,
    /// Never: it is there to compare our classifiers with others' code.
    WhenNamed,
}

/// Where the settings of a recipe come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The paper gives them, or there are none.
    Paper,
    /// The paper gives the rest, but not those for which a customary value stands, such as a ridge.
    /// None was tried against another.
    Untuned,
    /// They had the smallest error on the validation images, of these and the others.
    Validation,
    /// Of these and the others, which validation does not tell apart, they follow the paper's
    /// curve of the *training* error (Figure 5).
    TrainingCurve,
    /// They are those of another row, which this one stands beside.
    SameAs(&'static str),
    /// They are those for MNIST, on other data.
    OnMnist,
}

impl Row {
    /// The row's name on the command line.
    pub fn id(&self) -> &'static str {
        self.description.id
    }

    /// The recipe, then the others.
    pub fn candidates(&self) -> impl Iterator<Item = &'static dyn Recipe> + use<> {
        std::iter::once(self.recipe).chain(self.others.iter().copied())
    }

    /// A network that it has in common with all rows that name the same one: trained once if
    /// one of them runs after the other.
    pub fn network(&self) -> Option<&'static str> {
        self.recipe.network()
    }

    /// Whether its models can be kept as files.
    pub fn can_be_kept(&self) -> bool {
        self.recipe.can_be_kept()
    }

    /// Settings, data and where the settings come from, in one line, on MNIST.
    pub fn settings(&self) -> String {
        self.settings_on((28, 28), 60_000)
    }

    /// The same, on so many training images of that size.
    pub(crate) fn settings_on(&self, size: (usize, usize), n_images: usize) -> String {
        let origin = match self.choice {
            Choice::Paper => "as the paper says".into(),
            Choice::Untuned => "what the paper leaves open not tuned".into(),
            Choice::Validation => "chosen on validation".into(),
            Choice::TrainingCurve => "closest to Figure 5 in training error".into(),
            Choice::SameAs(row) => format!("as row {row}"),
            Choice::OnMnist => "as on MNIST".into(),
        };
        let bound = self.train_images.filter(|&bound| bound < n_images);
        let part = bound.map_or(String::new(), |n| {
            format!("the first {n} training images only; ")
        });
        format!(
            "{}; {part}{}; {origin}",
            self.preparation.name(size),
            self.recipe.settings()
        )
    }
}

#[cfg(test)]
mod tests {
    use crate::ROWS;

    /// A spreadsheet that takes a table for another encoding shows these all the same.
    #[test]
    fn what_stands_in_the_tables_is_plain_ascii() {
        for row in ROWS {
            assert!(row.settings().is_ascii(), "{}", row.settings());
            assert!(row.description.name.is_ascii(), "{}", row.id());
            for recipe in row.candidates() {
                assert!(recipe.settings().is_ascii(), "{}", recipe.settings());
            }
        }
    }

    #[test]
    fn a_row_that_bears_a_part_of_the_images_says_so() {
        let limited: Vec<_> = ROWS
            .iter()
            .filter(|row| row.train_images.is_some())
            .collect();
        assert!(!limited.is_empty());
        for row in limited {
            let part = format!(
                "the first {} training images only",
                row.train_images.unwrap()
            );
            assert!(row.settings().contains(&part), "{}", row.settings());
            assert!(!row.description.divergences.is_empty(), "{}", row.id());
        }
    }
}
