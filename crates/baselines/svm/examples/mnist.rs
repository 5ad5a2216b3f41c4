//! A machine on MNIST, with the settings of the command line:
//! `cargo run --release -p svm --example mnist -- data=deslant20 degree=7 split=validation`.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::collections::BTreeMap;
use std::error::Error;
use std::time::Instant;

use classifier::{Classifier, metrics};
use linfa::prelude::*;
use mnist_io::transform::{self, Distortion};
use mnist_io::{Dataset as Images, Locator, Mnist, MnistError};
use svm::{Kernel, ReducedSvm, Shifts, Strategy, Svm};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let settings: BTreeMap<&str, &str> = arguments
        .iter()
        .filter_map(|argument| argument.split_once('='))
        .collect();
    let text = |name, default| *settings.get(name).unwrap_or(&default);
    let number = |name, default: f64| text(name, "").parse().unwrap_or(default);

    let mnist = Mnist::load(&Locator::new())?;
    let (train, test) = match text("split", "validation") {
        "test" => (mnist.train, mnist.test),
        _ => mnist.train.split_at(50_000)?,
    };
    // More than there are: with distorted copies, as the rows *-dist have them.
    let ranges = Distortion {
        shift: 2.0,
        scale: 0.2,
        squeeze: 0.15,
        shear: 0.2,
        ..Distortion::default()
    };
    let n_images = number("n", train.len() as f64) as usize;
    let train = transform::enlarge(&train, n_images, &ranges, 1)?;
    let train = version(&train, text("data", "raw"))?;
    let test = version(&test, text("data", "raw"))?;

    let params = Svm::params(10)
        .kernel(Kernel::polynomial(number("degree", 4.0) as u32))
        .normalise(text("normalise", "yes") == "yes")
        .strategy(match text("strategy", "rest") {
            "one" => Strategy::OneVsOne,
            _ => Strategy::OneVsRest,
        })
        .c(number("c", 1.0))
        .gap(number("gap", 0.01))
        .cache_bytes((number("cache", 768.0) * 1e6) as u64)
        .check()?;
    println!(
        "memory {} MB",
        params.memory::<u8>(train.len(), train.images().ncols()) / 1_000_000
    );

    let start = Instant::now();
    let model = params.fit(&DatasetBase::new(train.images(), train.targets()))?;
    println!("{:.2} s to train", start.elapsed().as_secs_f64());
    for (machine, c) in model.machines() {
        println!(
            "{machine}: gap {:.4}, {} iterations in {} rounds, {} rows, {} support vectors ({} bounded)",
            c.gap,
            c.iterations,
            c.rounds,
            c.kernel_rows,
            c.support_vectors,
            c.bounded_support_vectors
        );
    }
    tell("machine", &model, &test)?;
    if let Some(path) = settings.get("predictions") {
        let classes = model.classify(test.images())?;
        let lines: Vec<String> = classes.iter().map(|class| format!("{class}\n")).collect();
        std::fs::write(path, lines.concat())?;
    }

    if let Ok(n_vectors) = text("reduced", "no").parse() {
        let start = Instant::now();
        let params = ReducedSvm::params(n_vectors)
            .steps(number("steps", 20.0) as usize)
            .check()?;
        let reduced = params.reduce(&model, train.images())?;
        println!("{:.2} s to reduce", start.elapsed().as_secs_f64());
        println!("residuals {:.4?}", reduced.relative_residuals());
        tell("reduced machine", &reduced, &test)?;
    }

    let shifts = match text("virtual", "no") {
        "4" => Shifts::Four,
        "8" => Shifts::Eight,
        _ => return Ok(()),
    };
    let start = Instant::now();
    let model = model.virtual_svm(train.height(), train.width(), shifts)?;
    println!("{:.2} s to train again", start.elapsed().as_secs_f64());
    tell("virtual machine", &model, &test)?;
    Ok(())
}

fn version(images: &Images, data: &str) -> Result<Images, MnistError> {
    match data
        .strip_prefix("deslant")
        .and_then(|side| side.parse().ok())
    {
        Some(side) => images.map_images(|images| transform::deslant(images, side, side)),
        None => Ok(images.clone()),
    }
}

fn tell(name: &str, model: &impl Classifier<u8>, test: &Images) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let classes = model.classify(test.images())?;
    let seconds = start.elapsed().as_secs_f64();
    let errors = metrics::errors(classes.view(), test.targets().view());
    println!(
        "{name}: {errors} errors of {}, {seconds:.2} s to recognise, {} multiply-adds, peak {} MB",
        test.len(),
        model.cost().multiply_accumulates,
        peak_memory().unwrap_or(0) / 1_000_000
    );
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
