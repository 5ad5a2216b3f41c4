use std::collections::BTreeMap;
use std::io::Read as _;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output};
use std::time::{Duration, Instant};

use mnist_io::idx::{self, Array};
use tempfile::TempDir;

/// A folder with four small IDX files, and room for results.
pub struct Bench {
    folder: TempDir,
}

pub const SIDE: usize = 28;

impl Bench {
    pub fn new() -> Self {
        Self::drawn_with(1)
    }

    /// Bars of ten directions, with noise: other data for another seed.
    pub fn drawn_with(seed: u64) -> Self {
        let labels: Vec<u8> = (0..10).collect();
        Self::drawn(seed, SIDE, &labels, [360, 200])
    }

    /// So many training and test images of that height and width, of classes with these labels
    /// in turn.
    pub fn of(side: usize, labels: &[u8], n_images: [usize; 2]) -> Self {
        Self::drawn(1, side, labels, n_images)
    }

    fn drawn(seed: u64, side: usize, classes: &[u8], [n_train, n_test]: [usize; 2]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let mut noise = seed;
        for (set, n_images) in [("train", n_train), ("t10k", n_test)] {
            let turns = || (0..n_images).map(|image| image % classes.len());
            let labels: Vec<u8> = turns().map(|turn| classes[turn]).collect();
            let pixels = turns()
                .flat_map(|turn| bar(side, turn as f64 / classes.len() as f64, &mut noise))
                .collect();
            let file =
                |kind: &str| std::fs::File::create(data.join(format!("{set}-{kind}"))).unwrap();
            let images = Array {
                dimensions: vec![n_images, side, side],
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
        self.command("compare", &self.out())
    }

    /// A command on the small data.
    pub fn command(&self, name: &str, out: &Path) -> Command {
        let mut command = xtask();
        command.args([name, "--data"]);
        command.arg(self.data()).arg("--out").arg(out);
        command
    }

    /// `xtask compare` of a row that is soon measured and one that needs long, many times; it has
    /// begun to keep what it measures.
    pub fn long_run(&self, io: impl FnOnce(&mut Command)) -> Running {
        let mut command = self.compare();
        command.args([
            "--only",
            "linear",
            "--only",
            "lenet1-16x16",
            "--seeds",
            "1000",
        ]);
        io(&mut command);
        let child = Running::begin(&mut command);
        self.wait_for_records(2);
        child
    }

    /// Waits until so many runs are recorded.
    pub fn wait_for_records(&self, n: usize) {
        let recorded = || std::fs::read_dir(self.out().join("records")).map_or(0, Iterator::count);
        let begun = Instant::now();
        while recorded() < n {
            assert!(begun.elapsed() < PATIENCE, "nothing is recorded");
            std::thread::sleep(Duration::from_millis(20));
        }
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

/// Makes a folder look like this workspace, with nothing of what is in it.
pub fn make_workspace(folder: &Path) {
    for below in ["xtask", "crates/experiments", "bench-results"] {
        std::fs::create_dir_all(folder.join(below)).unwrap();
    }
    for manifest in [
        "Cargo.toml",
        "xtask/Cargo.toml",
        "crates/experiments/Cargo.toml",
    ] {
        std::fs::write(folder.join(manifest), "").unwrap();
    }
}

/// A command that is run in that folder, not in ours.
pub fn xtask_in(folder: &Path) -> Command {
    let mut command = xtask();
    command.env_remove("CARGO_MANIFEST_DIR").current_dir(folder);
    command
}

/// The folder of the results that are committed.
pub fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../bench-results")
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

/// A command that runs; it does not outlive its test.
pub struct Running(Child);

impl Running {
    pub fn begin(command: &mut Command) -> Self {
        Self(command.spawn().unwrap())
    }

    /// How it ends, which it has to do soon.
    pub fn ends_soon(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// What it has said on standard error, when it has ended.
    pub fn last_words(&mut self) -> String {
        let mut told = String::new();
        let mut from = self.0.stderr.take().unwrap();
        from.read_to_string(&mut told).unwrap();
        told
    }

    /// Sends a signal, such as `-TERM`.
    pub fn send(&self, signal: &str) {
        let id = self.0.id().to_string();
        let sent = Command::new("kill").args([signal, &id]).status().unwrap();
        assert!(sent.success());
    }
}

impl Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.0
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Long for what happens at once, on a machine that has more to do.
const PATIENCE: Duration = Duration::from_secs(120);

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

/// An image with a bar, turned by that part of half a turn.
fn bar(side: usize, turned: f64, noise: &mut u64) -> Vec<u8> {
    let (centre, scale) = ((side as f64 - 1.0) / 2.0, SIDE as f64 / side as f64);
    let (sin, cos) = (std::f64::consts::PI * turned).sin_cos();
    (0..side * side)
        .map(|pixel| {
            let place = |at: usize| scale * (at as f64 - centre);
            let (x, y) = (place(pixel % side), place(pixel / side));
            let near = (y * cos - x * sin).abs() < 2.5 && x.hypot(y) < 9.0;
            *noise = *noise * 48_271 % 0x7fff_ffff;
            (*noise % 50) as u8 + if near { 200 } else { 0 }
        })
        .collect()
}
