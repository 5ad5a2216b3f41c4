use lenet::LeNet;
use mnist_io::strings::StringSet;
use report::strings::examples::{Answer, Picture};
use report::strings::spelled;
use string_reader::{Reader, Reading};

use crate::FitError;
use crate::strings::rows::STRING_ROWS;
use crate::strings::set::Set;

/// The network of a row's reader for a set, if it is there.
pub type Networks<'a> = &'a dyn Fn(&str, Set) -> Option<LeNet>;

/// A row with its reader.
pub(super) struct Shown {
    pub(super) row: &'static str,
    pub(super) reader: Reader,
}

impl Shown {
    pub(super) fn new(
        row: &'static str,
        set: Set,
        networks: Networks<'_>,
    ) -> Result<Option<Self>, FitError> {
        let own = STRING_ROWS.iter().find(|own| own.id() == row);
        let recipe = own.ok_or("a row of that name")?.recipe;
        let Some(network) = networks(row, set) else {
            return Ok(None);
        };
        let reader = recipe.reader(network)?;
        Ok(reader.map(|reader| Self { row, reader }))
    }

    pub(super) fn answer(&self, reading: &Reading) -> Answer {
        Answer {
            row: self.row.into(),
            digits: spelled(&reading.digits),
            confidence: rounded(reading.confidence),
        }
    }

    /// The first strings for which `wanted` holds of what `self` and another reader read.
    pub(super) fn first(
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

pub(super) fn picture(pixels: ndarray::ArrayView2<'_, u8>) -> Picture {
    let (height, width) = pixels.dim();
    Picture {
        height,
        width,
        pixels: pixels.iter().copied().collect(),
    }
}

/// As far as a picture shows it.
pub(super) fn rounded(number: impl Into<f64>) -> f64 {
    (number.into() * 1000.0).round() / 1000.0
}
