//! Data as pictures: PNGs of one size, in a folder a class.

use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use ndarray::{Array1, Array2};
use png::{ColorType, Decoder, Transformations};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::acquire::hex;
use crate::{Dataset, Images, MnistError};

/// What the folders of the training and of the test pictures may be called.
const SETS: [[&str; 2]; 2] = [["train", "training"], ["test", "testing"]];

/// Most pixels of a picture: what a file claims to have takes memory before it is read.
const MOST_PIXELS: u64 = 1 << 24;

/// Most classes: labels are bytes.
const MOST_CLASSES: usize = 256;

/// Both sets, the names of the classes by label, and what tells the data from any others.
pub(crate) struct Pictures {
    pub(crate) train: Dataset,
    pub(crate) test: Dataset,
    pub(crate) classes: Vec<String>,
    pub(crate) sha256: String,
}

/// Whether a folder has folders of training and test pictures.
pub(crate) fn are_in(folder: &Path) -> bool {
    SETS.iter().all(|names| set_in(folder, names).is_some())
}

fn set_in(folder: &Path, names: &[&str]) -> Option<PathBuf> {
    let mut folders = names.iter().map(|name| folder.join(name));
    folders.find(|path| path.is_dir())
}

/// Reads the pictures of a folder; first tells how many there are.
pub(crate) fn read(folder: &Path, found: impl Fn(usize)) -> Result<Pictures, MnistError> {
    let of_set = |names| set_in(folder, names).ok_or_else(|| refuse(folder, "no pictures in it"));
    let [train, test] = [of_set(&SETS[0])?, of_set(&SETS[1])?];
    let mut classes: Vec<String> = folders(&train)?
        .into_iter()
        .chain(folders(&test)?)
        .collect();
    // Numbers in the order of their values, then words.
    classes.sort_by_cached_key(|name| (name.parse::<u64>().unwrap_or(u64::MAX), name.clone()));
    classes.dedup();
    if classes.is_empty() || classes.len() > MOST_CLASSES {
        let n = classes.len();
        return Err(refuse(
            &train,
            format!("{n} folders of classes, where 1 to {MOST_CLASSES} can be told apart"),
        ));
    }
    let [train, test] = [listed(&train, &classes)?, listed(&test, &classes)?];
    found(train.len() + test.len());
    let mut hash = Sha256::new();
    for class in &classes {
        hash.update(format!("{class}\n"));
    }
    let mut size = None;
    let train = dataset(&train, &mut size, &mut hash)?;
    let test = dataset(&test, &mut size, &mut hash)?;
    Ok(Pictures {
        train,
        test,
        classes,
        sha256: hex(hash),
    })
}

/// A picture's file and its class.
type Listed = (PathBuf, u8);

/// The pictures of a set, spread evenly: whatever part of them comes first, or last, has each class in
/// its proportion. Those of a class are in the order of their names.
fn listed(set: &Path, classes: &[String]) -> Result<Vec<Listed>, MnistError> {
    let mut all: Vec<(f64, Listed)> = Vec::new();
    for (label, class) in (0..=u8::MAX).zip(classes) {
        let folder = set.join(class);
        let paths = match folder.is_dir() {
            true => entries(&folder)?,
            // The other set has the class.
            false => Vec::new(),
        };
        let is_png = |path: &PathBuf| {
            let end = path.extension().and_then(|end| end.to_str());
            end.is_some_and(|end| end.eq_ignore_ascii_case("png"))
        };
        let paths: Vec<PathBuf> = paths.into_iter().filter(is_png).collect();
        let n = paths.len() as f64;
        let places = (0..paths.len()).map(|rank| (rank as f64 + 0.5) / n);
        all.extend(places.zip(paths.into_iter().map(|path| (path, label))));
    }
    // Stable: of classes that are as large, the first comes first.
    all.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    match all.is_empty() {
        true => Err(refuse(set, "no PNG in its folders of classes")),
        false => Ok(all.into_iter().map(|(_, listed)| listed).collect()),
    }
}

