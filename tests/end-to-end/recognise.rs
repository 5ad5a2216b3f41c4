//! Models that are kept, and what they say of a picture.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use experiments::{ROWS, Row, Runs};
use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageFormat, Luma, RgbImage, Rgba, RgbaImage};
use mnist_io::{Locator, Mnist};
use tempfile::TempDir;

use crate::elsewhere::moved;
use crate::support::{Bench, files, refusal, stderr, stdout, succeed, xtask};

/// `recognise` of these files by the models of a folder.
fn recognise(models: &Path, files: &[&Path]) -> Command {
    let mut command = xtask();
    command
        .arg("recognise")
        .args(files)
        .arg("--models")
        .arg(models);
    command
}

/// A command that does part of its work, with exit code 1.
fn partly(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(1),
        "{command:?}: {}",
        stderr(&output)
    );
    output
}

/// `compare` of some rows that keeps their models.
fn keep(bench: &Bench, models: &Path, only: &[&str]) -> Command {
    let mut command = bench.compare();
    command.arg("--models").arg(models);
    for only in only {
        command.args(["--only", only]);
    }
    command
}

/// The names of the models in a folder, sorted, without what they end with; panics if something
/// else is there.
fn kept(models: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(models).unwrap();
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
    let mut names: Vec<String> = entries
        .map(|entry| name(entry).into_string().unwrap())
        .map(|name| name.strip_suffix(".safetensors").expect(&name).to_owned())
        .collect();
    names.sort();
    names
}

fn sorted<'a>(rows: impl Iterator<Item = &'a &'static Row>) -> Vec<&'static str> {
    let mut ids: Vec<&str> = rows.map(|row| row.id()).collect();
    ids.sort_unstable();
    ids
}

/// A bar from the upper left to the lower right, dark on light, such as some of the bench's.
fn bar(side: u32) -> DynamicImage {
    let dark = |x: u32, y: u32| {
        let inside = |at: u32| (side / 5..side * 4 / 5).contains(&at);
        inside(x) && inside(y) && x.abs_diff(y) < side / 14
    };
    GrayImage::from_fn(side, side, |x, y| Luma([if dark(x, y) { 40 } else { 220 }])).into()
}

/// A folder with a bar in it.
fn with_bar() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bar.png");
    bar(90).save(&path).unwrap();
    (folder, path)
}

