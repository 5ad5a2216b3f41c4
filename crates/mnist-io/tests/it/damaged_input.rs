//! Every kind of damage that a pair of IDX files can have, and the error that tells it.

use std::fs;

use crate::common::{gzip, idx_file};
use mnist_io::{Dataset, MnistError};
use tempfile::TempDir;

/// Three images of 4 × 5 pixels: 16 + 60 bytes.
fn images() -> Vec<u8> {
    idx_file(&[3, 4, 5], |i| (i * 37) as u8)
}

/// Their labels: 8 + 3 bytes.
fn labels() -> Vec<u8> {
    idx_file(&[3], |i| i as u8)
}

/// Loads the two as files.
fn load(images: &[u8], labels: &[u8]) -> Result<Dataset, MnistError> {
    let directory = TempDir::new().unwrap();
    let paths = ["images", "labels"].map(|name| directory.path().join(name));
    fs::write(&paths[0], images).unwrap();
    fs::write(&paths[1], labels).unwrap();
    Dataset::load(&paths[0], &paths[1])
}

fn with(mut file: Vec<u8>, offset: usize, bytes: &[u8]) -> Vec<u8> {
    file[offset..offset + bytes.len()].copy_from_slice(bytes);
    file
}

fn cut(mut file: Vec<u8>, length: usize) -> Vec<u8> {
    file.truncate(length);
    file
}

/// A header of three dimensions, and nothing else.
fn header(dimensions: [u32; 3]) -> Vec<u8> {
    let mut header = vec![0, 0, 8, 3];
    header.extend(dimensions.iter().flat_map(|size| size.to_be_bytes()));
    header
}

/// Gzipped content whose trailer claims another length.
fn gzip_claiming(content: &[u8], length: u32) -> Vec<u8> {
    let zipped = gzip(content);
    let trailer = zipped.len() - 4;
    with(zipped, trailer, &length.to_le_bytes())
}

