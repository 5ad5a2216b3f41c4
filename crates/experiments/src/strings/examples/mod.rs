//! What the pictures of the second table show: some test strings, as readers see them.

mod composition;
mod constant;
mod segmented;
mod swept;

use lenet::LeNet;
use mnist_io::Mnist;
use mnist_io::strings::StringSet;
use report::strings::ConstantLine;
use report::strings::examples::{Answer, Examples, Picture};
use report::strings::spelled;
use string_reader::{Reader, Reading};

use super::rows::STRING_ROWS;
use super::set::Set;
use crate::FitError;

/// The network of a row's reader for a set, if it is there.
pub type Networks<'a> = &'a dyn Fn(&str, Set) -> Option<LeNet>;

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

/// A row with its reader.
struct Shown {
    row: &'static str,
    reader: Reader,
}

impl Shown {
    fn new(row: &'static str, set: Set, networks: Networks<'_>) -> Result<Option<Self>, FitError> {
        let own = STRING_ROWS.iter().find(|own| own.id() == row);
        let recipe = own.ok_or("a row of that name")?.recipe;
        let Some(network) = networks(row, set) else {
            return Ok(None);
        };
        let reader = recipe.reader(network)?;
        Ok(reader.map(|reader| Self { row, reader }))
    }

    fn answer(&self, reading: &Reading) -> Answer {
        Answer {
            row: self.row.into(),
            digits: spelled(&reading.digits),
            confidence: rounded(reading.confidence),
        }
    }

    /// The first strings for which `wanted` holds of what `self` and another reader read.
    fn first(
        &self,
        other: &Self,
        strings: &StringSet,
        wanted: impl Fn(usize, &Reading, &Reading) -> bool,
    ) -> Result<Option<(usize, Reading, Reading)>, FitError> {
        for string in 0..strings.len() {
            let own = self.reader.read(strings.picture(string))?;
            let others = other.reader.read(strings.picture(string))?;
            if wanted(string, &own, &others) {
                return Ok(Some((string, own, others)));
            }
        }
        Ok(None)
    }
}

fn picture(pixels: ndarray::ArrayView2<'_, u8>) -> Picture {
    let (height, width) = pixels.dim();
    Picture {
        height,
        width,
        pixels: pixels.iter().copied().collect(),
    }
}

/// As far as a picture shows it.
fn rounded(number: impl Into<f64>) -> f64 {
    (number.into() * 1000.0).round() / 1000.0
}
