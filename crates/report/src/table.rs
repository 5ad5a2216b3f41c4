use std::borrow::Borrow;
use std::io::ErrorKind;
use std::path::Path;

use serde::Serialize;
use serde::de::{DeserializeOwned, Visitor};

use crate::{Line, ReportError, atomic};

/// `comparison.csv`: a [`Line`] a row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    lines: Vec<Line>,
}

impl Table {
    /// The lines, in the order of the file.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Puts a row's line in the place of the one it has, or at the end.
    pub fn insert(&mut self, line: Line) {
        match self.lines.iter_mut().find(|old| old.row == line.row) {
            Some(old) => *old = line,
            None => self.lines.push(line),
        }
    }

    /// Sets the spread of a row's line, if it has one, from its errors with each seed.
    pub fn set_seeds(&mut self, row: &str, errors: &[usize]) {
        if let Some(line) = self.lines.iter_mut().find(|line| line.row == row) {
            line.set_seeds(errors);
        }
    }

    /// Keeps the lines that `keep` says.
    pub fn retain(&mut self, keep: impl Fn(&Line) -> bool) {
        self.lines.retain(keep);
    }

    /// Puts the lines in the order of `ids`.
    pub fn sort_by_ids(&mut self, ids: &[&str]) {
        self.lines
            .sort_by_key(|line| ids.iter().position(|id| *id == line.row));
    }

    /// Reads `comparison.csv`; an absent file is an empty table.
    ///
    /// # Errors
    /// [`ReportError::Table`] if it is not one of ours.
    pub fn read(path: &Path) -> Result<Self, ReportError> {
        Ok(Self {
            lines: read_csv(path)?,
        })
    }

    /// Writes `comparison.csv`, whole or not at all.
    ///
    /// # Errors
    /// [`ReportError::Io`].
    pub fn write(&self, path: &Path) -> Result<(), ReportError> {
        atomic::write(path, &to_csv::<Line>(path, &self.lines)?)
    }
}

pub(crate) fn read_csv<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, ReportError> {
    let foreign = |why: String| ReportError::Table {
        path: path.to_owned(),
        why,
    };
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(ReportError::io(path)(error)),
    };
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let records: Vec<T> = reader
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| foreign(error.to_string()))?;
    // Without a line nothing has been compared with the header yet. A file of no bytes is what
    // was once written for no line.
    let header = reader
        .headers()
        .map_err(|error| foreign(error.to_string()))?;
    if records.is_empty() && !header.is_empty() && header.iter().ne(columns::<T>().iter().copied())
    {
        return Err(foreign(format!("its columns are {header:?}")));
    }
    Ok(records)
}

pub(crate) fn to_csv<T: Serialize + DeserializeOwned>(
    path: &Path,
    records: impl IntoIterator<Item = impl Borrow<T>>,
) -> Result<Vec<u8>, ReportError> {
    let failed = |error| ReportError::io(path)(std::io::Error::other(error));
    // The header here and not with the first record: a table of no line has one, too.
    let mut writer = csv::WriterBuilder::new()
        .has_headers(false)
        .from_writer(Vec::new());
    writer.write_record(columns::<T>()).map_err(failed)?;
    for record in records {
        writer.serialize(record.borrow()).map_err(failed)?;
    }
    writer
        .into_inner()
        .map_err(|error| ReportError::io(path)(error.into_error()))
}

