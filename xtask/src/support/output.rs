//! The folder that a command writes to.

use std::fs::{File, TryLockError};
use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};
use report::results::files::{RECORDS, STRING_RECORDS};
use whole_file::Unfinished;

/// A folder that is there, can be written to, and that no other command writes to as long as
/// this lives.
///
/// Of that the system takes care: when the process dies, however it dies, the lock is gone, and
/// the file that is left of it is no hindrance.
pub struct Output {
    folder: PathBuf,
    /// Held until it is dropped. None where the file system knows no locks.
    lock: Option<File>,
}

/// The file that is locked, and that names the process which holds it.
const LOCK: &str = ".lock";

impl Output {
    /// Makes the folder, tries to write there, and keeps others from it.
    ///
    /// # Errors
    /// If it cannot be written to, or another command writes to it.
    pub fn open(folder: PathBuf) -> anyhow::Result<Self> {
        Self::open_as(folder, "--out")
    }

    /// The same of a folder that is named with another option.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_as(folder: PathBuf, option: &str) -> anyhow::Result<Self> {
        let unusable = |folder| unusable(folder, option);
        std::fs::create_dir_all(&folder).map_err(unusable(&folder))?;
        let lock = lock(&folder).map_err(unusable(&folder))?;
        let records = folder.join(RECORDS);
        if records.exists() {
            // Removed as soon as it is there.
            Unfinished::new(&records.join("probe")).map_err(unusable(&records))?;
        }
        let lock = match lock {
            Lock::Held(file) => Some(file),
            Lock::Unknown => None,
            Lock::Elsewhere(process) => bail!(
                "{}: another command{process} is writing there; wait until it has ended, or name \
                 another folder with {option}",
                folder.display()
            ),
        };
        if lock.is_some() {
            sweep(&folder);
            sweep(&records);
            sweep(&folder.join(STRING_RECORDS));
        }
        Ok(Self { folder, lock })
    }

    /// Where it is.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Where the raw outcomes are.
    pub fn records(&self) -> PathBuf {
        self.folder.join(RECORDS)
    }

    /// Removes the file that is locked, for who is about to exit.
    pub fn clear(&self) {
        // While it is still locked, so that nobody's but our own file goes.
        #[cfg(unix)]
        if self.lock.is_some() {
            let _ = std::fs::remove_file(self.folder.join(LOCK));
        }
    }

    /// A file there that is going to be written.
    ///
    /// # Errors
    /// If something of that name stands in the way.
    pub fn file(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.folder.join(name);
        if path.is_dir() {
            bail!(
                "{}: is a folder, and a file of that name is to be written; move it away, or name \
                 another folder with --out",
                path.display()
            );
        }
        Ok(path)
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        self.clear();
        self.lock = None;
    }
}

fn unusable(folder: &Path, option: &str) -> impl FnOnce(std::io::Error) -> anyhow::Error {
    move |error| {
        anyhow!(
            "cannot write to {}: {error}; name another folder with {option}",
            folder.display()
        )
    }
}

enum Lock {
    Held(File),
    /// By the process that the text names.
    Elsewhere(String),
    /// The file system has no locks: some that are shared over a network.
    Unknown,
}

fn lock(folder: &Path) -> std::io::Result<Lock> {
    let path = folder.join(LOCK);
    loop {
        let opened = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path);
        let mut file = match opened {
            // One that another user left here can be locked as well.
            Err(error) if error.kind() == ErrorKind::PermissionDenied => File::open(&path)?,
            opened => opened?,
        };
        match file.try_lock() {
            Ok(()) if !is_still(&file, &path) => continue,
            Ok(()) => {
                // For the word to others only, and not possible in another user's file.
                let process = std::process::id().to_string();
                let _ = file.set_len(0).and_then(|()| file.rewind());
                let _ = file.write_all(process.as_bytes());
                return Ok(Lock::Held(file));
            }
            Err(TryLockError::WouldBlock) => {
                let mut process = String::new();
                // Not everywhere can a locked file be read.
                let _ = file.read_to_string(&mut process);
                let process = match process.parse::<u32>() {
                    Ok(process) => format!(" (process {process})"),
                    Err(_) => String::new(),
                };
                return Ok(Lock::Elsewhere(process));
            }
            Err(TryLockError::Error(_)) => return Ok(Lock::Unknown),
        }
    }
}

/// Whether the path still is that file: whoever held the lock before removes it at the end.
fn is_still(file: &File, path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        match (file.metadata(), std::fs::metadata(path)) {
            (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
            _ => false,
        }
    }
    #[cfg(not(unix))]
    {
        let _ = (file, path);
        true
    }
}

/// Removes what processes that were killed have left behind. Nobody else writes there now.
fn sweep(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        let is_unfinished = path.file_name().is_some_and(whole_file::is_unfinished);
        if is_unfinished && path.is_file() {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(folder: &Path) -> String {
        let error = Output::open(folder.to_owned()).err().unwrap();
        format!("{error:#}")
    }

    #[test]
    fn one_at_a_time_has_the_folder_and_nothing_is_left_of_that() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("new/out");
        let first = Output::open(out.clone()).unwrap();
        let told = refusal(&out);
        let process = format!("(process {})", std::process::id());
        for part in [&out.display().to_string(), "--out", &process] {
            assert!(told.contains(part), "{told}");
        }
        drop(first);
        #[cfg(unix)]
        assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
        drop(Output::open(out.clone()).unwrap());
        // What a killed process leaves.
        std::fs::write(out.join(LOCK), "4711").unwrap();
        std::fs::write(out.join("comparison.csv.aB3xYz.partial"), "half").unwrap();
        let again = Output::open(out.clone()).unwrap();
        assert!(!out.join("comparison.csv.aB3xYz.partial").exists());
        drop(again);
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_named_with_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "").unwrap();
        for out in [file.clone(), file.join("below")] {
            let told = refusal(&out);
            assert!(told.contains(&out.display().to_string()), "{told}");
            assert!(told.contains("--out"), "{told}");
        }
        let out = folder.path().join("out");
        std::fs::create_dir_all(out.join("comparison.csv")).unwrap();
        let output = Output::open(out.clone()).unwrap();
        assert!(output.file("comparison.csv").is_err());
        assert!(output.file("comparison.md").is_ok());
        drop(output);
        std::fs::write(out.join(RECORDS), "").unwrap();
        assert!(refusal(&out).contains(RECORDS));
    }
}
