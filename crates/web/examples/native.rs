//! Does natively what the page does in a browser, for `tests/browser/native.mjs`, which compares.
//!
//! ```sh
//! KERNEL_LEVEL=portable cargo run --release -p web --example native -- FOLDER OUT IMAGES TRAINED
//! ```
//!
//! FOLDER is what `cargo xtask demo --build-only` wrote. For each row OUT gets the scores of the
//! first IMAGES test images as doubles, `ROW.scores`; and `trained.safetensors`, LeNet-5 after a pass
//! over the first TRAINED training images. What is printed is JSON: milliseconds an answer of each
//! row, one image at a time, and microseconds an image of the training.

use std::error::Error;
use std::fs;
use std::io::Read as _;
use std::path::PathBuf;
use std::time::Instant;

use classifier::persist::Persist as _;
use flate2::read::GzDecoder;
use mnist_io::transform::Affine;
use serde_json::{Map, Value, json};
use web::{Page, Trainer};

type Failure = Box<dyn Error + Send + Sync>;

/// Images that are scored at a time.
const BATCH: usize = 100;

/// Answers that are timed.
const TIMED: usize = 20;

#[allow(clippy::print_stdout)]
fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, out, n_images, trained] = arguments.as_slice() else {
        return Err("usage: native FOLDER OUT IMAGES TRAINED".into());
    };
    let (folder, out) = (PathBuf::from(folder), PathBuf::from(out));
    let (n_images, trained): (usize, usize) = (n_images.parse()?, trained.parse()?);
    fs::create_dir_all(&out)?;
    let file = |name: &str| -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        GzDecoder::new(fs::File::open(folder.join(name))?).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let list: Value = serde_json::from_slice(&fs::read(folder.join("models.json"))?)?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let set = |name: &str| -> Result<Vec<u8>, Failure> {
        Ok([file(&text(&list[name][0]))?, file(&text(&list[name][1]))?].concat())
    };
    let mut page = Page::default();
    page.set_training(set("training")?)?;
    page.set_test(set("test")?)?;

    let mut answers = Map::new();
    for entry in list["models"].as_array().into_iter().flatten() {
        let row = text(&entry["row"]);
        let model = page.add(&file(&text(&entry["file"]))?)?;
        let mut took = Vec::new();
        for index in 0..TIMED {
            page.distort(index, &Affine::IDENTITY, 0.0)?;
            let begun = Instant::now();
            page.ask(model, None)?;
            took.push(begun.elapsed().as_secs_f64());
        }
        took.sort_by(f64::total_cmp);
        answers.insert(row.clone(), json!(1e3 * took[TIMED / 2]));
        let mut scores = Vec::new();
        for first in (0..n_images).step_by(BATCH) {
            let count = BATCH.min(n_images - first);
            let found = page.scores(model, first, count)?;
            let found = found.ok_or("there are not so many test images")?;
            scores.extend(found.iter().flat_map(|score| score.to_le_bytes()));
        }
        fs::write(out.join(format!("{row}.scores")), scores)?;
    }

    let set = page.training().ok_or("no training images")?;
    let mut trainer = Trainer::new(set, trained, 1)?;
    let begun = Instant::now();
    while trainer.advance(500)?.is_none() {}
    let seconds = begun.elapsed().as_secs_f64();
    fs::write(out.join("trained.safetensors"), trainer.model().to_bytes())?;
    let training = json!(1e6 * seconds / trainer.n_images() as f64);
    println!("{}", json!({ "answers": answers, "training": training }));
    Ok(())
}
