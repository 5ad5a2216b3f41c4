//! Sets as files, and their checksum.

use std::fs;
use std::path::Path;

use mnist_io::idx;
use mnist_io::strings::{PICTURES, STRINGS};
use tempfile::tempdir;

use super::*;
use crate::common::{names_in, sha256};

fn set() -> StringSet {
    let digits = dataset(40, |image, _, column| {
        if (5..8 + image % 16).contains(&column) {
            100 + image as u8
        } else {
            0
        }
    });
    Recipe::TIGHT.test(&digits, 1).unwrap()
}

/// A string as a reader of the files has it: width, digits, pixels, and the numbers of its places.
type Read = (usize, Vec<u8>, Vec<u8>, Vec<i64>);

/// Reads the files by what the documentation says of them: the stated checksum and the strings.
fn read(dir: &Path) -> (String, Vec<Read>) {
    let pictures = idx::read(fs::File::open(dir.join(PICTURES)).unwrap(), 3).unwrap();
    let [n, rows, widest] = pictures.dimensions[..] else {
        panic!("three dimensions were asked for");
    };
    assert_eq!(rows, 32);
    let text = fs::read_to_string(dir.join(STRINGS)).unwrap();
    let (comments, lines): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with('#'));
    assert_eq!(lines.len(), n);
    let strings = lines.iter().enumerate().map(|(string, line)| {
        let fields: Vec<_> = line.split(' ').collect();
        let width: usize = fields[1].parse().unwrap();
        let picture = &pictures.values[string * 32 * widest..][..32 * widest];
        let rows = picture.chunks_exact(widest);
        assert!(
            rows.clone()
                .all(|row| row[width..].iter().all(|&pixel| pixel == 0))
        );
        (
            width,
            fields[0].bytes().map(|digit| digit - b'0').collect(),
            rows.flat_map(|row| row[..width].to_vec()).collect(),
            fields[2..]
                .iter()
                .map(|field| field.parse().unwrap())
                .collect(),
        )
    });
    let strings = strings.collect();
    let sha256 = comments[0].strip_prefix("# sha256 ").unwrap().to_owned();
    (sha256, strings)
}

#[test]
fn what_is_written_is_the_whole_set() {
    let (set, dir) = (set(), tempdir().unwrap());
    let folder = dir.path().join("made/for it");
    set.write(&folder).unwrap();
    assert_eq!(names_in(&folder), [PICTURES, STRINGS]);
    let (sha256, strings) = read(&folder);
    assert_eq!(sha256, set.sha256());
    assert_eq!(strings.len(), set.len());
    assert!(strings.iter().any(|(width, ..)| *width < set.widest()));
    for (string, (width, digits, pixels, numbers)) in strings.into_iter().enumerate() {
        assert_eq!(width, set.width(string));
        assert_eq!(digits, set.digits(string));
        assert_eq!(pixels, set.picture(string).as_slice().unwrap());
        let places = set.places(string).iter().flat_map(|place| {
            let (start, end) = (place.columns.start as i64, place.columns.end as i64);
            [
                place.image as i64,
                start,
                end,
                place.top as i64,
                place.left.into(),
            ]
        });
        assert_eq!(numbers, places.collect::<Vec<_>>());
    }
}

#[test]
fn the_checksum_is_that_of_the_bytes_that_the_documentation_names() {
    let (set, dir) = (set(), tempdir().unwrap());
    set.write(dir.path()).unwrap();
    let word = |number: usize| (number as u32).to_be_bytes();
    let mut bytes = [word(set.len()), word(5)].concat();
    for (width, digits, pixels, _) in read(dir.path()).1 {
        bytes.extend(word(width));
        bytes.extend(digits);
        bytes.extend(pixels);
    }
    assert_eq!(set.sha256(), sha256(&bytes));
}

#[test]
fn the_checksum_changes_with_a_label_and_with_a_pixel() {
    let digits = blocks(5, 9);
    let sha256 = |digits: &Dataset| Recipe::PAPER.test(digits, 1).unwrap().sha256();
    let mut labels = digits.labels().to_owned();
    labels[3] = 9;
    let relabelled = Dataset::new(digits.as_images().clone(), labels).unwrap();
    assert_ne!(sha256(&digits), sha256(&relabelled));
    let mut pixels = digits.images().to_owned();
    pixels[[2, 14 * SIDE + 14]] -= 1;
    let images = Images::new(pixels, SIDE, SIDE).unwrap();
    let redrawn = Dataset::new(images, digits.labels().to_owned()).unwrap();
    assert_ne!(sha256(&digits), sha256(&redrawn));
}

#[test]
fn a_set_replaces_another_one() {
    let dir = tempdir().unwrap();
    set().write(dir.path()).unwrap();
    let other = Recipe::APART.test(&blocks(10, 9), 2).unwrap();
    other.write(dir.path()).unwrap();
    let (sha256, strings) = read(dir.path());
    assert_eq!((sha256, strings.len()), (other.sha256(), 2));
    assert_eq!(names_in(dir.path()), [PICTURES, STRINGS]);
}

#[test]
fn what_cannot_be_written_is_an_error_that_names_the_file() {
    let dir = tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "old").unwrap();
    let error = set().write(&file).unwrap_err();
    assert!(
        matches!(&error, StringsError::Write { path, .. } if *path == file),
        "{error:?}"
    );
    assert_eq!(fs::read(&file).unwrap(), b"old");
    for name in [PICTURES, STRINGS] {
        let dir = tempdir().unwrap();
        let taken = dir.path().join(name);
        fs::create_dir(&taken).unwrap();
        let error = set().write(dir.path()).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
        assert!(taken.is_dir());
    }
}
