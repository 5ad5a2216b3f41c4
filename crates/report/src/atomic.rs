use std::io::Write;
use std::path::Path;

use crate::ReportError;

/// Writes `path` so that a reader, or a crash, sees the old file or the new one whole.
///
/// # Errors
/// [`ReportError::Io`].
pub fn write(path: &Path, contents: &[u8]) -> Result<(), ReportError> {
    let io = || ReportError::io(path);
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(io())?;
    // A fixed name beside the target: a killed process leaves at most one such file, which the
    // next write replaces.
    let mut partial = path.as_os_str().to_owned();
    partial.push(".partial");
    let mut file = std::fs::File::create(&partial).map_err(io())?;
    file.write_all(contents).map_err(io())?;
    file.sync_all().map_err(io())?;
    std::fs::rename(&partial, path).map_err(io())
}
