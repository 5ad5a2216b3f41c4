//! Folders of PNGs.

use std::fs;
use std::path::{Path, PathBuf};

use mnist_io::{Locator, Mnist, MnistError};

/// Writes a PNG whose samples are `value` times their place.
fn write(path: PathBuf, side: u32, color: png::ColorType, value: u8) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let mut encoder = png::Encoder::new(fs::File::create(path).unwrap(), side, side);
    encoder.set_color(color);
    let samples = side as usize * side as usize * color.samples();
    let samples: Vec<u8> = (0..samples).map(|i| value.wrapping_mul(i as u8)).collect();
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&samples).unwrap();
}

fn load(folder: &Path) -> Result<Mnist, MnistError> {
    let locator = Locator::new().dir(Some(folder.to_owned()));
    Mnist::load(&locator.any_contents(true))
}

fn refusal(folder: &Path) -> String {
    load(folder).unwrap_err().to_string()
}

#[test]
fn classes_are_the_folders_of_both_sets_in_the_order_of_their_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let set = folder.path().join("my letters");
    let grey = png::ColorType::Grayscale;
    for (path, value) in [
        ("train/10/a.png", 1),
        ("train/9/b.png", 3),
        ("train/9/a.PNG", 2),
        ("train/9/notes.txt.png", 4),
        ("test/10/a.png", 5),
        ("test/hat/a.png", 6),
    ] {
        write(set.join(path), 3, grey, value);
    }
    fs::write(set.join("train/9/readme.txt"), "no picture").unwrap();
    let mnist = load(&set).unwrap();
    assert_eq!(mnist.classes, ["9", "10", "hat"]);
    assert_eq!((mnist.name.as_str(), mnist.is_mnist), ("my-letters", false));
    assert_eq!(mnist.train.labels().to_vec(), [0, 0, 1, 0]);
    assert_eq!(mnist.test.labels().to_vec(), [1, 2]);
    assert_eq!((mnist.train.height(), mnist.train.width()), (3, 3));
    let firsts: Vec<u8> = mnist.train.images().column(1).to_vec();
    assert_eq!(firsts, [2, 3, 1, 4], "files in the order of their names");
    assert_eq!(mnist.test.images().row(1).to_vec()[..3], [0, 6, 12]);

    let sha256 = mnist.sha256;
    assert_eq!(load(&set).unwrap().sha256, sha256);
    write(set.join("test/hat/a.png"), 3, grey, 7);
    assert_ne!(load(&set).unwrap().sha256, sha256);
}

#[test]
fn the_first_and_the_last_pictures_have_each_class_in_its_proportion() {
    let folder = tempfile::tempdir().unwrap();
    for (class, n) in [("0", 30), ("1", 60), ("2", 6)] {
        for set in ["train", "test"] {
            for picture in 0..n {
                let path = format!("{set}/{class}/{picture}.png");
                write(folder.path().join(path), 1, png::ColorType::Grayscale, 1);
            }
        }
    }
    let labels = load(folder.path()).unwrap().train.labels().to_vec();
    for sixth in labels.chunks(labels.len() / 6) {
        let count = |class| sixth.iter().filter(|&&label| label == class).count();
        assert_eq!([count(0), count(1), count(2)], [5, 10, 1]);
    }
}

#[test]
fn colours_become_grey_and_what_is_transparent_background() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    write(path("train/a/1.png"), 1, png::ColorType::Grayscale, 1);
    write(path("test/a/1.png"), 2, png::ColorType::Rgb, 20);
    assert!(refusal(folder.path()).contains("2x2"));
    write(path("train/a/1.png"), 2, png::ColorType::Rgba, 20);
    let mnist = load(folder.path()).unwrap();
    // 0.299 R + 0.587 G + 0.114 B of (0, 20, 40), (60, 80, 100), …
    let rgb = [16, 76, 136, 196];
    assert_eq!(mnist.test.images().row(0).to_vec(), rgb);
    // Of (0, 20, 40, 60): 16 × 60 / 255.
    assert_eq!(mnist.train.images()[[0, 0]], 4);
}

#[test]
fn what_is_no_set_of_pictures_is_refused_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    fs::create_dir_all(path("training/a")).unwrap();
    fs::create_dir_all(path("testing/a")).unwrap();
    let told = refusal(folder.path());
    assert!(
        told.contains("training") && told.contains("no PNG"),
        "{told}"
    );
    for name in ["training/a/1.png", "testing/a/1.png"] {
        write(path(name), 2, png::ColorType::Grayscale, 1);
    }
    assert!(load(folder.path()).is_ok());
    let broken = path("training/a/2.png");
    fs::write(&broken, "no PNG").unwrap();
    let told = refusal(folder.path());
    assert!(told.starts_with(&broken.display().to_string()), "{told}");
    let huge = png::Encoder::new(fs::File::create(&broken).unwrap(), 100_000, 90_000);
    let mut huge = huge.write_header().unwrap();
    huge.write_chunk(png::chunk::IDAT, &[]).unwrap();
    drop(huge);
    let told = refusal(folder.path());
    assert!(told.contains("has 90000x100000 pixels"), "{told}");
    fs::remove_file(&broken).unwrap();
    for class in 0..256 {
        fs::create_dir_all(path(&format!("testing/{class}"))).unwrap();
    }
    assert!(refusal(folder.path()).contains("257 folders of classes"));
}