/// The names of a struct's fields, which serde asks for before it reads one.
fn columns<T: DeserializeOwned>() -> &'static [&'static str] {
    struct Asked<'a>(&'a mut &'static [&'static str]);

    impl<'de> serde::Deserializer<'de> for Asked<'_> {
        type Error = serde::de::value::Error;

        fn deserialize_struct<V: Visitor<'de>>(
            self,
            _: &'static str,
            fields: &'static [&'static str],
            _: V,
        ) -> Result<V::Value, Self::Error> {
            *self.0 = fields;
            Err(serde::de::Error::custom("nothing is read here"))
        }

        fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Self::Error> {
            Err(serde::de::Error::custom("a line of a table is a struct"))
        }

        serde::forward_to_deserialize_any! {
            bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
            option unit unit_struct newtype_struct seq tuple tuple_struct map enum identifier
            ignored_any
        }
    }

    let mut fields: &'static [&'static str] = &[];
    // It fails always, having asked.
    let _ = T::deserialize(Asked(&mut fields));
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::tests::outcome;
    use crate::{Description, PaperFigures, Verdict};

    const DESCRIPTION: Description = Description {
        id: "knn",
        name: "k-NN, \"Euclidean\"",
        section: "III-C.3",
        paper: PaperFigures {
            error_percent: Some(5.0),
            ..PaperFigures::NONE
        },
        divergences: &[],
    };

    #[test]
    fn the_header_is_the_contract() {
        let mut table = Table::default();
        table.insert(Line::new(&DESCRIPTION, &outcome()));
        let csv = to_csv::<Line>(Path::new("x"), &table.lines).unwrap();
        let header = String::from_utf8(csv).unwrap();
        let header = header.lines().next().unwrap();
        assert!(
            header.starts_with(
                "row,name,paper_error_percent,error_percent,error_low_percent,\
                 error_high_percent,verdict,train_images,test_images,errors,seed,threads,\
                 train_seconds,recognise_microseconds,multiply_accumulates,\
                 paper_multiply_accumulates,stored_values,paper_stored_values,\
                 reject_percent_for_half_percent_error,paper_reject_percent,settings,machine,\
                 revision,data_sha256"
            ),
            "{header}"
        );
    }

    #[test]
    fn a_line_is_derived_from_its_outcome() {
        let line = Line::new(&DESCRIPTION, &outcome());
        assert_eq!((line.errors, line.test_images), (1, 4));
        assert_eq!(line.error_percent, 25.0);
        assert_eq!(line.verdict, Verdict::Reproduced);
        assert_eq!(line.recognise_microseconds, 125_000.0);
        assert_eq!(line.reject_percent_for_half_percent_error, Some(25.0));
    }

    #[test]
    fn several_seeds_have_a_mean_and_a_deviation() {
        let mut table = Table::default();
        table.insert(Line::new(&DESCRIPTION, &outcome()));
        assert_eq!(table.lines()[0].seeds, 1);
        assert_eq!(table.lines()[0].sd_error_percent, None);
        table.set_seeds("knn", &[1, 2, 0]);
        let line = &table.lines()[0];
        assert_eq!((line.seeds, line.error_percent), (3, 25.0));
        assert_eq!(line.mean_error_percent, 25.0);
        assert_eq!(line.sd_error_percent, Some(25.0));
    }

    #[test]
    fn survives_the_file_and_keeps_its_order() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("comparison.csv");
        assert_eq!(Table::read(&path).unwrap(), Table::default());
        let mut table = Table::default();
        table.insert(Line::new(&DESCRIPTION, &outcome()));
        let linear = Description {
            id: "linear",
            ..DESCRIPTION
        };
        table.insert(Line::new(&linear, &outcome()));
        table.insert(Line::new(&DESCRIPTION, &outcome()));
        table.sort_by_ids(&["linear", "knn"]);
        table.write(&path).unwrap();
        let read = Table::read(&path).unwrap();
        assert_eq!(read, table);
        let rows: Vec<&str> = read.lines().iter().map(|line| line.row.as_str()).collect();
        assert_eq!(rows, ["linear", "knn"]);
    }

    #[test]
    fn a_table_of_no_line_has_its_header_and_is_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("comparison.csv");
        Table::default().write(&path).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("row,name,paper_error_percent,"), "{text}");
        assert!(text.ends_with(",sd_error_percent\n"), "{text}");
        assert_eq!(Table::read(&path).unwrap(), Table::default());
        std::fs::write(&path, "").unwrap();
        assert_eq!(Table::read(&path).unwrap(), Table::default());
        std::fs::write(&path, "a,b\n").unwrap();
        assert!(Table::read(&path).is_err());
    }

    #[test]
    fn a_foreign_table_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("comparison.csv");
        std::fs::write(&path, "a,b\n1,2\n").unwrap();
        let message = Table::read(&path).unwrap_err().to_string();
        assert!(message.contains("comparison.csv"), "{message}");
    }
}
