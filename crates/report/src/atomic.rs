use std::path::Path;

use crate::ReportError;

/// Writes `path`, and the folders to it, so that a reader, or a crash, sees the old file or the
/// new one whole.
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
