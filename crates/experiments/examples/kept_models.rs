//! Trains rows on all training images, keeps their models in a folder, reads them again and
//! compares: `cargo run --release -p experiments --example kept_models -- FOLDER [ROW…]`.
//!
//! A line a row: bytes of the file over the stored values times their width, seconds to load, how
//! much memory saving and loading take at most over the file's size (on Linux; loading with the
//! model), and how many of the test images' scores have other bits. `FOLDER` then holds what
//! `tests/reference/read_models.py` needs: the models, the prepared test images and the answers.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use experiments::{Models, Options, ROWS, Shared, Silent};
use mnist_io::{Locator, Mnist};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let named: Vec<String> = arguments.collect();
    fs::create_dir_all(&folder)?;
    let mnist = Mnist::load(&Locator::new())?;
    let (models, shared) = (Models::new(&folder), Shared::default());
    let options = Options {
        seed: None,
        threads: std::thread::available_parallelism()?.get(),
        train_images: None,
    };
    println!("row;bytes;stored values;bytes a value;load s;saving;loading;images with other bits");
    for &row in ROWS {
        if !named.is_empty() && !named.iter().any(|name| name == row.id()) {
            continue;
        }
        let run = experiments::describe(row, &mnist, options);
        let model = experiments::train(row, &mnist, options, &Silent, &shared)?;
        let (kept, saving) = with_peak(|| models.keep(row, &run, &*model));
        if !kept? {
            println!("{};cannot be kept", row.id());
            continue;
        }
        let path = models.path(row);
        let bytes = fs::metadata(&path)?.len();
        let start = Instant::now();
        let (again, loading) = with_peak(|| baselines::load::<u8>(&path));
        let again = again?;
        let seconds = start.elapsed().as_secs_f64();
        let test = row.preparation.apply(&mnist.test)?;
        let (scores, read) = (model.scores(test.images())?, again.scores(test.images())?);
        let others = scores
            .outer_iter()
            .zip(read.outer_iter())
            .filter(|(a, b)| a.iter().zip(b).any(|(a, b)| a.to_bits() != b.to_bits()));
        let stored = model.cost().stored_values;
        println!(
            "{};{};{stored};{:.2};{seconds:.2};{:.2};{:.2};{}",
            row.id(),
            bytes,
            bytes as f64 / stored as f64,
            saving / bytes as f64,
            loading / bytes as f64,
            others.count()
        );
        let answers: Vec<String> = model
            .classify(test.images())?
            .iter()
            .map(usize::to_string)
            .collect();
        fs::write(path.with_extension("answers"), answers.join("\n") + "\n")?;
        let pixels: Vec<u8> = test.images().iter().copied().collect();
        let images = folder.join(row.preparation.to_string());
        fs::write(images.with_extension("images"), pixels)?;
    }
    Ok(())
}

/// What the work comes to, and the most bytes it took beside those that were taken before; 0 where
/// there is no /proc.
fn with_peak<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let kilobytes = |name: &str| {
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        let number = line.and_then(|line| line.split_whitespace().next());
        number
            .and_then(|number| number.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    // Sets the peak to what is taken now.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let before = kilobytes("VmRSS:");
    let done = work();
    (done, 1024.0 * (kilobytes("VmHWM:") - before).max(0.0))
}
