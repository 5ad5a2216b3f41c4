//! A directory that was named: which files in it are MNIST's, and what is said of others.

use std::fs;
use std::path::Path;

use crate::common::{Collection, gzip, idx_file, sha256};
use mnist_io::acquire::FILES;
use mnist_io::{Locator, Mnist, MnistError, Source, transform};
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

/// Writes the four files under other names, gzipped if those end so.
fn write_as(directory: &Path, names: [&str; 4]) -> Locator<'static> {
    let collection = Collection::new();
    for (name, content) in names.iter().zip(&collection.contents) {
        let path = directory.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let gzipped = name.to_lowercase().ends_with(".gz");
        let content = if gzipped {
            gzip(content)
        } else {
            content.clone()
        };
        fs::write(path, content).unwrap();
    }
    Locator::new()
        .dir(Some(directory.to_owned()))
        .files(collection.files)
}

#[test]
fn files_are_found_under_the_names_and_in_the_folders_that_people_have() {
    let plain = FILES.map(|file| file.name);
    let with = |before: &str, after: &str| plain.map(|name| format!("{before}{name}{after}"));
    let in_folders = plain.map(|name| format!("{name}/{}", name.replace("-idx", ".idx")));
    let layouts = [
        ("raw", with("", "")),
        ("gzipped", with("", ".gz")),
        ("in capitals", with("", ".GZ")),
        (
            "all in capitals",
            with("", ".gz").map(|name| name.to_uppercase()),
        ),
        ("torchvision", with("MNIST/raw/", "")),
        ("torchvision, gzipped", with("MNIST/raw/", ".gz")),
        ("torchvision's MNIST", with("raw/", "")),
        ("another set of torchvision", with("FashionMNIST/raw/", "")),
        (
            "in folders of their names",
            plain.map(|name| format!("{name}/{name}")),
        ),
        ("in such folders, with a dot", in_folders),
        (
            "QMNIST",
            [
                "qmnist-train-images-idx3-ubyte.gz",
                "qmnist-train-labels-idx2-int.gz",
                "qmnist-test-images-idx3-ubyte.gz",
                "qmnist-test-labels-idx2-int.gz",
            ]
            .map(str::to_owned),
        ),
    ];
    for (layout, names) in layouts {
        let directory = TempDir::new().unwrap();
        let locator = write_as(directory.path(), names.each_ref().map(String::as_str));
        let mnist = Mnist::load(&locator).unwrap_or_else(|error| panic!("{layout}: {error}"));
        assert_eq!(
            (mnist.train.len(), mnist.test.len()),
            (400, 100),
            "{layout}"
        );
        assert!(!mnist.is_transposed, "{layout}");
    }
}

/// The names of a split of EMNIST.
fn emnist(split: &str) -> [String; 4] {
    [
        "train-images-idx3",
        "train-labels-idx1",
        "test-images-idx3",
        "test-labels-idx1",
    ]
    .map(|part| format!("emnist-{split}-{part}-ubyte.gz"))
}

#[test]
fn emnist_is_found_told_to_lie_transposed_and_turned_upright_if_asked() {
    let collection = Collection::new();
    for folder in ["", "gzip/", "EMNIST/raw/"] {
        let directory = TempDir::new().unwrap();
        let names = emnist("digits").map(|name| format!("{folder}{name}"));
        let locator = write_as(directory.path(), names.each_ref().map(String::as_str));
        let lying = Mnist::load(&locator).unwrap();
        assert!(lying.is_transposed);
        assert_eq!(
            lying.train.as_images().as_slice(),
            &collection.contents[0][16..]
        );

        let upright = Mnist::load(&locator.transpose(true)).unwrap();
        assert!(!upright.is_transposed);
        assert_ne!(upright.sha256, lying.sha256, "other data");
        for (upright, lying) in [(&upright.train, &lying.train), (&upright.test, &lying.test)] {
            assert_eq!((upright.height(), upright.width()), (30, 20));
            assert_eq!(upright.labels(), lying.labels());
            assert_eq!(
                *upright.as_images(),
                transform::transpose(lying.as_images()).unwrap()
            );
        }
    }
}

#[test]
fn of_several_sets_one_is_named() {
    let directory = TempDir::new().unwrap();
    let folder = directory.path().join("gzip");
    for split in ["digits", "letters"] {
        write_as(&folder, emnist(split).each_ref().map(String::as_str));
    }
    let locator = |dir: &Path| {
        Locator::new()
            .dir(Some(dir.to_owned()))
            .files(Collection::new().files)
    };
    for dir in [directory.path(), &folder] {
        let error = Mnist::load(&locator(dir)).unwrap_err();
        let named = ["digits", "letters"].map(|split| folder.join(format!("emnist-{split}")));
        assert!(
            matches!(&error, MnistError::SeveralSets { sets, .. } if *sets == named),
            "{error:?}"
        );
        assert!(error.to_string().contains(&named[0].display().to_string()));
        for name in named {
            assert_eq!(Mnist::load(&locator(&name)).unwrap().train.len(), 400);
        }
    }

    // MNIST's own names come first, in a folder as in torchvision's.
    write_as(&folder, FILES.map(|file| file.name));
    assert!(!Mnist::load(&locator(&folder)).unwrap().is_transposed);
    write_as(directory.path(), FILES.map(|file| file.name));
    assert!(
        !Mnist::load(&locator(directory.path()))
            .unwrap()
            .is_transposed
    );
}

#[test]
fn an_empty_raw_file_gives_way_to_a_gzipped_one() {
    let directory = TempDir::new().unwrap();
    let (collection, locator) = collection_in(&directory);
    let path = directory.path().join(collection.files[0].name);
    fs::write(&path, "").unwrap();
    let error = Mnist::load(&locator).unwrap_err();
    assert!(matches!(error, MnistError::Idx { .. }), "{error:?}");
    fs::write(path.with_extension("gz"), gzip(&collection.contents[0])).unwrap();
    assert_eq!(Mnist::load(&locator).unwrap().train.len(), 400);
}

#[cfg(unix)]
#[test]
fn files_may_be_pipes() {
    let directory = TempDir::new().unwrap();
    let (collection, locator) = collection_in(&directory);
    let paths = collection
        .files
        .map(|file| directory.path().join(file.name));
    for path in &paths {
        fs::remove_file(path).unwrap();
        let made = std::process::Command::new("mkfifo").arg(path).status();
        assert!(made.unwrap().success());
    }
    let mnist = std::thread::scope(|scope| {
        for (path, content) in paths.iter().zip(&collection.contents) {
            scope.spawn(move || fs::write(path, content).unwrap());
        }
        Mnist::load(&locator).unwrap()
    });
    assert_eq!((mnist.train.len(), mnist.test.len()), (400, 100));
}

#[test]
fn what_is_missing_is_told_of_the_set_that_is_nearly_there() {
    let directory = TempDir::new().unwrap();
    let names = emnist("digits");
    let locator = write_as(directory.path(), names.each_ref().map(String::as_str));
    fs::remove_file(directory.path().join(&names[3])).unwrap();
    let error = Mnist::load(&locator).unwrap_err();
    assert!(
        matches!(&error, MnistError::MissingFiles { missing, .. }
            if missing[..] == ["t10k-labels-idx1-ubyte"]),
        "{error:?}"
    );
}
