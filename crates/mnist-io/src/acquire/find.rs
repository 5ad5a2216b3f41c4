use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::PinnedFile;
use crate::MnistError;

/// The four files of one set.
pub(super) struct Found {
    pub(super) paths: [PathBuf; 4],
    /// Whether their names are those of a collection whose images lie transposed.
    pub(super) are_transposed: bool,
}

/// Files of one set, as many as are there.
type Set = [Option<PathBuf>; 4];

/// What the names of EMNIST's files begin with. Its images are columns of pixels, not rows.
const TRANSPOSED: &str = "emnist";

/// The four files in a directory that was named, or below it, where torchvision and EMNIST's
/// archive put them. A directory with a prefix, as `gzip/emnist-digits`, names one set of many.
pub(super) fn find_all(directory: &Path, files: &[PinnedFile; 4]) -> Result<Found, MnistError> {
    if let Some((parent, prefix)) = as_prefix(directory) {
        let mut sets = sets_in(parent, files)?;
        if let Some(found) = sets.remove(&prefix).and_then(|set| complete(&prefix, set)) {
            return Ok(found);
        }
    }
    let mut best = (directory.to_owned(), Set::default());
    for folders in places(directory) {
        let mut found = BTreeMap::new();
        for folder in folders {
            for (prefix, set) in sets_in(&folder, files)? {
                let count = |set: &Set| set.iter().flatten().count();
                if count(&set) > count(&best.1) {
                    best = (folder.clone(), set.clone());
                }
                if let Some(whole) = complete(&prefix, set) {
                    found.insert(folder.join(prefix.trim_end_matches('-')), whole);
                }
            }
        }
        // A set without prefix goes by the folder's own name, which stands before those in it.
        let names: Vec<_> = found.keys().cloned().collect();
        match found.pop_first() {
            Some((name, whole)) if found.is_empty() || name == directory => return Ok(whole),
            Some(_) => {
                return Err(MnistError::SeveralSets {
                    directory: directory.to_owned(),
                    sets: names,
                });
            }
            None => (),
        }
    }
    let (directory, set) = best;
    Err(MnistError::MissingFiles {
        directory,
        files: files.map(|file| file.name),
        missing: files
            .iter()
            .zip(&set)
            .filter(|(_, path)| path.is_none())
            .map(|(file, _)| file.name)
            .collect(),
    })
}

/// The forms of one file in a directory of nothing else: raw, then gzipped.
pub(super) fn forms(directory: &Path, file: &PinnedFile) -> [PathBuf; 2] {
    [file.name.to_owned(), format!("{}.gz", file.name)].map(|name| directory.join(name))
}

/// The folder and the prefix of names, if `path` is no folder itself but in one.
fn as_prefix(path: &Path) -> Option<(&Path, String)> {
    let name = path.file_name()?.to_str()?.to_lowercase();
    let parent = match path.parent()? {
        parent if parent == Path::new("") => Path::new("."),
        parent => parent,
    };
    (!path.exists() && parent.is_dir()).then(|| (parent, format!("{name}-")))
}

/// Where the files may be, the likelier places first.
fn places(directory: &Path) -> Vec<Vec<PathBuf>> {
    let below = |name: &str| vec![directory.join(name)];
    let mut others: Vec<_> = entries(directory)
        .unwrap_or_default()
        .into_iter()
        .map(|path| path.join("raw"))
        .filter(|path| path.is_dir())
        .collect();
    others.sort();
    vec![
        vec![directory.to_owned()],
        below("raw"),
        below("MNIST/raw"),
        below("gzip"),
        others,
    ]
}

/// The sets in a folder, by the prefix of their names.
fn sets_in(folder: &Path, files: &[PinnedFile; 4]) -> Result<BTreeMap<String, Set>, MnistError> {
    let entries = entries(folder).map_err(|error| MnistError::Open {
        file: folder.to_owned(),
        error,
    })?;
    let mut candidates: BTreeMap<(String, usize), Vec<PathBuf>> = BTreeMap::new();
    for path in entries {
        let Some(part) = path.file_name().and_then(|name| part_of(name, files)) else {
            continue;
        };
        let found = candidates.entry(part.clone()).or_default();
        if path.is_dir() {
            // Some archivers put each file into a folder of its name.
            let inside = self::entries(&path).unwrap_or_default();
            found.extend(inside.into_iter().filter(|path| {
                let same = path.file_name().and_then(|name| part_of(name, files));
                same.as_ref() == Some(&part) && !path.is_dir()
            }));
        } else {
            found.push(path);
        }
    }
    let mut sets: BTreeMap<String, Set> = BTreeMap::new();
    for ((prefix, at), paths) in candidates {
        sets.entry(prefix).or_default()[at] = paths.into_iter().min_by_key(|path| rank(path));
    }
    Ok(sets)
}

fn complete(prefix: &str, set: Set) -> Option<Found> {
    let [Some(a), Some(b), Some(c), Some(d)] = set else {
        return None;
    };
    Some(Found {
        paths: [a, b, c, d],
        are_transposed: prefix.starts_with(TRANSPOSED),
    })
}

/// What stands in a folder; nothing if there is no folder.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        entries => entries?.map(|entry| Ok(entry?.path())).collect(),
    }
}

/// What a file is by its name: the prefix of its set's names, and which of the four files. With
/// a dot for the second hyphen, as some collections have it, in capitals, gzipped; with `test`
/// for `t10k` and `idx2-int` for labels, as EMNIST and QMNIST have it.
fn part_of(name: &OsStr, files: &[PinnedFile; 4]) -> Option<(String, usize)> {
    let name = name.to_str()?.to_lowercase();
    let name = name
        .strip_suffix(".gz")
        .unwrap_or(&name)
        .replace(".idx", "-idx");
    if let Some(at) = files.iter().position(|file| file.name == name) {
        return Some((String::new(), at));
    }
    let labels = ["-labels-idx1-ubyte", "-labels-idx2-int"];
    let (set, kind) = match name.strip_suffix("-images-idx3-ubyte") {
        Some(set) => (set, 0),
        None => (labels.iter().find_map(|end| name.strip_suffix(end))?, 1),
    };
    let (prefix, at) = [("train", 0), ("t10k", 2), ("test", 2)]
        .iter()
        .find_map(|(end, at)| Some((set.strip_suffix(end)?, at)))?;
    let is_whole = prefix.is_empty() || prefix.ends_with('-');
    is_whole.then(|| (prefix.to_owned(), at + kind))
}

/// Which of several files to take for one: what is not empty, has hyphens only, is raw.
fn rank(path: &Path) -> (bool, bool, bool, PathBuf) {
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let is_empty = fs::metadata(path).is_ok_and(|found| found.is_file() && found.len() == 0);
    (
        is_empty,
        name.contains(".idx"),
        name.ends_with(".gz"),
        path.to_owned(),
    )
}
