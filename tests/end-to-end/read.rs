//! Lines of digits, read from pictures.

use std::path::{Path, PathBuf};
use std::process::Command;

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, Luma, Rgb, RgbImage};
use mnist_io::strings::{Recipe, StringSet};
use mnist_io::{Locator, Mnist};
use tempfile::TempDir;

use crate::support::{
    Bench, committed, make_workspace, refusal, stderr, stdout, succeed, xtask, xtask_in,
};

/// `read` of these files by the committed network.
fn read(files: &[&Path]) -> Command {
    let mut command = xtask();
    command.arg("read").args(files);
    command.arg("--model").arg(network());
    command
}

fn network() -> PathBuf {
    committed().join("lenet5.safetensors")
}

/// Strings of training images.
fn strings() -> StringSet {
    let mnist = Mnist::load(&Locator::new()).unwrap();
    Recipe::APART
        .draw(&mnist.train, 50_000..50_100, 1, 0)
        .unwrap()
}

/// A string's picture, enlarged, dark on light.
fn picture(set: &StringSet, string: usize) -> GrayImage {
    let ink = set.picture(string);
    let (height, width) = (ink.nrows() as u32, ink.ncols() as u32);
    let ink = GrayImage::from_vec(width, height, ink.iter().copied().collect()).unwrap();
    let mut large = DynamicImage::from(ink).resize(3 * width, 3 * height, FilterType::Triangle);
    large.invert();
    large.to_luma8()
}

/// A folder with the picture of a string that is read rightly, and its digits.
fn with_line() -> (TempDir, PathBuf, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("line.png");
    let set = strings();
    for string in 0..set.len() {
        picture(&set, string).save(&path).unwrap();
        let digits: String = set.digits(string).iter().map(u8::to_string).collect();
        if stdout(&succeed(read(&[&path]))).contains(&format!("line.png: {digits}, with")) {
            return (folder, path, digits);
        }
    }
    panic!("none of {} is read rightly", set.len());
}

