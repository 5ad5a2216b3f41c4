//! The only way in this project to replace a file: either completely or not at all.
//!
//! A reader of the file sees either the old content or the new content, never a mixture. The same
//! is true after a crash or on a full disk. [`write()`] takes the whole content at once,
//! [`Unfinished`] takes it piece by piece.
//!
//! The new content is written to a file with a name of its own in the same folder. Then it is
//! flushed to disk and renamed. The names are unique, so threads and processes may write the same
//! file, or files with similar names, at the same time. The last one to finish wins. A write that
//! fails removes its unfinished file. A write that is killed leaves a file that ends with
//! [`SUFFIX`]; this file can be deleted.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// The end of an unfinished file's name, unless the writer chooses another one.
pub const SUFFIX: &str = ".partial";

/// Number of random letters and digits in the name of an unfinished file.
const OWN: usize = 6;

/// Returns true if this is the name of an unfinished file of [`write()`]:
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

/// A name of at most this many bytes leaves room for the rest of an unfinished file's name.
const LONGEST_PREFIX: usize = 200;

/// Replaces the content of `path` completely or not at all.
///
/// The folder must exist. A new file gets the permissions of any new file. A replaced file keeps
/// its permissions if the file system supports this. A link is followed. If `path` is not a regular
/// file (a pipe, `/dev/stdout`), it is written to directly.
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
/// The error of the operating system. In this case `path` keeps its old content.
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

/// The future content of a file. The file does not change before [`finish`](Self::finish) is
/// called.
///
/// If it is dropped before that, its unfinished file is removed.
#[derive(Debug)]
pub struct Unfinished {
    file: NamedTempFile,
    target: PathBuf,
}

impl Unfinished {
    /// Makes an empty unfinished file beside `path`, whose folder must exist.
    ///
    /// # Errors
    /// The error of the operating system.
    pub fn new(path: &Path) -> io::Result<Self> {
        Self::with_suffix(path, SUFFIX)
    }

    /// As [`new`](Self::new), with a name that ends with `suffix`. It is for a folder whose owner
    /// removes the files that killed processes left there.
    ///
    /// # Errors
    /// The error of the operating system.
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
            // tempfile's own way would make the file readable only by its owner.
            .make_in(folder, |path| {
                OpenOptions::new().write(true).create_new(true).open(path)
            })?;
        if let Ok(replaced) = fs::metadata(&target) {
            // Errors are ignored: some file systems have the same permissions for all their files.
            let _ = file.as_file().set_permissions(replaced.permissions());
        }
        Ok(Self { file, target })
    }

    /// Moves the content to its final place.
    ///
    /// # Errors
    /// The error of the operating system. In this case the file keeps its old content.
    pub fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file
            .persist(&self.target)
            .map_err(|failed| failed.error)?;
        // Errors are ignored: not every system can flush a folder.
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

/// The file that `path` refers to if `path` is a link; otherwise `path`.
fn followed(path: &Path) -> io::Result<PathBuf> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => match fs::canonicalize(path) {
            // A link to a missing file is replaced itself.
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
