use std::path::{Path, PathBuf};

use super::PinnedFile;
use crate::MnistError;

/// The four files in a directory.
pub(super) fn find_all(
    directory: &Path,
    files: &[PinnedFile; 4],
) -> Result<[PathBuf; 4], MnistError> {
    let found = files.map(|file| find(directory, &file));
    let missing: Vec<_> = files
        .iter()
        .zip(&found)
        .filter(|(_, path)| path.is_none())
        .map(|(file, _)| file.name)
        .collect();
    match found {
        [Some(a), Some(b), Some(c), Some(d)] => Ok([a, b, c, d]),
        _ => Err(MnistError::MissingFiles {
            directory: directory.to_owned(),
            files: files.map(|file| file.name),
            missing,
        }),
    }
}

/// The file under one of the names that it goes by: with a dot for the second hyphen, as some
/// collections have it, and gzipped.
fn find(directory: &Path, file: &PinnedFile) -> Option<PathBuf> {
    let dotted = file.name.replace("-idx", ".idx");
    [file.name, &dotted]
        .into_iter()
        .flat_map(|name| [name.to_owned(), format!("{name}.gz")])
        .map(|name| directory.join(name))
        .find(|path| path.is_file())
}