/// `(what was done to the images, the file, what the error says of it)`
fn damaged_images() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let zipped = gzip(&images());
    let n = zipped.len();
    let first = gzip(&images()[..40]);
    let first_checksum = first.len() - 8;
    let two_members = [first, gzip(&images()[40..])].concat();
    vec![
        ("empty", vec![], "Header { expected: 16, found: 0 }"),
        (
            "three bytes",
            cut(images(), 3),
            "Header { expected: 16, found: 3 }",
        ),
        (
            "cut inside the header",
            cut(images(), 10),
            "Header { expected: 16, found: 10 }",
        ),
        (
            "first byte",
            with(images(), 0, &[1]),
            "Magic { found: [1, 0, 8, 3] }",
        ),
        (
            "second byte",
            with(images(), 1, &[255]),
            "Magic { found: [0, 255, 8, 3] }",
        ),
        (
            "little-endian magic",
            with(images(), 0, &[3, 8, 0, 0]),
            "Magic { found: [3, 8, 0, 0] }",
        ),
        (
            "a web page",
            b"<!DOCTYPE html><html></html>".to_vec(),
            "Magic { found: [60, 33, 68, 79] }",
        ),
        (
            "a zip archive",
            b"PK\x03\x04 and so on".to_vec(),
            "Magic { found: [80, 75, 3, 4] }",
        ),
        (
            "signed bytes",
            with(images(), 2, &[9]),
            "TypeCode { found: 9 }",
        ),
        ("floats", with(images(), 2, &[13]), "TypeCode { found: 13 }"),
        ("labels", labels(), "Rank { expected: 3, found: 1 }"),
        (
            "rank 0",
            with(images(), 3, &[0]),
            "Rank { expected: 3, found: 0 }",
        ),
        (
            "rank 255",
            with(images(), 3, &[255]),
            "Rank { expected: 3, found: 255 }",
        ),
        (
            "dimensions beyond 64 bits",
            header([u32::MAX; 3]),
            "Overflow { dimensions: [4294967295, 4294967295, 4294967295] }",
        ),
        (
            "dimensions beyond 64 bits behind a zero",
            header([0, u32::MAX, u32::MAX]),
            "Overflow { dimensions: [0, 4294967295, 4294967295] }",
        ),
        (
            "a petabyte declared",
            header([1 << 20, 1 << 15, 1 << 15]),
            "Truncated { expected: 1125899906842640, found: 16 }",
        ),
        (
            "little-endian count",
            with(images(), 4, &3_u32.to_le_bytes()),
            "Truncated { expected: 1006632976, found: 76 }",
        ),
        (
            "nothing after the header",
            cut(images(), 16),
            "Truncated { expected: 76, found: 16 }",
        ),
        (
            "last byte missing",
            cut(images(), 75),
            "Truncated { expected: 76, found: 75 }",
        ),
        (
            "an image too few",
            with(images(), 7, &[4]),
            "Truncated { expected: 96, found: 76 }",
        ),
        (
            "an image too many",
            with(images(), 7, &[2]),
            "Trailing { expected: 56, found: 76 }",
        ),
        (
            "a byte too many",
            [images(), vec![0]].concat(),
            "Trailing { expected: 76, found: 77 }",
        ),
        (
            "twice",
            [images(), images()].concat(),
            "Trailing { expected: 76, found: 152 }",
        ),
        (
            "no rows",
            header([3, 0, 5]),
            "NoPixels { height: 0, width: 5 }",
        ),
        (
            "no columns",
            header([3, 4, 0]),
            "NoPixels { height: 4, width: 0 }",
        ),
        (
            "gzip magic alone",
            vec![0x1f, 0x8b],
            "Gzip { offset: 0, kind: UnexpectedEof }",
        ),
        (
            "gzip header alone",
            cut(zipped.clone(), 10),
            "Gzip { offset: 0, kind: UnexpectedEof }",
        ),
        (
            "gzip of another method",
            with(zipped.clone(), 2, &[7]),
            "Gzip { offset: 0, kind: InvalidInput }",
        ),
        (
            "gzip checksum",
            with(zipped.clone(), n - 8, &[!zipped[n - 8]]),
            "Gzip { offset: 76, kind: InvalidInput }",
        ),
        (
            "gzip data",
            with(zipped.clone(), 10, &[0xff; 8]),
            "Gzip { offset: 0, kind: InvalidInput }",
        ),
        (
            "gzip length",
            gzip_claiming(&images(), 75),
            "GzipLength { expected: 76, found: 75 }",
        ),
        (
            "gzip cut off, the rest of a longer one",
            gzip_claiming(&cut(images(), 70), 76),
            "Gzip { offset: 70, kind: InvalidInput }",
        ),
        (
            "gzip of a file that was cut",
            gzip(&cut(images(), 70)),
            "GzipLength { expected: 76, found: 70 }",
        ),
        (
            "gzip of a file with bytes too many",
            gzip(&[images(), vec![0; 5]].concat()),
            "GzipLength { expected: 76, found: 81 }",
        ),
        (
            "gzip of a file with bytes too many, and its length",
            gzip_claiming(&[images(), vec![0; 5]].concat(), 76),
            "Trailing { expected: 76, found: 77 }",
        ),
        (
            "gzip twice",
            [zipped.clone(), zipped.clone()].concat(),
            "Trailing { expected: 76, found: 77 }",
        ),
        (
            "gzip with a byte after it",
            [zipped.clone(), vec![7]].concat(),
            "GzipTrailing { offset: 76 }",
        ),
        (
            "gzip with zeros and then a byte after it",
            [zipped.clone(), vec![0; 600], vec![7]].concat(),
            "GzipTrailing { offset: 76 }",
        ),
        (
            "gzip of two members, the second cut off",
            cut(two_members.clone(), two_members.len() - 9),
            "Gzip { offset: 75, kind: UnexpectedEof }",
        ),
        (
            "gzip of the first member of two",
            gzip(&images()[..70]),
            "GzipLength { expected: 76, found: 70 }",
        ),
        (
            "gzip of two members with a wrong checksum in the first",
            with(
                two_members.clone(),
                first_checksum,
                &[!two_members[first_checksum]],
            ),
            "Gzip { offset: 40, kind: InvalidInput }",
        ),
        (
            "a gzipped bomb",
            gzip_claiming(&header([1 << 12, 1 << 14, 1 << 14]), 16),
            "GzipLength { expected: 1099511627792, found: 16 }",
        ),
        (
            "gzip of gzip",
            gzip(&zipped),
            "Magic { found: [31, 139, 8, 0] }",
        ),
        (
            "gzip of labels",
            gzip(&labels()),
            "Rank { expected: 3, found: 1 }",
        ),
    ]
}

