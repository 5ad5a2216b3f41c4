//! Chooses the ridge on the last 10,000 training images, after training on the first 50,000,
//! for the images as they are and deslanted:
//! `cargo run --release -p linear --example linear_validation [DIR]`.
//!
//! With `--test` after it, what was chosen is measured on the test set, once.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use classifier::{Classifier, metrics};
use linear::{Linear, LinearParams};
use linfa::prelude::*;
use mnist_io::transform::deslant;
use mnist_io::{Dataset, Locator, Mnist, MnistError};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, paths): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let mnist = Mnist::load(&Locator::new().dir(paths.first().map(PathBuf::from)))?;
    let upright = |images: &_| -> Result<_, MnistError> { deslant(images, 20, 20) };
    let deslanted = (
        mnist.train.map_images(upright)?,
        mnist.test.map_images(upright)?,
    );
    for (what, (train, test)) in [
        ("28x28", (mnist.train, mnist.test)),
        ("deslanted 20x20", deslanted),
    ] {
        if flags.contains(&"--test".into()) {
            report(&format!("{what}, test"), &Linear::params(10), &train, &test)?;
            continue;
        }
        let (train, validation) = train.split_at(50_000)?;
        for ridge in [1e-3, 0.01, 0.1, 1.0, 10.0, 100.0, 300.0, 1000.0, 3000.0] {
            let params = Linear::params(10).ridge(ridge);
            report(
                &format!("{what}, ridge {ridge}"),
                &params,
                &train,
                &validation,
            )?;
        }
    }
    Ok(())
}

fn report(
    what: &str,
    params: &LinearParams,
    train: &Dataset,
    unseen: &Dataset,
) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let model = params.fit(&DatasetBase::new(train.images(), train.targets()))?;
    let fitted = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let decided = model.classify(unseen.images())?;
    let seconds = start.elapsed().as_secs_f64();
    let errors = metrics::errors(decided.view(), unseen.targets().view());
    let percent = 100.0 * errors as f64 / unseen.len() as f64;
    println!("{what}: {percent:.2} %, fitted in {fitted:.3} s, recognised in {seconds:.3} s");
    Ok(())
}
