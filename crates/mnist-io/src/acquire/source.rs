use std::fmt;
use std::path::PathBuf;

use super::PinnedFile;

/// Where the files were.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// A directory that was named.
    Directory(PathBuf),
    /// The per-user cache.
    Cache(PathBuf),
    /// The per-user cache, into which some or all of them were fetched just now.
    Fetched(PathBuf),
    /// The per-user cache, in which nothing can be kept: what it lacks was fetched for now.
    NotKept(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Directory(path) => write!(f, "{}", path.display()),
            Source::Cache(path) => write!(f, "{} (cache)", path.display()),
            Source::Fetched(path) => write!(f, "{} (fetched now)", path.display()),
            Source::NotKept(path) => write!(
                f,
                "{} (cache; what it lacks was fetched now, but cannot be kept there)",
                path.display()
            ),
        }
    }
}

/// The four files, where they were found.
pub(crate) struct Located {
    /// Training images and labels, test images and labels.
    pub(crate) paths: [PathBuf; 4],
    /// What they are to be.
    pub(crate) files: [PinnedFile; 4],
    /// Whether they may be others.
    pub(crate) any_contents: bool,
    pub(crate) source: Source,
    /// Whether by their names they hold transposed images.
    pub(crate) are_transposed: bool,
}
