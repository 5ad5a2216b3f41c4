//! What calibration makes of each row's scores, as a markdown table.
//!
//!     cargo run --release -p experiments --example calibrate [-- --rows linear,knn]
//!
//! Each row is trained on the first 50,000 training images. A temperature and the sigmoids are
//! fitted on the last 10,000, which the row has not seen, and so is the confidence below which to
//! reject for 0.5 % error. What the probabilities are worth is then measured on the test images,
//! which decide nothing. Before calibration, probabilities are the softmax of the scores.
//!
//! Rows are trained one after the other, which takes some twenty minutes.
#![allow(clippy::print_stdout)]

use std::error::Error;

use calibration::{Calibration, Method, metrics};
use classifier::{argmax, metrics::errors};
use experiments::{Options, ROWS, Row, Runs, Shared, Silent};
use mnist_io::{Dataset, Locator, Mnist};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

const TRAIN_IMAGES: usize = 50_000;
/// Figure 10's.
const REJECT_TO: f64 = 0.005;

type Failure = Box<dyn Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let rows = rows(std::env::args().skip(1).collect())?;
    let data = Mnist::load(&Locator::new())?;
    let shared = Shared::default();
    println!(
        "Test images, each measure before calibration / by a temperature / by sigmoids; rejected \
         for {} % error on the held-out images, by their temperature.\n",
        100.0 * REJECT_TO
    );
    println!(
        "| Row | Errors %: scores / sigmoids | Temperature | Log loss | Brier score | Calibration \
         error % | Rejected %: errors % of the rest |\n|:--|--:|--:|--:|--:|--:|--:|"
    );
    for row in rows {
        println!("| {} |", measure(row, &data, &shared)?.join(" | "));
    }
    Ok(())
}

/// Those after `--rows`, or all that belong to the comparison.
fn rows(arguments: Vec<String>) -> Result<Vec<&'static Row>, String> {
    let compared = || ROWS.iter().filter(|row| row.runs != Runs::WhenNamed);
    match &arguments[..] {
        [] => Ok(compared().copied().collect()),
        [option, names] if option == "--rows" => names
            .split(',')
            .map(|name| {
                let row = compared().find(|row| row.id() == name);
                row.copied()
                    .ok_or_else(|| format!("no row is called {name}"))
            })
            .collect(),
        _ => Err("usage: calibrate [--rows NAME,NAME,...]".into()),
    }
}

/// The cells of a row's line.
fn measure(row: &Row, data: &Mnist, shared: &Shared) -> Result<Vec<String>, Failure> {
    let options = Options {
        seed: None,
        threads: std::thread::available_parallelism()?.get(),
        train_images: Some(TRAIN_IMAGES),
    };
    let model = experiments::train(row, data, options, &Silent, shared)?;
    let held_out = row
        .preparation
        .apply(&data.train.split_at(TRAIN_IMAGES)?.1)?;
    let test = row.preparation.apply(&data.test)?;
    let scores = |images: &Dataset| model.scores(images.images());
    let (held_out_scores, test_scores) = (scores(&held_out)?, scores(&test)?);

    let (fitted_to, labels) = (held_out.targets(), test.targets());
    let fit = |method| Calibration::fit(method, held_out_scores.view(), fitted_to.view());
    let (temperature, sigmoids) = (fit(Method::Temperature)?, fit(Method::Sigmoid)?);
    let probabilities = [
        softmax(test_scores.view()),
        temperature.probabilities(test_scores.view())?,
        sigmoids.probabilities(test_scores.view())?,
    ];
    let of_each = |show: &dyn Fn(ArrayView2<'_, f64>, ArrayView1<'_, usize>) -> String| {
        let shown = probabilities.each_ref();
        shown.map(|p| show(p.view(), labels.view())).join(" / ")
    };
    let decided =
        |scores: &Array2<f64>| -> Array1<usize> { scores.rows().into_iter().map(argmax).collect() };
    let percent = |n: usize, of: usize| format!("{:.2}", 100.0 * n as f64 / of as f64);
    let error = |decided: Array1<usize>| percent(errors(decided.view(), labels.view()), test.len());

    let rejection = temperature.reject_at(REJECT_TO).map(|threshold| {
        let decided = decided(&test_scores);
        let rows = probabilities[1].rows().into_iter().zip(&decided);
        let accepted = rows.map(|(row, &class)| row[class] >= threshold);
        let accepted: Vec<usize> = (0..)
            .zip(accepted)
            .filter_map(|(i, a)| a.then_some(i))
            .collect();
        let wrong = accepted
            .iter()
            .filter(|&&image| decided[image] != labels[image])
            .count();
        let rejected = percent(test.len() - accepted.len(), test.len());
        format!("{rejected}: {}", percent(wrong, accepted.len()))
    });
    let fitted = temperature
        .temperature()
        .expect("the method is temperature");
    let bound = if fitted.is_bounded() {
        " (bounded)"
    } else {
        ""
    };
    Ok(vec![
        row.id().to_owned(),
        format!(
            "{} / {}",
            error(decided(&test_scores)),
            error(decided(&probabilities[2]))
        ),
        format!("{:.4}{bound}", fitted.temperature()),
        of_each(&|p, labels| format!("{:.4}", metrics::log_loss(p, labels))),
        of_each(&|p, labels| format!("{:.4}", metrics::brier_score(p, labels))),
        of_each(&|p, labels| {
            format!(
                "{:.2}",
                100.0 * metrics::expected_calibration_error(p, labels)
            )
        }),
        rejection.unwrap_or_else(|| "-".to_owned()),
    ])
}

/// Of the scores as they are.
fn softmax(scores: ArrayView2<'_, f64>) -> Array2<f64> {
    let mut probabilities = scores.to_owned();
    for mut row in probabilities.rows_mut() {
        let largest = row.fold(f64::NEG_INFINITY, |largest, &score| largest.max(score));
        row.mapv_inplace(|score| (score - largest).exp());
        let sum = row.sum();
        row /= sum;
    }
    probabilities
}