#[test]
fn most_lines_are_read_from_every_kind_of_file() {
    let folder = tempfile::tempdir().unwrap();
    let set = strings();
    let mut paths = Vec::new();
    for string in 0..set.len() {
        let line = picture(&set, string);
        let extension = ["png", "jpg", "pgm"][string % 3];
        let path = folder.path().join(format!("{string}.{extension}"));
        let picture: DynamicImage = match string % 3 {
            0 => line.into(),
            // In colours, on paper, with room around it.
            1 => RgbImage::from_fn(line.width() + 90, line.height() + 70, |x, y| {
                let at = (x.wrapping_sub(50), y.wrapping_sub(20));
                let light = line.get_pixel_checked(at.0, at.1);
                let light = light.map_or(1.0, |light| f32::from(light[0]) / 255.0);
                let blend = |pen: f32, paper: f32| (pen + (paper - pen) * light) as u8;
                Rgb([blend(30.0, 245.0), blend(40.0, 235.0), blend(120.0, 210.0)])
            })
            .into(),
            _ => {
                let mut negative = DynamicImage::from(line);
                negative.invert();
                negative
            }
        };
        picture.save(&path).unwrap();
        paths.push(path);
    }
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let output = succeed(read(&paths));
    let told = stdout(&output);
    let mut right = 0;
    for (string, path) in paths.iter().enumerate() {
        let digits: String = set.digits(string).iter().map(u8::to_string).collect();
        assert!(told.contains(&format!("{}: ", path.display())), "{told}");
        right += usize::from(told.contains(&format!("{}: {digits}, with a", path.display())));
    }
    assert!(right >= 14, "{right} of {}: {told}", set.len());
    for part in [
        "Probability %",
        "Columns",
        "Rows",
        "lenet5.safetensors",
        "single digits only",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn each_digit_is_placed_in_the_users_picture() {
    let (folder, line, digits) = with_line();
    let ink = image::open(&line).unwrap().to_luma8();
    let mut page = GrayImage::from_pixel(ink.width() + 400, ink.height() + 200, Luma([255]));
    image::imageops::replace(&mut page, &ink, 300, 100);
    let path = folder.path().join("page.png");
    page.save(&path).unwrap();
    let told = stdout(&succeed(read(&[&path])));
    let mut last = 300;
    let places = told.lines().filter(|line| line.contains('–'));
    let mut n = 0;
    for place in places {
        let numbers: Vec<u32> = place
            .split(|c: char| !c.is_ascii_digit() && c != '.')
            .filter_map(|number| number.parse().ok())
            .collect();
        // Behind the digit there are the columns and the rows.
        let [.., first, end, top, bottom] = numbers[..] else {
            continue;
        };
        assert!(
            last <= first + 20 && first < end && end < 300 + ink.width(),
            "{place}"
        );
        assert!(
            100 <= top && top < bottom && bottom < 100 + ink.height(),
            "{place}"
        );
        last = end;
        n += 1;
    }
    assert_eq!(n, digits.len(), "{told}");
}

#[test]
fn what_the_reader_saw_is_drawn() {
    let (folder, line, _) = with_line();
    let seen = folder.path().join("seen.png");
    let mut command = read(&[&line]);
    command.arg("--draw").arg(&seen);
    succeed(command);
    let drawn = image::open(&seen).unwrap().to_rgb8();
    let has = |wanted: [u8; 3]| drawn.pixels().any(|pixel| pixel.0 == wanted);
    assert!(has([0, 0, 0]) && has([255; 3]), "no ink, or no paper");
    assert!(has([0, 114, 178]) && has([0, 140, 90]), "no boxes");
    assert_eq!(drawn.width() % (8 * 4), 0);

    let mut command = read(&[&line]);
    command.arg("--draw").arg(&line);
    assert!(refusal(command).contains("the picture to read"));
    let mut command = read(&[&line]);
    command.arg("--draw").arg(folder.path().join("seen.svg"));
    assert!(refusal(command).contains("PNG"));
    let mut command = read(&[&line, &line]);
    command.arg("--draw").arg(&seen);
    assert!(refusal(command).contains("one FILE"));
}

#[test]
fn a_length_that_is_told_is_kept_or_refused() {
    let (_folder, line, digits) = with_line();
    for n in [4, 5, 6] {
        let mut command = read(&[&line]);
        command.args(["--digits", &n.to_string()]);
        let told = stdout(&succeed(command));
        assert!(
            told.contains(&format!("(told that it has {n} digits)")),
            "{told}"
        );
        let answer = told.split_once("line.png: ").unwrap().1;
        let answer = answer.split(',').next().unwrap();
        assert_eq!(answer.len(), n, "{told}");
        assert!(n != 5 || answer == digits, "{told}");
    }
    let mut command = read(&[&line]);
    command.args(["--digits", "300"]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("cannot be parted into 300 digits"),
        "{}",
        stderr(&output)
    );
    let mut command = read(&[&line]);
    command.args(["--digits", "0"]);
    refusal(command);
}

#[test]
fn what_is_no_picture_of_a_line_is_named_with_what_to_do_and_the_others_go_on() {
    let (folder, line, digits) = with_line();
    let at = |name: &str| folder.path().join(name);
    let ink = image::open(&line).unwrap().to_luma8();
    let mut two = GrayImage::from_pixel(ink.width(), 2 * ink.height(), Luma([255]));
    for top in [0, ink.height()] {
        image::imageops::replace(&mut two, &ink, 0, top.into());
    }
    two.save(at("two.png")).unwrap();
    GrayImage::from_pixel(200, 60, Luma([200]))
        .save(at("blank.png"))
        .unwrap();
    GrayImage::from_pixel(200, 5, Luma([200]))
        .save(at("low.png"))
        .unwrap();
    std::fs::write(at("text.png"), b"This is no picture.").unwrap();
    std::fs::write(at("bomb.pgm"), b"P5 19999 1000000 255\n").unwrap();
    std::fs::create_dir(at("folder.png")).unwrap();
    let refused = [
        ("two.png", "several lines of digits; crop"),
        ("blank.png", "no ink"),
        ("low.png", "too few"),
        ("text.png", "PNG, JPEG or PGM"),
        ("bomb.pgm", "larger"),
        ("folder.png", "folder"),
        ("nowhere.png", "No such file"),
    ];
    let mut paths: Vec<PathBuf> = refused.iter().map(|(name, _)| at(name)).collect();
    paths.insert(2, line);
    let paths: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    let output = read(&paths).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    for (name, reason) in refused {
        let path = at(name).display().to_string();
        let line = told.lines().find(|line| line.contains(&path));
        let line = line.unwrap_or_else(|| panic!("{name} is not in {told}"));
        assert!(line.contains(reason), "{line}");
    }
    assert!(
        stdout(&output).contains(&format!("line.png: {digits}, ")),
        "{}",
        stdout(&output)
    );
    // What was taken for ink is shown.
    let mut command = read(&[&at("two.png")]);
    command.arg("--draw").arg(at("ink.png"));
    assert_eq!(command.output().unwrap().status.code(), Some(1));
    let seen = image::open(at("ink.png")).unwrap().to_luma8();
    assert!(seen.dimensions() == two.dimensions() && seen.contains(&0));
}

#[test]
fn the_network_is_the_one_that_was_trained_on_strings_then_the_one_of_digits() {
    let (folder, line, _) = with_line();
    let workspace = folder.path().join("workspace");
    make_workspace(&workspace);
    let by = || {
        let mut command = xtask_in(&workspace);
        command.arg("read").arg(&line);
        command
    };
    let told = refusal(by());
    for part in [
        "no network to read with",
        "cargo xtask compare --only lenet5 --models",
    ] {
        assert!(told.contains(part), "{told}");
    }
    let results = workspace.join("bench-results");
    let models = results.join("models");
    std::fs::create_dir(&models).unwrap();
    for place in [
        results.join("lenet5.safetensors"),
        models.join("lenet5.safetensors"),
        models.join("hos-dforward.safetensors"),
    ] {
        std::fs::copy(network(), &place).unwrap();
        let told = stdout(&succeed(by()));
        let end = place
            .strip_prefix(&workspace)
            .unwrap()
            .display()
            .to_string();
        assert!(told.contains(&format!("{end}, which")), "{end}: {told}");
    }
}

#[test]
fn a_model_that_reads_no_lines_is_refused_with_the_reason() {
    let (folder, line, _) = with_line();
    let bench = Bench::new();
    let models = folder.path().join("models");
    let mut command = bench.compare();
    command.args(["--only", "linear", "--only", "lenet1-16x16"]);
    succeed({
        command.arg("--models").arg(&models);
        command
    });
    for (model, reason) in [
        ("linear.safetensors", "lenet"),
        ("lenet1-16x16.safetensors", "reduced-16x16"),
        ("nowhere.safetensors", "No such file"),
    ] {
        let mut command = xtask();
        command.arg("read").arg(&line);
        command.arg("--model").arg(models.join(model));
        let told = refusal(command);
        assert!(told.contains(model) && told.contains(reason), "{told}");
    }
}
