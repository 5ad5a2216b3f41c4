//! Chooses the parameters on the last 10,000 training images, with the first 50,000 as neighbours,
//! and shows what the prefilter loses: `cargo run --release -p tangent-distance --example
//! tangent_distance_validation [DIR]`.
//!
//! With `--test`, it measures the chosen parameters on the test set, once.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use classifier::{Classifier, argmax, metrics};
use linfa::prelude::*;
use mnist_io::{Dataset, Locator, Mnist, transform::resample_16x16};
use ndarray::{ArrayView2, Axis, Slice};
use tangent_distance::{Candidates, TangentDistance};

/// The parameters that were chosen with the printed table.
const SMOOTHING: f64 = 0.6;
const RIDGE: f64 = 0.05;

/// Number of validation images that are compared with every training image.
const SAMPLE: usize = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, paths): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let mnist = Mnist::load(&Locator::new().dir(paths.first().map(PathBuf::from)))?;
    let all = mnist.train.map_images(resample_16x16)?;
    let (train, validation) = all.split_at(50_000)?;

    if flags.contains(&"--test".into()) {
        let model = fit(&all, SMOOTHING, RIDGE)?;
        let test = mnist.test.map_images(resample_16x16)?;
        report("test", &model, &test)?;
        return Ok(());
    }
    let around = [0.5, 0.6, 0.7, 0.8, 1.0].map(|smoothing| (smoothing, RIDGE));
    let across = [0.01, 0.02, 0.1, 0.2].map(|ridge| (SMOOTHING, ridge));
    for (smoothing, ridge) in around.into_iter().chain(across) {
        let model = fit(&train, smoothing, ridge)?;
        report(
            &format!("smoothing {smoothing}, ridge {ridge}"),
            &model,
            &validation,
        )?;
    }

    let mut model = fit(&train, SMOOTHING, RIDGE)?;
    for candidates in [100, 200, 500, 1000, 2000] {
        model = model.with_candidates(Candidates::Nearest(candidates))?;
        report(&format!("{candidates} candidates"), &model, &validation)?;
    }
    losses(model, &validation)
}

fn fit(train: &Dataset, smoothing: f64, ridge: f64) -> Result<TangentDistance, Box<dyn Error>> {
    let start = Instant::now();
    let model = TangentDistance::params(10, train.height(), train.width())
        .smoothing(smoothing)
        .ridge(ridge)
        .fit(&DatasetBase::new(train.images(), train.targets()))?;
    println!("fitted in {:.2} s", start.elapsed().as_secs_f64());
    Ok(model)
}

fn report(what: &str, model: &TangentDistance, images: &Dataset) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let classes = model.classify(images.images())?;
    let seconds = start.elapsed().as_secs_f64();
    let errors = metrics::errors(classes.view(), images.targets().view());
    let percent = 100.0 * errors as f64 / images.len() as f64;
    println!("{what}: {percent:.2} % in {seconds:.2} s");
    Ok(())
}

/// Counts how often the nearest of all training images is not among the candidates.
fn losses(model: TangentDistance, validation: &Dataset) -> Result<(), Box<dyn Error>> {
    let sample = validation.images();
    let sample = sample.slice_axis(Axis(0), Slice::from(..SAMPLE));
    let labels = validation.targets();
    let mut model = model.with_candidates(Candidates::All)?;
    let of_all = best_scores(&model, sample)?;
    let n_errors = |best: &[(usize, f64)]| {
        best.iter()
            .zip(&labels)
            .filter(|((class, _), label)| class != *label)
            .count()
    };
    println!(
        "all 50,000: {} errors on {SAMPLE} images",
        n_errors(&of_all)
    );
    for candidates in [100, 200, 500, 1000, 2000] {
        model = model.with_candidates(Candidates::Nearest(candidates))?;
        let best = best_scores(&model, sample)?;
        let pairs = || best.iter().zip(&of_all);
        println!(
            "{candidates} candidates: {} errors, {} other classes, {} other nearest images",
            n_errors(&best),
            pairs().filter(|(a, b)| a.0 != b.0).count(),
            pairs().filter(|(a, b)| a.1 < b.1).count(),
        );
    }
    Ok(())
}

/// The class and score of the nearest image.
fn best_scores(
    model: &TangentDistance,
    images: ArrayView2<'_, u8>,
) -> Result<Vec<(usize, f64)>, Box<dyn Error>> {
    let scores = model.scores(images)?;
    Ok(scores
        .rows()
        .into_iter()
        .map(|scores| (argmax(scores), scores[argmax(scores)]))
        .collect())
}
