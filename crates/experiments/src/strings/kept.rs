use std::path::Path;

use classifier::persist::{Notes, to_bytes};
use lenet::LeNet;
use model_file::{FileError, save_bytes};
use report::strings::StringRun;

/// Keeps the network of a reader as a file, with what it depends on as notes.
///
/// # Errors
/// [`FileError::Io`].
pub fn keep(network: &LeNet, run: &StringRun, path: &Path) -> Result<(), FileError> {
    let notes = [
        ("row", run.row.clone()),
        ("algorithm_version", run.algorithm_version.to_string()),
        ("set", run.set.clone()),
        ("settings", run.settings.clone()),
        ("train_images", run.train_images.to_string()),
        ("data", run.data_sha256.clone()),
        ("kernel_level", run.kernel_level.clone()),
    ];
    let seed = run.seed.map(|seed| ("seed", seed.to_string()));
    let notes: Notes = notes
        .into_iter()
        .chain(seed)
        .map(|(name, note)| (name.into(), note))
        .collect();
    let bytes = to_bytes::<u8>(network, &notes).expect("a network can be kept");
    save_bytes(&bytes, path)
}
