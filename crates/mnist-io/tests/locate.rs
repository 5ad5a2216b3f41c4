//! A directory that was named: which files in it are MNIST's, and what is said of others.

mod common;

use std::fs;

use common::{Collection, gzip, idx_file, sha256};
use mnist_io::acquire::FILES;
use mnist_io::{Locator, Mnist, MnistError, Source};
use tempfile::TempDir;

fn collection_in(directory: &TempDir) -> (Collection, Locator<'static>) {
    let collection = Collection::new();
    collection.write_to(directory.path());
    let locator = Locator::new()
        .dir(Some(directory.path().to_owned()))
        .files(collection.files);
    (collection, locator)
}

#[test]
fn the_fingerprint_is_that_of_sha256sum() {
    let directory = TempDir::new().unwrap();
    let (collection, locator) = collection_in(&directory);
    let mnist = Mnist::load(&locator).unwrap();
    let lines: String = collection
        .files
        .iter()
        .map(|file| format!("{}  {}\n", file.sha256, file.name))
        .collect();
    assert_eq!(mnist.sha256, sha256(lines.as_bytes()));
    assert_eq!(mnist.source, Source::Directory(directory.path().to_owned()));
}

#[test]
fn files_may_be_gzipped_or_have_a_dot_in_their_names() {
    let directory = TempDir::new().unwrap();
    let (collection, locator) = collection_in(&directory);
    let plain = Mnist::load(&locator).unwrap();
    let path = |name: &str| directory.path().join(name);

    let [train_images, train_labels, test_images, _] = collection.files.map(|file| file.name);
    fs::write(
        path(&format!("{train_images}.gz")),
        gzip(&collection.contents[0]),
    )
    .unwrap();
    fs::remove_file(path(train_images)).unwrap();
    fs::rename(path(train_labels), path("train-labels.idx1-ubyte")).unwrap();
    // Gzipped, though the name does not say so.
    fs::write(path(test_images), gzip(&collection.contents[2])).unwrap();

    let mixed = Mnist::load(&locator).unwrap();
    assert_eq!(mixed.sha256, plain.sha256);
    assert_eq!(mixed.train, plain.train);
    assert_eq!(mixed.test, plain.test);
}

#[test]
fn files_that_are_missing_are_named() {
    let directory = TempDir::new().unwrap();
    let (collection, locator) = collection_in(&directory);
    for file in &collection.files[1..3] {
        fs::remove_file(directory.path().join(file.name)).unwrap();
    }
    let error = Mnist::load(&locator).unwrap_err();
    assert!(
        matches!(&error, MnistError::MissingFiles { missing, .. }
            if missing[..] == ["train-labels-idx1-ubyte", "t10k-images-idx3-ubyte"]),
        "{error:?}"
    );
}

#[test]
fn other_data_are_refused_unless_allowed() {
    let directory = TempDir::new().unwrap();
    let (collection, locator) = collection_in(&directory);
    let of_mnist = locator.files(FILES);
    let error = Mnist::load(&of_mnist).unwrap_err();
    assert!(
        matches!(&error, MnistError::Contents { file, expected, found }
            if file.ends_with(FILES[0].name)
                && *expected == FILES[0].sha256
                && found == collection.files[0].sha256),
        "{error:?}"
    );

    let other = Mnist::load(&of_mnist.any_contents(true)).unwrap();
    assert_eq!(other.train.len(), 400);
    assert_eq!(other.test.images().ncols(), 600);
}

#[test]
fn damage_is_told_rather_than_other_contents() {
    let directory = TempDir::new().unwrap();
    let (collection, locator) = collection_in(&directory);
    let path = directory.path().join(collection.files[2].name);
    fs::write(&path, &collection.contents[2][..1000]).unwrap();
    let error = Mnist::load(&locator).unwrap_err();
    assert!(
        matches!(&error, MnistError::Idx { file, .. } if *file == path),
        "{error:?}"
    );
}

#[test]
fn training_and_test_images_have_one_size() {
    let directory = TempDir::new().unwrap();
    let (collection, locator) = collection_in(&directory);
    let path = directory.path().join(collection.files[2].name);
    fs::write(path, idx_file(&[100, 30, 20], |_| 0)).unwrap();
    let error = Mnist::load(&locator.any_contents(true)).unwrap_err();
    assert!(
        matches!(
            error,
            MnistError::SizeMismatch {
                train: (20, 30),
                test: (30, 20)
            }
        ),
        "{error:?}"
    );
}
