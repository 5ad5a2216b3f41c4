//! Chooses the parameters on the last 10,000 training images after training on the first 50,000:
//! `cargo run --release -p rbf-network --example rbf_network_validation [DIR]`.
//!
//! With `--few`, it prints the errors of networks with few images per unit, as the mean of three
//! training sets and seeds. With `--test`, it measures the chosen parameters on the test set, once.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use classifier::{Classifier, metrics};
use linfa::prelude::*;
use mnist_io::{Dataset, Locator, Mnist};
use rbf_network::{RbfNetwork, RbfNetworkParams};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, paths): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let mnist = Mnist::load(&Locator::new().dir(paths.first().map(PathBuf::from)))?;
    let params = RbfNetwork::params(10);

    if flags.contains(&"--test".into()) {
        return report("test", params, &mnist.train, &mnist.test);
    }
    let (train, validation) = mnist.train.split_at(50_000)?;
    if flags.contains(&"--few".into()) {
        return few(&params, &train, &validation);
    }
    for seed in 0..3 {
        report(
            &format!("seed {seed}"),
            params.clone().seed(seed),
            &train,
            &validation,
        )?;
    }
    for width in [1.0, 4.0, 8.0] {
        report(
            &format!("width {width}"),
            params.clone().width(width),
            &train,
            &validation,
        )?;
    }
    for ridge in [0.0001, 0.001, 0.1, 1.0] {
        report(
            &format!("ridge {ridge}"),
            params.clone().ridge(ridge),
            &train,
            &validation,
        )?;
    }
    for iterations in [0, 5, 10, 20, 200] {
        let params = params.clone().max_iterations(iterations);
        report(
            &format!("{iterations} iterations"),
            params,
            &train,
            &validation,
        )?;
    }
    Ok(())
}

/// Errors for choosing the lower bound of a unit's width. The clusters have several images, one or
/// two images, or one image.
fn few(
    params: &RbfNetworkParams,
    train: &Dataset,
    validation: &Dataset,
) -> Result<(), Box<dyn Error>> {
    for n_images in [100, 500, 2000] {
        for units in [5, 20, 100] {
            let mut errors = 0;
            for seed in 0..3 {
                let first = 10_000 * seed;
                let images = train.select(&Vec::from_iter(first..first + n_images))?;
                let params = params.clone().units_per_class(units).seed(seed as u64);
                let model = params.fit(&DatasetBase::new(images.images(), images.targets()))?;
                let classes = model.classify(validation.images())?;
                errors += metrics::errors(classes.view(), validation.targets().view());
            }
            let percent = 100.0 * errors as f64 / (3 * validation.len()) as f64;
            println!("{n_images} images, {units} units a class: {percent:.1} %");
        }
    }
    Ok(())
}

fn report(
    what: &str,
    params: RbfNetworkParams,
    train: &Dataset,
    images: &Dataset,
) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let model = params.fit(&DatasetBase::new(train.images(), train.targets()))?;
    let fitted = start.elapsed().as_secs_f64();
    let classes = model.classify(images.images())?;
    let seconds = start.elapsed().as_secs_f64() - fitted;
    let errors = metrics::errors(classes.view(), images.targets().view());
    let percent = 100.0 * errors as f64 / images.len() as f64;
    println!("{what}: {percent:.2} %, fitted in {fitted:.2} s, recognised in {seconds:.2} s");
    Ok(())
}
