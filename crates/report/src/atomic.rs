use std::path::Path;

use crate::ReportError;

/// Writes `path`, and makes its folders if they are missing. A reader sees either the old file or
/// the whole new file, also after a crash.
///
/// # Errors
/// [`ReportError::Io`].
pub fn write(path: &Path, contents: &[u8]) -> Result<(), ReportError> {
    let written = match path.parent() {
        Some(folder) => std::fs::create_dir_all(folder),
        None => Ok(()),
    };
    written
        .and_then(|()| whole_file::write(path, contents))
        .map_err(ReportError::io(path))
}
