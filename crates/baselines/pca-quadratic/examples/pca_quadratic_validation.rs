//! Chooses ridge and terms on the last 10,000 training images, after training on the first
//! 50,000: `cargo run --release -p pca-quadratic --example pca_quadratic_validation [DIR]`.
//!
//! With `--test` after it, what was chosen is measured on the test set, once.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use classifier::{Classifier, metrics};
use linfa::prelude::*;
use mnist_io::{Dataset, Locator, Mnist};
use pca_quadratic::{PcaQuadratic, PcaQuadraticParams, Terms};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, paths): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let mnist = Mnist::load(&Locator::new().dir(paths.first().map(PathBuf::from)))?;
    if flags.contains(&"--test".into()) {
        for terms in [Terms::Full, Terms::Products] {
            let params = PcaQuadratic::params(10).terms(terms);
            report(
                &format!("{terms:?}, test"),
                &params,
                &mnist.train,
                &mnist.test,
            )?;
        }
        return Ok(());
    }
    let (train, validation) = mnist.train.split_at(50_000)?;
    for terms in [Terms::Full, Terms::Products] {
        for ridge in [0.0, 0.1, 1.0, 10.0, 100.0, 300.0, 1000.0] {
            let params = PcaQuadratic::params(10).terms(terms).ridge(ridge);
            report(
                &format!("{terms:?}, ridge {ridge}"),
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
    params: &PcaQuadraticParams,
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
