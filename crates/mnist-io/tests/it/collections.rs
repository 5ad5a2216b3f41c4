//! Which data set it is, and what its classes are called.

use std::fs;
use std::path::Path;

use mnist_io::acquire::FASHION_MNIST;
use mnist_io::{Locator, Mnist, MnistError};

use crate::common::idx_file;

/// Four files with one image for each of these labels.
fn write(folder: &Path, prefix: &str, train: &[u8], test: &[u8]) {
    fs::create_dir_all(folder).unwrap();
    for (set, labels) in [("train", train), ("test", test)] {
        let images = idx_file(&[labels.len(), 4, 4], |i| i as u8);
        let labels = idx_file(&[labels.len()], |i| labels[i]);
        let name = |kind: &str| folder.join(format!("{prefix}{set}-{kind}-ubyte"));
        fs::write(name("images-idx3"), images).unwrap();
        fs::write(name("labels-idx1"), labels).unwrap();
    }
}

fn load(folder: &Path) -> Mnist {
    let locator = Locator::new().dir(Some(folder.to_owned()));
    Mnist::load(&locator.any_contents(true)).unwrap()
}

#[test]
fn classes_are_the_labels_that_occur_in_either_set() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("odd labels");
    write(&set, "", &[99, 7, 99], &[255, 7]);
    let data = load(&set);
    assert_eq!(data.classes, ["7", "99", "255"]);
    assert_eq!(data.train.labels().to_vec(), [1, 0, 1]);
    assert_eq!(data.test.labels().to_vec(), [2, 0]);
    let told = [&data.name, &data.title];
    assert_eq!(told, ["odd-labels", "odd-labels"]);
    assert!(!data.is_mnist);
}

#[test]
fn letters_of_emnist_have_their_names_and_one_set_of_many_is_called_as_it_was_named() {
    let folder = tempfile::tempdir().unwrap();
    let gzip = folder.path().join("gzip");
    write(&gzip, "emnist-letters-", &[1, 26], &[2]);
    fs::write(
        gzip.join("emnist-letters-mapping.txt"),
        "1 65 97\n2 66 98\n26 90 122\n",
    )
    .unwrap();
    let data = load(&gzip.join("emnist-letters"));
    assert_eq!(data.classes, ["Aa", "Bb", "Zz"]);
    assert_eq!(data.name, "emnist-letters");
}

#[test]
fn fashion_mnist_that_cannot_be_had_tells_its_own_ways_out() {
    let cache = tempfile::tempdir().unwrap();
    let locator = Locator::of(FASHION_MNIST)
        .cache(Some(cache.path().to_owned()))
        .fetch_from([]);
    let told = Mnist::load(&locator).unwrap_err().to_string();
    for said in ["Fashion-MNIST", "dataset-fashion-mnist", "--data"] {
        assert!(told.contains(said), "{told}");
    }
    assert!(!told.contains("MNIST_DIR"), "{told}");

    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "", &[0, 1], &[0, 1]);
    let locator = locator.dir(Some(folder.path().to_owned()));
    let error = Mnist::load(&locator).unwrap_err();
    assert!(matches!(error, MnistError::Contents { .. }), "{error}");
}
