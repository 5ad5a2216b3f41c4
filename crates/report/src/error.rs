use std::path::{Path, PathBuf};

use thiserror::Error;

/// Errors with the files of the report.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A file or folder cannot be read or written.
    #[error("{}: {error}", path.display())]
    Io {
        /// The path.
        path: PathBuf,
        /// The reason. It is part of the message, so it is not returned as the source.
        error: std::io::Error,
    },
    /// A record was not written by the store.
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
    /// A table was not written by this project.
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
