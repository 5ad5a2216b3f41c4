use std::borrow::Borrow;
use std::io::ErrorKind;
use std::marker::PhantomData;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{ReportError, atomic};

/// A file in a folder of results. Each of its lines is an `L`.
#[derive(Clone, Copy, Debug)]
pub struct CsvFile<L> {
    /// Its name.
    pub name: &'static str,
    lines: PhantomData<fn() -> L>,
}

impl<L: Default + Serialize + DeserializeOwned> CsvFile<L> {
    pub(super) const fn new(name: &'static str) -> Self {
        Self {
            name,
            lines: PhantomData,
        }
    }

    /// Reads the lines of the file in a folder. A missing file has no lines.
    ///
    /// # Errors
    /// [`ReportError::Table`] if the file was not written by this project.
    pub fn read(&self, folder: &Path) -> Result<Vec<L>, ReportError> {
        let path = folder.join(self.name);
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(ReportError::io(&path)(error)),
        };
        let mut reader = csv::Reader::from_reader(text.as_slice());
        let lines: Result<Vec<L>, _> = reader.deserialize().collect();
        let lines = lines.map_err(|error| self.foreign(folder, error.to_string()))?;
        // A file without lines has not been compared with the header yet. An earlier version wrote
        // an empty file if there were no lines.
        let found = text.trim_ascii();
        if lines.is_empty() && !found.is_empty() && found != header::<L>().trim_ascii() {
            let columns = String::from_utf8_lossy(found).into_owned();
            return Err(self.foreign(folder, format!("its columns are {columns:?}")));
        }
        Ok(lines)
    }

    /// Writes the lines into a folder. The file is written completely or not at all.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(
        &self,
        folder: &Path,
        lines: impl IntoIterator<Item = impl Borrow<L>>,
    ) -> Result<(), ReportError> {
        let text = text(lines);
        let text = if text.is_empty() { header::<L>() } else { text };
        atomic::write(&folder.join(self.name), &text)
    }

    /// Removes the file from a folder, if it is there.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub(super) fn remove(&self, folder: &Path) -> Result<(), ReportError> {
        let path = folder.join(self.name);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(ReportError::io(&path)(error)),
            _ => Ok(()),
        }
    }

    /// The error for a file that was not written by this project.
    pub(super) fn foreign(&self, folder: &Path, why: String) -> ReportError {
        ReportError::Table {
            path: folder.join(self.name),
            why,
        }
    }
}

/// The header line with the names of the columns.
fn header<L: Default + Serialize>() -> Vec<u8> {
    let mut text = text([L::default()]);
    let end = text.iter().position(|&byte| byte == b'\n');
    text.truncate(end.map_or(0, |end| end + 1));
    text
}

/// The header and the lines. Without lines it is empty.
fn text<L: Serialize>(lines: impl IntoIterator<Item = impl Borrow<L>>) -> Vec<u8> {
    const IN_MEMORY: &str = "a vector takes every line of plain columns";
    let mut writer = csv::Writer::from_writer(Vec::new());
    for line in lines {
        writer.serialize(line.borrow()).expect(IN_MEMORY);
    }
    writer.into_inner().expect(IN_MEMORY)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Planet {
        name: String,
        moons: Option<u32>,
    }

    const FILE: CsvFile<Planet> = CsvFile::new("planets.csv");

    fn planets() -> [Planet; 2] {
        [("Mercury, \"the first\"", None), ("Mars", Some(2))].map(|(name, moons)| Planet {
            name: name.into(),
            moons,
        })
    }

    #[test]
    fn lines_survive_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new");
        assert_eq!(FILE.read(&folder).unwrap(), []);
        FILE.write(&folder, planets()).unwrap();
        assert_eq!(FILE.read(&folder).unwrap(), planets());
        let text = std::fs::read_to_string(folder.join("planets.csv")).unwrap();
        assert_eq!(
            text,
            "name,moons\n\"Mercury, \"\"the first\"\"\",\nMars,2\n"
        );
    }

    #[test]
    fn a_table_of_no_line_has_its_header_and_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("planets.csv");
        FILE.write(folder.path(), [] as [Planet; 0]).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "name,moons\n");
        for empty in ["name,moons\n", "name,moons\r\n", ""] {
            std::fs::write(&path, empty).unwrap();
            assert_eq!(FILE.read(folder.path()).unwrap(), [], "{empty:?}");
        }
    }

    #[test]
    fn a_foreign_table_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "a,b\n1,2\n",
            "a,b\n",
            "name\n",
            "name,moons,rings\nMars,2,0\n",
        ] {
            std::fs::write(folder.path().join("planets.csv"), text).unwrap();
            let message = FILE.read(folder.path()).unwrap_err().to_string();
            assert!(message.contains("planets.csv"), "{message}");
        }
    }
}