/// Trains on 10,000 images of MNIST, and recognises training images that are not among them.
#[test]
fn digits_are_recognised_from_every_kind_of_file() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let models = at("models");
    let mut command = xtask();
    command.args([
        "compare",
        "--quick",
        "--only",
        "linear-deslant",
        "--only",
        "knn-deslant",
    ]);
    command
        .arg("--out")
        .arg(at("out"))
        .arg("--models")
        .arg(&models);
    succeed(command);

    let mnist = Mnist::load(&Locator::new()).unwrap();
    let mut paths = Vec::new();
    let mut labels = Vec::new();
    for index in 50_000..50_010 {
        let ink = mnist.train.images().row(index).to_vec();
        let ink = DynamicImage::from(GrayImage::from_vec(28, 28, ink).unwrap());
        let mut large = ink.resize(150, 150, FilterType::CatmullRom);
        let number = index % 10;
        let path = at(&format!(
            "{number}.{}",
            ["png", "jpg", "pgm", "png", "png"][number % 5]
        ));
        let picture: DynamicImage = match number % 5 {
            // Light on dark, as large as MNIST's.
            0 => ink,
            // In colours, on paper.
            1 => RgbImage::from_fn(190, 170, |x, y| {
                let ink = large.to_luma8();
                let ink = ink.get_pixel_checked(x.wrapping_sub(35), y.wrapping_sub(5));
                let ink = ink.map_or(0.0, |ink| f32::from(ink[0]) / 255.0);
                let blend = |paper: f32, pen: f32| (paper * (1.0 - ink) + pen * ink) as u8;
                image::Rgb([blend(245.0, 30.0), blend(235.0, 40.0), blend(210.0, 120.0)])
            })
            .into(),
            2 => large.to_luma8().into(),
            // Black on nothing.
            3 => RgbaImage::from_fn(150, 150, |x, y| {
                Rgba([0, 0, 0, large.to_luma8().get_pixel(x, y)[0]])
            })
            .into(),
            _ => {
                large.invert();
                large.to_luma16().into()
            }
        };
        picture.save(&path).unwrap();
        paths.push(path);
        labels.push(mnist.train.labels()[index]);
    }
    // What a file is called does not matter.
    std::fs::rename(at("0.png"), at("zero")).unwrap();
    paths[0] = at("zero");

    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let mut command = recognise(&models, &paths);
    command.arg("--out").arg(at("seen"));
    let output = succeed(command);
    let told = stdout(&output);
    let tables: Vec<&str> = told
        .split(&folder.path().display().to_string())
        .skip(1)
        .collect();
    assert_eq!(tables.len(), 10, "{told}");
    let mut right = 0;
    for (table, label) in tables.iter().zip(&labels) {
        let (linear, knn) = (table.find("linear-deslant"), table.find("knn-deslant"));
        assert!(linear.is_some() && linear < knn, "{told}");
        for part in ["say", "of 2 rows", "Confidence %", "µs"] {
            assert!(table.contains(part), "{told}");
        }
        let answer = table[knn.unwrap()..].split_whitespace().nth(1).unwrap();
        right += usize::from(answer == label.to_string());
    }
    assert!(right >= 9, "{right} of 10 by knn-deslant: {told}");
    assert!(stderr(&output).contains("2 of these models were trained on 10000 images only"));
    for (path, label) in paths.iter().zip(labels) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let seen = image::open(at("seen").join(format!("{name}.seen.png")))
            .unwrap()
            .to_luma8();
        assert_eq!(seen.dimensions(), (28, 28));
        // Black on white.
        assert_eq!(
            (seen[(0, 0)], seen.iter().min()),
            (Luma([255]), Some(&0)),
            "{label}"
        );
    }
}

#[test]
fn what_is_no_picture_of_a_digit_is_named_with_the_reason_and_the_others_go_on() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    succeed(keep(&bench, &at("models"), &["linear"]));

    bar(90).save(at("bar.png")).unwrap();
    let whole = std::fs::read(at("bar.png")).unwrap();
    std::fs::write(at("cut.png"), &whole[..whole.len() / 2]).unwrap();
    bar(90).save(at("bar.jpg")).unwrap();
    std::fs::write(at("cut.jpg"), &std::fs::read(at("bar.jpg")).unwrap()[..200]).unwrap();
    std::fs::write(at("cut.pgm"), b"P5 20 20 255\nabc").unwrap();
    std::fs::write(at("empty.png"), b"").unwrap();
    std::fs::write(at("text.png"), b"This is no picture.").unwrap();
    // One whose header promises more than there is room for.
    std::fs::write(at("bomb.pgm"), b"P5 19999 1000000 255\n").unwrap();
    std::fs::write(at("heavy.ppm"), b"P6 19999 19999 255\n").unwrap();
    std::fs::create_dir(at("folder.png")).unwrap();
    GrayImage::from_pixel(80, 80, Luma([200]))
        .save(at("blank.png"))
        .unwrap();
    GrayImage::from_pixel(5, 5, Luma([200]))
        .save(at("tiny.png"))
        .unwrap();
    GrayImage::from_fn(90, 90, |x, _| Luma([if x < 50 { 210 } else { 90 }]))
        .save(at("shadow.jpg"))
        .unwrap();
    let mut two = GrayImage::from_pixel(200, 90, Luma([220]));
    for left in [0, 100] {
        image::imageops::replace(&mut two, &bar(90).to_luma8(), left, 0);
    }
    two.save(at("two.png")).unwrap();

    let refused = [
        ("cut.png", "damaged"),
        ("cut.jpg", "damaged"),
        ("cut.pgm", "damaged"),
        ("empty.png", "PNG, JPEG or PGM"),
        ("text.png", "PNG, JPEG or PGM"),
        ("bomb.pgm", "larger"),
        ("heavy.ppm", "larger"),
        ("folder.png", "folder"),
        ("nowhere.png", "No such file"),
        ("blank.png", "no ink"),
        ("tiny.png", "too few"),
        ("shadow.jpg", "shadow"),
        ("two.png", "several digits"),
    ];
    let mut paths: Vec<PathBuf> = refused.iter().map(|(name, _)| at(name)).collect();
    paths.insert(4, at("bar.png"));
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let mut command = recognise(&at("models"), &paths);
    command.arg("--out").arg(at("seen"));
    let output = partly(command);
    let told = stderr(&output);
    for (name, reason) in refused {
        let path = at(name).display().to_string();
        let line = told.lines().find(|line| line.contains(&path));
        let line = line.unwrap_or_else(|| panic!("{name} is not in {told}"));
        assert!(line.contains(reason), "{line}");
    }
    assert_eq!(
        stdout(&output).matches("of 1 rows").count(),
        1,
        "{}",
        stdout(&output)
    );
    let seen = image::open(at("seen/two.png.seen.png")).unwrap().to_luma8();
    assert_eq!(seen.dimensions(), (200, 90));
    assert!(seen.contains(&0), "its ink is not shown");
}

