//! What the pictures of the second table show: some test strings, as readers see them.

mod composition;
mod constant;
mod segmented;
mod shown;
mod swept;

use mnist_io::Mnist;
use report::strings::ConstantLine;
use report::strings::examples::Examples;

use super::set::Set;
use crate::FitError;
use shown::Shown;

pub use shown::Networks;

/// What [`examples`] makes.
pub struct Pictures {
    /// Strings and graphs to show.
    pub pictures: Examples,
    /// Errors of a reader that is not trained on strings, with a constant added to its penalties.
    pub constants: Vec<ConstantLine>,
}

/// Reads test strings for the pictures; `None` unless the networks of `hos`, `hos-dforward`, `sdnn` and
/// `sdnn-dforward` are there.
///
/// Strings are chosen by what they show, such as an error that training takes away.
///
/// # Errors
/// If a network is not that of its row, or the test images are too few.
pub fn examples(
    networks: Networks<'_>,
    data: &Mnist,
    revision: &str,
) -> Result<Option<Pictures>, FitError> {
    let reader = |row: &'static str, set| Shown::new(row, set, networks);
    let (Some(hos), Some(trained)) = (
        reader("hos", Set::Paper)?,
        reader("hos-dforward", Set::Paper)?,
    ) else {
        return Ok(None);
    };
    let mut swept = Vec::new();
    for set in Set::ALL {
        let (Some(before), Some(after)) = (reader("sdnn", set)?, reader("sdnn-dforward", set)?)
        else {
            continue;
        };
        swept.extend(swept::string(&before, &after, set, data)?);
    }
    if swept.is_empty() {
        return Ok(None);
    }
    let strings = Set::Paper.recipe().test(&data.test, 1)?;
    Ok(Some(Pictures {
        pictures: Examples {
            segmented: segmented::string(&trained, &strings)?,
            criterion: segmented::criterion(&hos, &trained, &strings)?,
            swept,
            composition: Some(composition::figure_28()),
            revision: revision.into(),
            data_sha256: data.sha256.clone(),
        },
        constants: constant::curve(&hos, Set::Paper, &strings)?,
    }))
}
