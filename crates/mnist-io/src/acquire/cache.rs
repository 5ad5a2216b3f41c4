use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use whole_file::Unfinished;

use super::digest::Checked;
use super::{FetchError, PinnedFile, Progress, hex};
use crate::MnistError;

/// A suffix that nothing else uses, since what has it may be removed.
const PARTIAL: &str = ".mnist-io-partial";

/// The directory that keeps the four raw files.
pub(super) struct Cache {
    directory: PathBuf,
    files: [PinnedFile; 4],
}

/// Held by the one process that changes the cache; released with the process, however it ends.
pub(super) struct Lock {
    _file: File,
}

impl Cache {
    pub(super) fn new(directory: PathBuf, files: [PinnedFile; 4]) -> Self {
        Self { directory, files }
    }

    /// The system's place for this user's caches.
    pub(super) fn of_user() -> Option<PathBuf> {
        let directories = ProjectDirs::from("", "", "mnist-io")?;
        Some(directories.cache_dir().to_owned())
    }

    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    pub(super) fn paths(&self) -> [PathBuf; 4] {
        self.files.map(|file| self.path(&file))
    }

    fn path(&self, file: &PinnedFile) -> PathBuf {
        self.directory.join(file.name)
    }

    /// Whether all files are there, judged by name and length alone.
    pub(super) fn is_complete(&self) -> bool {
        self.files
            .iter()
            .all(|file| fs::metadata(self.path(file)).is_ok_and(|meta| meta.len() == file.bytes))
    }

    /// The files that are not there or not what they should be.
    pub(super) fn missing(&self) -> Vec<PinnedFile> {
        self.files
            .into_iter()
            .filter(|file| hash_file(&self.path(file)).is_none_or(|hash| hash != file.sha256))
            .collect()
    }

    /// Makes the directory, waits until no other process is changing it, and removes what
    /// killed ones left behind.
    pub(super) fn lock(&self, progress: &dyn Progress) -> Result<Lock, MnistError> {
        self.try_lock(progress).map_err(|error| MnistError::Cache {
            path: self.directory.clone(),
            error,
        })
    }

    fn try_lock(&self, progress: &dyn Progress) -> io::Result<Lock> {
        fs::create_dir_all(&self.directory)?;
        let file = File::create(self.directory.join(".lock"))?;
        let locked = match file.try_lock() {
            Err(fs::TryLockError::WouldBlock) => {
                progress.waiting();
                file.lock()
            }
            Err(fs::TryLockError::Error(error)) => Err(error),
            Ok(()) => Ok(()),
        };
        // Not every file system has locks. Without them two processes may both fetch, which
        // the renames keep safe, but a partial file may be one that is being written.
        if locked.is_ok() {
            self.remove_partial_files();
        }
        Ok(Lock { _file: file })
    }

    /// Best effort: such a file does no harm but to take up space.
    fn remove_partial_files(&self) {
        let entries = fs::read_dir(&self.directory).into_iter().flatten();
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.extension().is_some_and(|end| end == &PARTIAL[1..]) {
                let _ = if path.is_dir() {
                    fs::remove_dir_all(path)
                } else {
                    fs::remove_file(path)
                };
            }
        }
    }

    /// A directory for a fetch to work in, gone when it is dropped or when the next process
    /// takes the lock.
    pub(super) fn scratch_directory(&self) -> Result<TempDir, FetchError> {
        tempfile::Builder::new()
            .suffix(PARTIAL)
            .tempdir_in(&self.directory)
            .map_err(|error| FetchError::Keep {
                path: self.directory.clone(),
                error,
            })
    }

    /// Keeps `content` as `file` if it is what it should be.
    pub(super) fn store(
        &self,
        file: &PinnedFile,
        content: &mut dyn Read,
        failed: &dyn Fn(u64, io::Error) -> FetchError,
    ) -> Result<(), FetchError> {
        let keep = |error| FetchError::Keep {
            path: self.path(file),
            error,
        };
        let mut partial = Unfinished::with_suffix(&self.path(file), PARTIAL).map_err(keep)?;
        let mut checked = Checked::new(file);
        let mut buffer = vec![0; 64 << 10];
        loop {
            let arrived = match content.read(&mut buffer) {
                Ok(0) => break,
                Ok(n) => &buffer[..n],
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(failed(checked.found, error)),
            };
            checked.update(arrived)?;
            partial.write_all(arrived).map_err(keep)?;
        }
        checked.finish()?;
        partial.finish().map_err(keep)
    }
}

fn hash_file(path: &Path) -> Option<String> {
    let mut file = File::open(path).ok()?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 256 << 10];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Some(hex(hash)),
            Ok(n) => hash.update(&buffer[..n]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
            Err(_) => return None,
        }
    }
}