#[test]
fn a_digit_that_only_a_colour_shows_is_seen() {
    let bench = Bench::new();
    let (folder, _) = with_bar();
    let models = folder.path().join("models");
    succeed(keep(&bench, &models, &["linear"]));
    let grey = bar(90).to_luma8();
    let yellow = RgbImage::from_fn(90, 90, |x, y| match grey.get_pixel(x, y)[0] {
        40 => image::Rgb([255, 255, 0]),
        _ => image::Rgb([255, 255, 255]),
    });
    let path = folder.path().join("yellow.png");
    yellow.save(&path).unwrap();
    succeed(recognise(&models, &[&path]));
}

#[test]
fn a_photograph_is_turned_as_its_exif_entry_says() {
    let bench = Bench::new();
    let (folder, _) = with_bar();
    let models = folder.path().join("models");
    succeed(keep(&bench, &models, &["linear"]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    bar(90).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    let seen = |name: &str, orientation: u8| {
        // An APP1 segment after the marker of the beginning: a TIFF header, big-endian, and one
        // entry, 0x0112, of type 3.
        let entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0];
        let exif = [
            b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01".as_slice(),
            &entry,
            &[0; 4],
        ]
        .concat();
        let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
        let turned = [&jpeg[..2], &[0xff, 0xe1], &length, &exif, &jpeg[2..]].concat();
        let path = folder.path().join(name);
        std::fs::write(&path, turned).unwrap();
        let mut command = recognise(&models, &[&path]);
        command.arg("--out").arg(folder.path());
        succeed(command);
        image::open(folder.path().join(format!("{name}.seen.png"))).unwrap()
    };
    let (upright, turned) = (seen("upright.jpg", 1), seen("turned.jpg", 6));
    // Above zero for ink from the upper left to the lower right.
    let slope = |seen: &DynamicImage| -> i32 {
        let seen = seen.to_luma8();
        let ink = seen
            .enumerate_pixels()
            .filter(|(_, _, value)| value.0[0] < 128);
        let of_pixel = |x: u32, y: u32| (x as i32 - 14) * (y as i32 - 14);
        ink.map(|(x, y, _)| of_pixel(x, y)).sum()
    };
    let (before, after) = (slope(&upright), slope(&turned));
    assert!(before > 0 && after < 0, "{before} and {after}");
}

#[test]
fn without_models_both_ways_to_have_some_are_told() {
    let (folder, bar) = with_bar();
    let models = folder.path().join("none");
    let told = refusal(recognise(&models, &[&bar]));
    for part in [
        "no models yet",
        &format!("cargo xtask recognise --quick {}", bar.display()),
        &format!("cargo xtask compare --models {}", models.display()),
    ] {
        assert!(told.contains(part), "{told}");
    }
    assert!(!models.exists());
}

#[test]
fn the_quick_way_trains_what_has_no_model_and_keeps_it() {
    let bench = Bench::new();
    let (folder, bar) = with_bar();
    let models = folder.path().join("models");
    succeed(keep(&bench, &models, &["lenet1-16x16", "linear"]));
    let linear = models.join("linear.safetensors");
    let before = std::fs::metadata(&linear).unwrap().modified().unwrap();
    let quick = || {
        let mut command = recognise(&models, &[&bar]);
        command.args(["--quick", "--data"]).arg(bench.data());
        succeed(command)
    };
    let told = stdout(&quick());
    let wanted = ROWS.iter().filter(|row| row.runs == Runs::Always);
    let wanted = wanted.chain(ROWS.iter().filter(|row| row.id() == "lenet1-16x16"));
    assert_eq!(kept(&models), sorted(wanted));
    for id in kept(&models) {
        assert!(told.contains(&id), "{id}: {told}");
    }
    let modified = || std::fs::metadata(&linear).unwrap().modified().unwrap();
    assert_eq!(modified(), before);
    let again = quick();
    assert!(
        !stderr(&again).contains("data:"),
        "nothing was to be trained: {}",
        stderr(&again)
    );
}

#[test]
fn a_model_that_cannot_be_asked_is_named_and_the_others_answer() {
    let (bench, small) = (Bench::new(), Bench::of(16, &[0, 1], [40, 20]));
    let (folder, bar) = with_bar();
    let models = folder.path().join("models");
    succeed(keep(&bench, &models, &["linear", "knn", "rbf"]));
    let knn = models.join("knn.safetensors");
    std::fs::write(&knn, &std::fs::read(&knn).unwrap()[..5000]).unwrap();
    // Of images of 16×16.
    succeed(keep(&small, &folder.path().join("small"), &["rbf"]));
    std::fs::copy(
        folder.path().join("small/rbf.safetensors"),
        models.join("rbf.safetensors"),
    )
    .unwrap();
    let output = partly(recognise(&models, &[&bar]));
    assert!(
        stdout(&output).contains("say 1 of 1 rows"),
        "{}",
        stdout(&output)
    );
    let told = stderr(&output);
    for part in [
        "knn.safetensors",
        "damaged",
        "rbf.safetensors",
        "784",
        "256",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn every_row_that_can_be_kept_has_a_model_which_answers() {
    let bench = Bench::new();
    let (folder, bar) = with_bar();
    let models = folder.path().join("models");
    let mut command = keep(&bench, &models, &[]);
    command.arg("--all");
    let told = stderr(&succeed(command));
    assert_eq!(
        kept(&models),
        sorted(ROWS.iter().filter(|row| row.can_be_kept()))
    );
    assert!(
        told.contains("cannot be kept: linfa-svm, linfa-nn"),
        "{told}"
    );
    let told = stdout(&succeed(recognise(&models, &[&bar])));
    let place = |id: &str| {
        told.find(&format!("\n {id} "))
            .unwrap_or_else(|| panic!("{id}: {told}"))
    };
    let kept = ROWS.iter().filter(|row| row.can_be_kept());
    assert!(kept.map(|row| place(row.id())).is_sorted(), "{told}");
}

#[test]
fn a_row_is_trained_again_only_if_its_model_is_not_there() {
    let bench = Bench::new();
    let folder = tempfile::tempdir().unwrap();
    let models = folder.path().join("models");
    // Measured, and no model wanted.
    let mut command = bench.compare();
    command.args(["--only", "linear", "--only", "rbf"]);
    succeed(command);
    let table = files(&bench.out())["predictions.csv"].clone();

    let told = || stderr(&succeed(keep(&bench, &models, &["linear", "rbf"])));
    let first = told();
    assert!(
        first.contains("2 rows were measured before") && first.contains("trained again"),
        "{first}"
    );
    assert_eq!(kept(&models), ["linear", "rbf"]);
    assert_eq!(files(&bench.out())["predictions.csv"], table);

    let second = told();
    assert_eq!(second.matches(", measured before").count(), 2, "{second}");

    // One that is damaged, and one of another seed.
    let [linear, rbf] = ["linear", "rbf"].map(|id| models.join(format!("{id}.safetensors")));
    let [linear_bytes, rbf_bytes] = [&linear, &rbf].map(|path| std::fs::read(path).unwrap());
    std::fs::write(&linear, &linear_bytes[..100]).unwrap();
    let mut command = keep(&bench, &models, &["rbf"]);
    command.args(["--seed", "7", "--seeds", "2"]);
    succeed(command);
    assert_ne!(std::fs::read(&rbf).unwrap(), rbf_bytes);
    let third = told();
    assert!(third.contains("2 rows were measured before"), "{third}");
    assert_eq!(std::fs::read(&linear).unwrap(), linear_bytes);
    assert_eq!(std::fs::read(&rbf).unwrap(), rbf_bytes);
}

#[test]
fn a_model_of_other_data_is_replaced() {
    let (bench, other) = (Bench::new(), Bench::drawn_with(2));
    let folder = tempfile::tempdir().unwrap();
    let models = folder.path().join("models");
    let path = models.join("linear.safetensors");
    succeed(keep(&bench, &models, &["linear"]));
    let first = std::fs::read(&path).unwrap();
    succeed(keep(&other, &models, &["linear"]));
    assert_ne!(std::fs::read(&path).unwrap(), first);
    let told = stderr(&succeed(keep(&bench, &models, &["linear"])));
    assert!(told.contains("trained again"), "{told}");
    assert_eq!(std::fs::read(&path).unwrap(), first);
}

#[test]
fn killed_at_any_moment_it_continues_to_the_same_models() {
    let (killed, whole) = (Bench::new(), Bench::new());
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let rows = ["linear", "knn", "rbf", "pairwise-linear"];
    succeed(keep(&whole, &at("whole"), &rows));
    for milliseconds in [20, 60, 120, 200] {
        let mut command = keep(&killed, &at("killed"), &rows);
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        // Fails if the process has ended already, which is as good.
        let _ = child.kill();
        child.wait().unwrap();
    }
    succeed(keep(&killed, &at("killed"), &rows));
    assert_eq!(kept(&at("killed")), kept(&at("whole")));
    for id in rows {
        let bytes = |of: &str| std::fs::read(at(of).join(format!("{id}.safetensors"))).unwrap();
        assert!(bytes("killed") == bytes("whole"), "{id}");
    }
}

#[test]
fn a_folder_of_models_that_cannot_be_written_to_is_found_out_before_anything_is_trained() {
    let bench = Bench::new();
    let file = bench.data().join("train-labels-idx1-ubyte");
    let told = refusal(keep(&bench, &file, &["linear"]));
    assert!(told.contains("--models") && !told.contains('%'), "{told}");
}

#[test]
fn a_program_that_was_moved_recognises_without_the_temperatures() {
    let bench = Bench::new();
    let (folder, picture) = with_bar();
    let models = folder.path().join("models");
    succeed(keep(&bench, &models, &["linear"]));
    let mut command = moved(folder.path());
    command.arg("recognise").arg(&picture);
    command.arg("--models").arg(&models);
    let told = stdout(&succeed(command));
    assert!(told.contains("say 1 of 1 rows"), "{told}");
    assert!(told.contains("has not measured these rows"), "{told}");
}
