//! The one way to replace a file: whole or not at all.
//!
//! Whoever reads the file, and whoever finds it after a crash or on a full disk, sees the old
//! content or the new one. [`write()`] takes the content at once, [`Unfinished`] piece by piece.
//!
//! The new content is written under a name of its own in the same folder, flushed to disk, and
//! renamed. Names are unique, so that threads and processes may write the same file, or files of
//! like names, at once: the last one to finish stays. A write that fails removes what it wrote.
//! One that is killed leaves a file that ends with [`SUFFIX`], and that anyone may delete.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// What the name of an unfinished file ends with, unless its writer wishes otherwise.
pub const SUFFIX: &str = ".partial";

/// Letters and digits that make the name of an unfinished file its own.
const OWN: usize = 6;

/// Whether a file of this name is one that [`write()`] has left unfinished:
/// `table.csv.Ab3xYz.partial`, but not `film.partial`.
pub fn is_unfinished(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    let own = name
        .strip_suffix(SUFFIX)
        .and_then(|name| name.rsplit_once('.'));
    own.is_some_and(|(replaced, own)| {
        let is_own = own.len() == OWN && own.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_own && !replaced.is_empty()
    })
}

/// Names of this many bytes leave room for what an unfinished file's has more.
const LONGEST_PREFIX: usize = 200;

/// Replaces the content of `path`, whole or not at all.
///
/// The folder has to be there. A new file has the permissions of any new file, a replaced
/// one keeps its own where the file system has such. A link is followed, and what is no file (a pipe, `/dev/stdout`) is written
/// to as it is.
///
/// ```
/// # let folder = tempfile::tempdir()?;
/// let path = folder.path().join("table.csv");
/// whole_file::write(&path, b"row,errors\n")?;
/// assert_eq!(std::fs::read(&path)?, b"row,errors\n");
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// What the system says; `path` then holds what it held before.
pub fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return OpenOptions::new()
            .write(true)
            .open(path)?
            .write_all(contents);
    }
    let mut file = Unfinished::new(path)?;
    file.write_all(contents)?;
    file.finish()
}

/// The coming content of a file, which does not change until it is [finished](Self::finish).
///
/// Dropped before, it is removed.
#[derive(Debug)]
pub struct Unfinished {
    file: NamedTempFile,
    target: PathBuf,
}

impl Unfinished {
    /// An empty file beside `path`, whose folder has to be there.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(path: &Path) -> io::Result<Self> {
        Self::with_suffix(path, SUFFIX)
    }

    /// As [`new`](Self::new), under a name that ends with `suffix`: for a folder whose owner
    /// clears up what killed processes left there.
    ///
    /// # Errors
    /// What the system says.
    pub fn with_suffix(path: &Path, suffix: &str) -> io::Result<Self> {
        let target = followed(path)?;
        if target.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let name = target.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let folder = match target.parent() {
            Some(folder) if folder != Path::new("") => folder,
            _ => Path::new("."),
        };
        let file = tempfile::Builder::new()
            .prefix(&prefix(name))
            .rand_bytes(OWN)
            .suffix(suffix)
            // Not tempfile's own way, which lets nobody else read the file.
            .make_in(folder, |path| {
                OpenOptions::new().write(true).create_new(true).open(path)
            })?;
        if let Ok(replaced) = fs::metadata(&target) {
            // Best effort: some file systems have one set of permissions for all their files.
            let _ = file.as_file().set_permissions(replaced.permissions());
        }
        Ok(Self { file, target })
    }

    /// Puts the content in its place.
    ///
    /// # Errors
    /// What the system says; the place then holds what it held before.
    pub fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file
            .persist(&self.target)
            .map_err(|failed| failed.error)?;
        // Best effort: not every system can flush a folder.
        if let Some(folder) = self.target.parent()
            && let Ok(folder) = File::open(folder)
        {
            let _ = folder.sync_all();
        }
        Ok(())
    }
}

impl Write for Unfinished {
    fn write(&mut self, contents: &[u8]) -> io::Result<usize> {
        self.file.as_file().write(contents)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file().flush()
    }
}

/// The file itself, where `path` is a link to one.
fn followed(path: &Path) -> io::Result<PathBuf> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => match fs::canonicalize(path) {
            // A link to nowhere is replaced as it is.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
            followed => followed,
        },
        _ => Ok(path.to_owned()),
    }
}

fn prefix(name: &OsStr) -> OsString {
    let mut prefix = if name.len() <= LONGEST_PREFIX {
        name.to_owned()
    } else {
        OsString::from("long-name")
    };
    prefix.push(".");
    prefix
}
