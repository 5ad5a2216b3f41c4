//! A folder of results. Each file is named once, in [`files`]; the other modules have the contents.

mod by_seed;
mod calibration;
mod comparison;
mod confusion;
mod csv_file;
mod curves;
mod failure;
/// The files, with their names and types.
pub mod files;
mod growth;
mod json_file;
mod passes;
mod predictions;
mod store;
mod strings;
mod studies;
mod trial;

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use by_seed::BySeed;
pub use calibration::CalibrationLine;
pub use comparison::{Comparison, predictions};
pub use csv_file::CsvFile;
pub use curves::{PassLine, SizeLine};
pub use failure::Failure;
#[cfg(test)]
pub(crate) use growth::tests::line as growth_line;
pub use growth::{Grown, GrowthLine, Quantity, rows_of};
pub use json_file::JsonFile;
pub use passes::Passes;
pub use predictions::{Mistake, Predictions};
pub use store::Store;
pub use strings::{GivenString, StringAnswers, StringPasses, Strings};
pub use studies::{ChangeLine, MapLine};
pub use trial::Trial;

use crate::ReportError;
use crate::strings::ConstantLine;
use crate::strings::examples::Examples;

/// Everything in a folder of results except the records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Results {
    /// The tables of the comparison.
    pub comparison: Comparison,
    /// `validation.csv`.
    pub trials: Vec<Trial>,
    /// `figure-5.csv`.
    pub curve: Vec<PassLine>,
    /// `figure-6.csv`.
    pub sizes: Vec<SizeLine>,
    /// `growth.csv`.
    pub growth: Vec<GrowthLine>,
    /// `figure-2.csv`.
    pub layers: Vec<MapLine>,
    /// `figure-13.csv`.
    pub changes: Vec<ChangeLine>,
    /// The tables of the strings.
    pub strings: Strings,
    /// `strings-constant.csv`.
    pub constants: Vec<ConstantLine>,
    /// `strings-examples.json`.
    pub examples: Option<Examples>,
}

impl Results {
    /// Reads a folder. A missing file is empty. A file that is no table of the comparison or of the
    /// strings and cannot be read is left out, and `left_out` gets the error.
    ///
    /// # Errors
    /// [`ReportError::Table`] if a table of the comparison or of the strings was not written by this
    /// project.
    pub fn read(folder: &Path, mut left_out: impl FnMut(ReportError)) -> Result<Self, ReportError> {
        fn lines<L: Default + Serialize + DeserializeOwned>(
            file: CsvFile<L>,
            folder: &Path,
            left_out: &mut impl FnMut(ReportError),
        ) -> Vec<L> {
            let unread = |error| {
                left_out(error);
                Vec::new()
            };
            file.read(folder).unwrap_or_else(unread)
        }
        Ok(Self {
            comparison: Comparison::read(folder)?,
            trials: lines(files::VALIDATION, folder, &mut left_out),
            curve: lines(files::FIGURE_5, folder, &mut left_out),
            sizes: lines(files::FIGURE_6, folder, &mut left_out),
            growth: lines(files::GROWTH, folder, &mut left_out),
            layers: lines(files::FIGURE_2, folder, &mut left_out),
            changes: lines(files::FIGURE_13, folder, &mut left_out),
            strings: Strings::read(folder)?,
            constants: lines(files::STRING_CONSTANT, folder, &mut left_out),
            examples: files::STRING_EXAMPLES.read(folder).unwrap_or_else(|error| {
                left_out(error);
                None
            }),
        })
    }

    /// Returns true if there is no result that could be shown.
    pub fn is_empty(&self) -> bool {
        let comparison = &self.comparison;
        comparison.lines.is_empty()
            && comparison.failures.is_empty()
            && self.curve.is_empty()
            && self.sizes.is_empty()
            && self.growth.is_empty()
            && self.layers.is_empty()
            && self.strings.lines.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_part_of_the_comparison_may_be_damaged() {
        let folder = tempfile::tempdir().unwrap();
        let line = PassLine {
            pass: 1,
            ..PassLine::default()
        };
        files::FIGURE_5.write(folder.path(), [&line]).unwrap();
        std::fs::write(folder.path().join("figure-6.csv"), "not,ours\n1,2\n").unwrap();
        let mut told = Vec::new();
        let read = Results::read(folder.path(), |error| told.push(error.to_string())).unwrap();
        assert_eq!(read.curve, [line]);
        assert!(read.sizes.is_empty() && !read.is_empty());
        assert_eq!(told.len(), 1);
        assert!(told[0].contains("figure-6.csv"), "{told:?}");
        std::fs::write(folder.path().join("comparison.csv"), "not,ours\n1,2\n").unwrap();
        assert!(Results::read(folder.path(), |_| ()).is_err());
    }
}
