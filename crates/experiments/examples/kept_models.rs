//! Trains rows on all training images, keeps their models in a folder, reads them again and
//! compares: `cargo run --release -p experiments --example kept_models -- FOLDER [ROW…]`.
//!
//! A line a row: bytes of the file over the stored values times their width, seconds to load, and
//! how many of the test images' scores have other bits. `FOLDER` then holds what
//! `tests/reference/read_models.py` needs: the models, the prepared test images and the answers.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use classifier::persist::{Notes, to_bytes};
use experiments::{ROWS, Shared, Silent, Training};
use mnist_io::{Locator, Mnist};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let named: Vec<String> = arguments.collect();
    fs::create_dir_all(&folder)?;
    let mnist = Mnist::load(&Locator::new())?;
    let shared = Shared::default();
    println!("row;bytes;stored values;bytes a value;load s;images with other bits");
    for row in ROWS {
        if !named.is_empty() && !named.iter().any(|name| name == row.id()) {
            continue;
        }
        let (train, test) = (
            row.preparation.apply(&mnist.train)?,
            row.preparation.apply(&mnist.test)?,
        );
        let training = Training::new(&train, 10, row.seed.unwrap_or(0), &Silent, &shared);
        let model = row
            .recipe
            .fit(&training)
            .map_err(|error| error.to_string())?;
        let preparation = row.preparation.name((28, 28)).replace(' ', "-");
        let notes = Notes::from([("preparation".to_owned(), preparation.clone())]);
        let Some(bytes) = to_bytes(&*model, &notes) else {
            println!("{};cannot be kept", row.id());
            continue;
        };
        let path = folder.join(row.id()).with_extension("safetensors");
        baselines::model_file::save_bytes(&bytes, &path)?;
        let start = Instant::now();
        let again = baselines::load::<u8>(&path)?;
        let seconds = start.elapsed().as_secs_f64();
        let (scores, read) = (model.scores(test.images())?, again.scores(test.images())?);
        let others = scores
            .outer_iter()
            .zip(read.outer_iter())
            .filter(|(a, b)| a.iter().zip(b).any(|(a, b)| a.to_bits() != b.to_bits()));
        let stored = model.cost().stored_values;
        println!(
            "{};{};{stored};{:.2};{seconds:.2};{}",
            row.id(),
            bytes.len(),
            bytes.len() as f64 / stored as f64,
            others.count()
        );
        let answers: Vec<String> = model
            .classify(test.images())?
            .iter()
            .map(usize::to_string)
            .collect();
        fs::write(path.with_extension("answers"), answers.join("\n") + "\n")?;
        let pixels: Vec<u8> = test.images().iter().copied().collect();
        fs::write(folder.join(preparation).with_extension("images"), pixels)?;
    }
    Ok(())
}
