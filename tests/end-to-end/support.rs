use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mnist_io::idx::{self, Array};
use tempfile::TempDir;

/// A folder with four small IDX files, and room for results.
pub struct Bench {
    folder: TempDir,
}

pub const SIDE: usize = 28;
const CLASSES: usize = 10;

impl Bench {
    pub fn new() -> Self {
        Self::drawn_with(1)
    }

    /// Bars of ten directions, with noise: other data for another seed.
    pub fn drawn_with(seed: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let mut noise = seed;
        for (set, n_images) in [("train", 600), ("t10k", 200)] {
            let labels: Vec<u8> = (0..n_images).map(|image| (image % CLASSES) as u8).collect();
            let pixels = labels
                .iter()
                .flat_map(|&label| bar(label, &mut noise))
                .collect();
            let file =
                |kind: &str| std::fs::File::create(data.join(format!("{set}-{kind}"))).unwrap();
            let images = Array {
                dimensions: vec![n_images, SIDE, SIDE],
                values: pixels,
            };
            idx::write(file("images-idx3-ubyte"), &images).unwrap();
            let labels = Array {
                dimensions: vec![n_images],
                values: labels,
            };
            idx::write(file("labels-idx1-ubyte"), &labels).unwrap();
        }
        Self { folder }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    /// `xtask compare` on the small data.
    pub fn compare(&self) -> Command {
        let mut command = xtask();
        command
            .arg("compare")
            .arg("--any-data")
            .arg("--data")
            .arg(self.data());
        command.arg("--out").arg(self.out());
        command
    }

    pub fn records(&self) -> BTreeMap<String, String> {
        files(&self.out().join("records"))
    }
}

pub fn xtask() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.env_remove("MNIST_DIR");
    command
}

pub fn succeed(mut command: Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", stderr(&output));
    output
}

/// Runs a command that must refuse, with exit code 2; returns what it says.
pub fn refusal(mut command: Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(
        output.status.code(),
        Some(2),
        "{command:?}: {}",
        stderr(&output)
    );
    stderr(&output)
}

pub fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The files of a folder by name.
pub fn files(folder: &Path) -> BTreeMap<String, String> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

/// The lines of a CSV file as maps from column to cell.
pub fn csv_lines(path: &Path) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_path(path)
        .unwrap()
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

/// `comparison.csv` without the columns that differ from run to run.
pub fn without_timings(folder: &Path) -> Vec<BTreeMap<String, String>> {
    let mut lines = csv_lines(&folder.join("comparison.csv"));
    for line in &mut lines {
        line.remove("train_seconds").unwrap();
        line.remove("recognise_microseconds").unwrap();
    }
    lines
}

fn bar(label: u8, noise: &mut u64) -> Vec<u8> {
    let centre = (SIDE as f64 - 1.0) / 2.0;
    let (sin, cos) = (std::f64::consts::PI * f64::from(label) / CLASSES as f64).sin_cos();
    (0..SIDE * SIDE)
        .map(|pixel| {
            let (x, y) = (
                (pixel % SIDE) as f64 - centre,
                (pixel / SIDE) as f64 - centre,
            );
            let near = (y * cos - x * sin).abs() < 2.5 && x.hypot(y) < 9.0;
            *noise = *noise * 48_271 % 0x7fff_ffff;
            (*noise % 50) as u8 + if near { 200 } else { 0 }
        })
        .collect()
}