/// The pictures as one set; the first picture of all gives the size of all.
fn dataset(
    listed: &[Listed],
    size: &mut Option<(usize, usize)>,
    hash: &mut Sha256,
) -> Result<Dataset, MnistError> {
    let pictures: Result<Vec<Picture>, MnistError> =
        listed.par_iter().map(|(path, _)| picture(path)).collect();
    let pictures = pictures?;
    let (height, width) = *size.get_or_insert(pictures[0].size);
    let mut pixels = Vec::with_capacity(listed.len() * height * width);
    for (picture, (path, _)) in pictures.iter().zip(listed) {
        if picture.size != (height, width) {
            let (own_height, own_width) = picture.size;
            return Err(refuse(
                path,
                format!(
                    "has {own_height}x{own_width} pixels, and the first picture {height}x{width}: \
                     all have to be of one size"
                ),
            ));
        }
        pixels.extend_from_slice(&picture.grey);
    }
    let labels: Array1<u8> = listed.iter().map(|(_, label)| *label).collect();
    hash.update(format!("{} {height}x{width}\n", listed.len()));
    hash.update(labels.as_slice().unwrap_or_default());
    hash.update(&pixels);
    let shape = (listed.len(), height * width);
    let pixels = Array2::from_shape_vec(shape, pixels).expect("every picture has that size");
    Dataset::new(Images::new(pixels, height, width)?, labels)
}

struct Picture {
    /// Height and width.
    size: (usize, usize),
    grey: Vec<u8>,
}

/// The grey values of a PNG.
fn picture(path: &Path) -> Result<Picture, MnistError> {
    let file = File::open(path).map_err(|error| MnistError::Open {
        file: path.to_owned(),
        error,
    })?;
    let mut decoder = Decoder::new(BufReader::new(file));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let broken = |error: png::DecodingError| refuse(path, error.to_string());
    let mut reader = decoder.read_info().map_err(broken)?;
    let (height, width) = (reader.info().height, reader.info().width);
    if u64::from(height) * u64::from(width) > MOST_PIXELS {
        let why =
            format!("has {height}x{width} pixels; {MOST_PIXELS} can be read, make it smaller");
        return Err(refuse(path, why));
    }
    let bytes = reader.output_buffer_size();
    let bytes = bytes.ok_or_else(|| refuse(path, "too large a picture"))?;
    let mut raw = vec![0; bytes];
    let info = reader.next_frame(&mut raw).map_err(broken)?;
    let raw = &raw[..info.buffer_size()];
    let grey = match info.color_type {
        ColorType::Grayscale => raw.to_vec(),
        ColorType::GrayscaleAlpha => raw.chunks(2).map(|p| times(p[0], p[1])).collect(),
        ColorType::Rgb => raw.chunks(3).map(luma).collect(),
        ColorType::Rgba => raw.chunks(4).map(|p| times(luma(p), p[3])).collect(),
        ColorType::Indexed => return Err(refuse(path, "colours of a palette were not resolved")),
    };
    Ok(Picture {
        size: (info.height as usize, info.width as usize),
        grey,
    })
}

/// The luminance of ITU-R BT.601.
fn luma(rgb: &[u8]) -> u8 {
    let [r, g, b] = [rgb[0], rgb[1], rgb[2]].map(u32::from);
    ((299 * r + 587 * g + 114 * b + 500) / 1000) as u8
}

fn times(value: u8, alpha: u8) -> u8 {
    ((u32::from(value) * u32::from(alpha) + 127) / 255) as u8
}

/// The names of the folders in a folder.
fn folders(folder: &Path) -> Result<Vec<String>, MnistError> {
    let mut names = Vec::new();
    for path in entries(folder)?.into_iter().filter(|path| path.is_dir()) {
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| refuse(&path, "its name is no text"))?;
        names.push(name.to_owned());
    }
    Ok(names)
}

/// What stands in a folder, by name.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, MnistError> {
    let failed = |error| MnistError::Open {
        file: folder.to_owned(),
        error,
    };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        paths.push(entry.map_err(failed)?.path());
    }
    paths.sort();
    Ok(paths)
}

fn refuse(path: &Path, why: impl Into<String>) -> MnistError {
    MnistError::Pictures {
        path: path.to_owned(),
        why: why.into(),
    }
}