/// The variant and its numbers, without the paths.
fn told(error: &MnistError) -> String {
    use mnist_io::idx::IdxError;
    match error {
        MnistError::Idx {
            error: IdxError::Gzip { offset, error },
            ..
        } => format!("Gzip {{ offset: {offset}, kind: {:?} }}", error.kind()),
        MnistError::Idx { error, .. } => format!("{error:?}"),
        MnistError::NoPixels { height, width, .. } => {
            format!("NoPixels {{ height: {height}, width: {width} }}")
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_damage_of_the_images_is_told_as_what_it_is() {
    for (damage, file, expected) in damaged_images() {
        let error = load(&file, &labels()).expect_err(damage);
        assert_eq!(told(&error), expected, "{damage}");
        assert!(error.to_string().contains("images: "), "{damage}: {error}");
    }
}

#[test]
fn damaged_labels_are_told_with_their_file() {
    for (damage, file, expected) in [
        ("images", images(), "Rank { expected: 1, found: 3 }"),
        ("empty", vec![], "Header { expected: 8, found: 0 }"),
        (
            "cut",
            cut(labels(), 10),
            "Truncated { expected: 11, found: 10 }",
        ),
        (
            "longer",
            [labels(), vec![1]].concat(),
            "Trailing { expected: 11, found: 12 }",
        ),
    ] {
        let error = load(&images(), &file).expect_err(damage);
        assert_eq!(told(&error), expected, "{damage}");
        assert!(error.to_string().contains("labels: "), "{damage}: {error}");
    }
}

#[test]
fn more_or_fewer_labels_than_images_are_told() {
    for n in [0, 2, 4] {
        let error = load(&images(), &idx_file(&[n], |_| 0)).unwrap_err();
        assert!(
            matches!(error, MnistError::CountMismatch { images: 3, labels, .. } if labels == n),
            "{error:?}"
        );
    }
}

#[test]
fn a_file_that_is_not_there_is_told_by_name() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("nowhere");
    let error = Dataset::load(&path, &path).unwrap_err();
    assert!(
        matches!(&error, MnistError::Open { file, .. } if *file == path),
        "{error:?}"
    );
}

#[test]
fn a_directory_in_place_of_a_file_is_told() {
    let directory = TempDir::new().unwrap();
    let error = Dataset::load(directory.path(), directory.path()).unwrap_err();
    let (MnistError::Idx { file, .. } | MnistError::Open { file, .. }) = error else {
        panic!("{error:?}");
    };
    assert_eq!(file, directory.path());
}

/// The content as pigz, bgzip and tapes have it.
fn as_gzip_reads_it(content: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let members: Vec<u8> = content.chunks(7).flat_map(gzip).collect();
    vec![
        ("one member", gzip(content)),
        ("members of seven bytes", members.clone()),
        (
            "empty members before, between and after",
            [
                gzip(&[]),
                gzip(&[]),
                gzip(&content[..5]),
                gzip(&[]),
                gzip(&content[5..]),
                gzip(&[]),
            ]
            .concat(),
        ),
        ("a zero after it", [gzip(content), vec![0]].concat()),
        (
            "members, and many zeros after them",
            [members, vec![0; 1 << 20]].concat(),
        ),
        (
            "zeros between members",
            [gzip(&content[..5]), vec![0; 300], gzip(&content[5..])].concat(),
        ),
    ]
}

#[test]
fn gzip_of_members_of_empty_ones_and_with_zeros_after_it_loads() {
    let plain = load(&images(), &labels()).unwrap();
    for (how, file) in as_gzip_reads_it(&images()) {
        let dataset = load(&file, &labels()).unwrap_or_else(|error| panic!("{how}: {error}"));
        assert_eq!(dataset, plain, "{how}");
    }
    for (how, file) in as_gzip_reads_it(&labels()) {
        let dataset = load(&images(), &file).unwrap_or_else(|error| panic!("{how}: {error}"));
        assert_eq!(dataset, plain, "{how}");
    }
}

/// Labels as QMNIST has them: of each image, the class and seven more numbers.
fn qmnist_labels(classes: &[i32]) -> Vec<u8> {
    let mut file = vec![0, 0, 0x0c, 2];
    file.extend((classes.len() as u32).to_be_bytes());
    file.extend(8_u32.to_be_bytes());
    for &class in classes {
        file.extend(
            [class, 7, -1, 100_000, 2, 3, 4, 5]
                .map(i32::to_be_bytes)
                .concat(),
        );
    }
    file
}

#[test]
fn labels_of_qmnist_give_their_first_column() {
    let file = qmnist_labels(&[0, 9, 4]);
    for file in [file.clone(), gzip(&file)] {
        let dataset = load(&images(), &file).unwrap();
        assert_eq!(dataset.labels().to_vec(), [0, 9, 4]);
    }
    for (damage, file, expected) in [
        (
            "cut",
            cut(file.clone(), 107),
            "Truncated { expected: 108, found: 107 }",
        ),
        (
            "no class",
            qmnist_labels(&[0, -1, 4]),
            "Label { offset: 44, found: -1 }",
        ),
        ("no columns", with(cut(file, 12), 8, &[0; 4]), "NoColumn"),
    ] {
        let error = load(&images(), &file).expect_err(damage);
        assert_eq!(told(&error), expected, "{damage}");
    }
    let error = load(&qmnist_labels(&[0, 9, 4]), &labels()).unwrap_err();
    assert_eq!(told(&error), "TypeCode { found: 12 }", "no images");
}

#[cfg(unix)]
mod pipe {
    use std::path::Path;
    use std::process::Command;

    use super::*;

    /// Loads images from a pipe.
    fn load_piped(images: &[u8]) -> Result<Dataset, MnistError> {
        let directory = TempDir::new().unwrap();
        let [pipe, labels] = ["images", "labels"].map(|name| directory.path().join(name));
        fs::write(&labels, super::labels()).unwrap();
        assert!(
            Command::new("mkfifo")
                .arg(&pipe)
                .status()
                .unwrap()
                .success()
        );
        std::thread::scope(|scope| {
            // The reader may hang up early.
            scope.spawn(|| fs::write(&pipe, images));
            Dataset::load(Path::new(&pipe), &labels)
        })
    }

    #[test]
    fn images_that_come_through_a_pipe_load() {
        let plain = load(&images(), &labels()).unwrap();
        assert_eq!(load_piped(&images()).unwrap(), plain);
        for (how, file) in as_gzip_reads_it(&images()) {
            assert_eq!(load_piped(&file).unwrap(), plain, "{how}");
        }
    }

    #[test]
    fn damage_that_comes_through_a_pipe_is_told() {
        for (damage, file, expected) in [
            ("empty", vec![], "Header { expected: 16, found: 0 }"),
            ("one byte", vec![0], "Header { expected: 16, found: 1 }"),
            (
                "cut",
                cut(images(), 70),
                "Truncated { expected: 76, found: 70 }",
            ),
            (
                "longer",
                [images(), vec![0]].concat(),
                "Trailing { expected: 76, found: 77 }",
            ),
            (
                "a petabyte declared",
                header([1 << 20, 1 << 15, 1 << 15]),
                "Truncated { expected: 1125899906842640, found: 16 }",
            ),
            (
                "a gzipped bomb",
                gzip(&header([1 << 12, 1 << 14, 1 << 14])),
                "Truncated { expected: 1099511627792, found: 16 }",
            ),
            (
                "gzip with a byte after it",
                [gzip(&images()), vec![7]].concat(),
                "GzipTrailing { offset: 76 }",
            ),
        ] {
            let error = load_piped(&file).expect_err(damage);
            assert_eq!(told(&error), expected, "{damage}");
        }
    }
}

#[test]
fn what_is_not_damaged_loads() {
    for images in [images(), gzip(&images())] {
        let dataset = load(&images, &gzip(&labels())).unwrap();
        assert_eq!(dataset.images().dim(), (3, 20));
        assert_eq!((dataset.height(), dataset.width()), (4, 5));
        assert_eq!(dataset.labels().to_vec(), [0, 1, 2]);
    }
}
