use std::path::{Path, PathBuf};

use thiserror::Error;

/// What can go wrong with the files of the report.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A file or folder cannot be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why. It is part of the message, and so no cause of its own.
        error: std::io::Error,
    },
    /// A record is not what the store wrote.
    #[error(
        "{}: damaged or foreign record: {why}. Nothing was overwritten; delete the file, or \
         pass --force to measure the row again",
        path.display()
    )]
    Record {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// A table is not what we wrote.
    #[error(
        "{}: not a table of this project: {why}. Nothing was overwritten; move the file away, \
         or choose another folder with --out",
        path.display()
    )]
    Table {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

impl ReportError {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |error| Self::Io { path, error }
    }
}
