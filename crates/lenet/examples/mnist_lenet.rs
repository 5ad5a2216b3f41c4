//! Trains a network on MNIST on one thread, and prints a name and a value on each line.
//! tests/reference/bench_lenet.py runs it and PyTorch for comparison.
//!
//! Usage: `cargo run --release -p lenet --example mnist_lenet -- NETWORK RULE IMAGES PASSES`.
//! NETWORK is `lenet5`, `lucid-lenet1`, `lucid-lenet4` or `lucid-lenet5`. RULE is `plain` or `lm`
//! (the paper's rule, diagonal Levenberg–Marquardt). Lucid's networks start at the rate of their
//! rows in the comparison.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::time::Instant;

use classifier::{Classifier, metrics};
use gradient::{Schedule, UpdateRule};
use kernels::Level;
use lenet::{Architecture, LeNetParams, TrainingParams as _};
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use ndarray::s;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [network, update_rule, n_images, passes] = arguments.as_slice() else {
        return Err("NETWORK RULE IMAGES PASSES".into());
    };
    let lucid = |params: LeNetParams, rate: f64| {
        params.schedule(Schedule::Cosine {
            first: rate,
            last: rate / 100.0,
        })
    };
    let params = match network.as_str() {
        "lenet5" => LeNetParams::lenet5(),
        "lucid-lenet1" => lucid(LeNetParams::lucid_lenet1(), 0.02),
        "lucid-lenet4" => lucid(LeNetParams::lucid_lenet4(), 0.02),
        "lucid-lenet5" => lucid(LeNetParams::lucid_lenet5(), 0.01),
        other => return Err(format!("{other:?} is no network").into()),
    };
    let params = match (network.as_str(), update_rule.as_str()) {
        ("lenet5", "plain") => params
            .update_rule(UpdateRule::Plain)
            .schedule(Schedule::Constant(3e-4)),
        (_, "plain") => params,
        (_, "lm") => params.update_rule(UpdateRule::paper()),
        (_, other) => return Err(format!("{other:?} is no update rule").into()),
    };
    let params = params.seed(1).passes(passes.parse()?).check()?;

    let mnist = Mnist::load(&Locator::new())?;
    let train = mnist.train.first(n_images.parse()?)?;
    let model = params.fit(&DatasetBase::new(train.images(), train.targets()))?;
    let shown: usize = model.history().passes.iter().map(|pass| pass.shown).sum();
    println!("level {}", Level::current());
    println!(
        "train_microseconds {:.3}",
        model.history().seconds() / shown as f64 * 1e6
    );

    let unseen = mnist.test.images();
    let start = Instant::now();
    let classes = model.classify(unseen)?;
    println!("batch_microseconds {:.3}", each(start, unseen.nrows()));
    let errors = metrics::errors(classes.view(), mnist.test.targets().view());
    println!("errors {errors}");
    println!("test_images {}", unseen.nrows());

    let start = Instant::now();
    for image in 0..1000 {
        model.classify(unseen.slice(s![image..image + 1, ..]))?;
    }
    println!("single_microseconds {:.3}", each(start, 1000));

    let (forward, step) = multiply_adds(params.architecture());
    println!("recognise_multiply_adds {forward}");
    println!("train_multiply_adds {step}");
    Ok(())
}

fn each(start: Instant, n: usize) -> f64 {
    start.elapsed().as_secs_f64() / n as f64 * 1e6
}

/// Number of multiplications in the declared network, to recognise an image and in a step of
/// descent.
///
/// A step uses each connection three times: in the forward pass, for the derivative with respect to
/// its weight, and in the backward pass to its input. The last use is left out if the input is the
/// image.
fn multiply_adds(architecture: &Architecture) -> (usize, usize) {
    let shapes = architecture
        .shapes(architecture.field, architecture.field)
        .expect("a network fits its own field");
    let of_layers: Vec<usize> = architecture
        .layers
        .iter()
        .zip(&shapes[1..])
        .map(|(layer, &shape)| layer.n_connections(shape))
        .collect();
    let codes = architecture.n_connections() - of_layers.iter().sum::<usize>();
    let forward = architecture.n_connections();
    // Codes that are not trained have no derivative with respect to their weights.
    (forward, 3 * forward - of_layers[0] - codes)
}
