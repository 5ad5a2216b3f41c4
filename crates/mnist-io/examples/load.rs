//! Loads MNIST as the comparison does, tells what happens meanwhile, and what it took:
//! `cargo run --release -p mnist-io --example load [DIR]`.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::path::PathBuf;
use std::time::Instant;

use mnist_io::acquire::{Failure, Remote};
use mnist_io::{Locator, Mnist, MnistError, Progress};

struct Lines;

impl Progress for Lines {
    fn waiting(&self) {
        println!("another process is fetching");
    }

    fn trying(&self, remote: &Remote) {
        println!("trying {remote}");
    }

    fn finished(&self, file: &str) {
        println!("have {file}");
    }

    fn failed(&self, failure: &Failure) {
        println!("failed: {failure}");
    }
}

fn main() -> Result<(), MnistError> {
    let dir = std::env::args_os().nth(1).map(PathBuf::from);
    let start = Instant::now();
    let mnist = Mnist::load(&Locator::new().dir(dir).progress(&Lines))?;
    let seconds = start.elapsed().as_secs_f64();

    let bytes = mnist.train.images().len() + mnist.test.images().len();
    println!("from {}, sha256 {}", mnist.source, mnist.sha256);
    println!("{} + {} images", mnist.train.len(), mnist.test.len());
    println!("{seconds:.3} s, {:.1} MB of pixels", bytes as f64 / 1e6);
    if let Some(peak) = peak_memory() {
        println!("{:.1} MB peak memory of the process", peak as f64 / 1e6);
    }
    Ok(())
}

/// Bytes resident at most so far, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kibibytes * 1024)
}
