use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use whole_file::Unfinished;

use super::digest::Checked;
use super::find::forms;
use super::{FetchError, PinnedFile, Progress, hex};
use crate::MnistError;
use crate::gzip::{self, Members};

/// A suffix that nothing else uses, since what has it may be removed.
const PARTIAL: &str = ".mnist-io-partial";

/// The directory that keeps the four files.
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

    fn path(&self, file: &PinnedFile) -> PathBuf {
        self.directory.join(file.name)
    }

    /// All files, if they are there, judged by name and length alone: raw, or gzipped, as they
    /// are copied from elsewhere.
    pub(super) fn all(&self) -> Option<[PathBuf; 4]> {
        let found = self.files.map(|file| {
            let [raw, gzipped] = forms(&self.directory, &file);
            let length = |path: &Path| fs::metadata(path).map_or(0, |found| found.len());
            match length(&raw) == file.bytes {
                true => Some(raw),
                false => Some(gzipped).filter(|path| length(path) > 0),
            }
        });
        let [Some(a), Some(b), Some(c), Some(d)] = found else {
            return None;
        };
        Some([a, b, c, d])
    }

    /// The files that are what they should be.
    pub(super) fn sound(&self) -> [Option<PathBuf>; 4] {
        self.files.map(|file| {
            let sound = |path: &PathBuf| hash_file(path).is_some_and(|hash| hash == file.sha256);
            forms(&self.directory, &file).into_iter().find(sound)
        })
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
        let path = self.directory.join(".lock");
        let mut options = File::options();
        let file = match options.write(true).create(true).truncate(false).open(&path) {
            // Another user's can be locked all the same.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                File::open(&path).map_err(|_| error)?
            }
            file => file?,
        };
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
        // A lock is not yet the permission to write.
        tempfile::Builder::new()
            .suffix(PARTIAL)
            .tempfile_in(&self.directory)?;
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

/// SHA-256 of the raw content, whether the file is gzipped or not.
fn hash_file(path: &Path) -> Option<String> {
    let mut file = BufReader::with_capacity(256 << 10, File::open(path).ok()?);
    let is_gzipped = file.fill_buf().ok()?.starts_with(&gzip::MAGIC);
    let mut file: Box<dyn Read> = match is_gzipped {
        true => Box::new(Members::new(file)),
        false => Box::new(file),
    };
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
