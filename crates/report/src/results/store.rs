use std::ffi::OsStr;
use std::io::ErrorKind;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use crate::{Outcome, Record, ReportError, atomic, fingerprint};

/// A folder of records of one kind, one file for each outcome.
#[derive(Clone, Debug)]
pub struct Store<R = Outcome> {
    folder: PathBuf,
    records: PhantomData<fn() -> R>,
}

impl<R: Record> Store<R> {
    /// Makes a store for `folder`. The folder is made at the first write.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            records: PhantomData,
        }
    }

    /// The path of the record of this run, whether it exists or not.
    pub fn path(&self, run: &R::Run) -> PathBuf {
        self.folder.join(format!("{}.json", fingerprint(run)))
    }

    /// Returns the outcome of this run, if it has been measured.
    ///
    /// # Errors
    /// [`ReportError::Record`] if the file exists but is not a valid record of this run;
    /// [`ReportError::Io`] if it cannot be read.
    pub fn load(&self, run: &R::Run) -> Result<Option<R>, ReportError> {
        match read(&self.path(run)) {
            Ok(outcome) => Ok(Some(outcome)),
            Err(ReportError::Io { error, .. }) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns every record of the store, ordered by file name.
    ///
    /// # Errors
    /// As [`load`](Self::load), for the first record that cannot be read.
    pub fn all(&self) -> Result<Vec<R>, ReportError> {
        let failed = || ReportError::io(&self.folder);
        let entries = std::fs::read_dir(&self.folder).map_err(|error| failed()(error))?;
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(|error| failed()(error))?.path();
            if path
                .extension()
                .is_some_and(|extension| extension == "json")
            {
                paths.push(path);
            }
        }
        paths.sort();
        paths.iter().map(|path| read(path)).collect()
    }

    /// Writes the outcome's record, completely or not at all. Before that, it checks that the
    /// record can be read back.
    ///
    /// # Errors
    /// [`ReportError::Io`]; [`ReportError::Record`] if [`load`](Self::load) would reject the
    /// record. In this case the file is not written.
    pub fn save(&self, outcome: &R) -> Result<PathBuf, ReportError> {
        let path = self.path(outcome.run());
        let mut text = serde_json::to_vec(outcome).expect("an outcome has no map keys to refuse");
        text.push(b'\n');
        if parsed::<R>(&path, &text)? != *outcome {
            return Err(ReportError::Record {
                path,
                why: "what is read back is not what was written".into(),
            });
        }
        atomic::write(&path, &text)?;
        Ok(path)
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

fn read<R: Record>(path: &Path) -> Result<R, ReportError> {
    parsed(path, &std::fs::read(path).map_err(ReportError::io(path))?)
}

/// Reads the outcome from the text of the record at `path`.
fn parsed<R: Record>(path: &Path, text: &[u8]) -> Result<R, ReportError> {
    let damaged = |why: String| ReportError::Record {
        path: path.to_owned(),
        why,
    };
    let outcome: R = serde_json::from_slice(text).map_err(|error| damaged(error.to_string()))?;
    if let Some(flaw) = outcome.flaw() {
        return Err(damaged(flaw));
    }
    let found = fingerprint(outcome.run());
    if path.file_stem() != Some(OsStr::new(&found)) {
        return Err(damaged(format!("its contents are those of {found}")));
    }
    Ok(outcome)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::tests::outcome;

    #[test]
    fn what_was_saved_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().join("records"));
        let outcome = outcome();
        assert_eq!(store.load(&outcome.run).unwrap(), None);
        let path = store.save(&outcome).unwrap();
        assert_eq!(path, store.path(&outcome.run));
        assert_eq!(store.load(&outcome.run).unwrap(), Some(outcome.clone()));
        assert_eq!(store.all().unwrap(), [outcome]);
        assert_eq!(std::fs::read_dir(store.folder()).unwrap().count(), 1);
    }

    #[test]
    fn what_could_not_be_read_back_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let store = <Store>::new(folder.path());
        let mut infinite_margin = outcome();
        infinite_margin.margins[2] = f64::INFINITY;
        let mut no_loss = outcome();
        no_loss.passes = vec![crate::Pass {
            training_error_percent: 1.0,
            loss: f64::NAN,
            seconds: 1.0,
        }];
        for (outcome, told) in [(infinite_margin, "image 2"), (no_loss, "pass 1")] {
            assert!(outcome.flaw().unwrap().contains(told));
            assert!(matches!(
                store.save(&outcome),
                Err(ReportError::Record { .. })
            ));
            assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        }
    }

    #[test]
    fn a_damaged_or_foreign_record_is_an_error_that_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let store = <Store>::new(folder.path());
        let mut outcome = outcome();
        let path = store.save(&outcome).unwrap();
        let sound = std::fs::read(&path).unwrap();

        outcome.run.settings = "others".into();
        let foreign = serde_json::to_vec(&outcome).unwrap();
        let mut unknown_field = sound.clone();
        unknown_field.splice(1..1, *b"\"surplus\":0,");
        outcome.run.settings = "k = 3".into();
        outcome.margins.pop();
        let short = serde_json::to_vec(&outcome).unwrap();
        for contents in [
            &sound[..sound.len() / 2],
            b"",
            &foreign,
            &unknown_field,
            &short,
        ] {
            std::fs::write(&path, contents).unwrap();
            let message = store.load(&outcome.run).unwrap_err().to_string();
            assert!(message.contains(&path.display().to_string()), "{message}");
            assert!(message.contains("--force"), "{message}");
            assert_eq!(std::fs::read(&path).unwrap(), contents);
        }
    }
}
