use ::calibration::{Calibration, Method, metrics, softmax};
use classifier::argmax;
use classifier::metrics::errors;
use mnist_io::{Dataset, Mnist};
use ndarray::{Array1, Array2, ArrayView1, Axis};
use report::{CalibrationLine, numbers};

use crate::run::{describe, train};
use crate::validation::split;
use crate::{Environment, Observer, Options, Row, RunError, Shared, Stage};

/// The share of errors that rejection is to leave, as in the paper's Figure 10.
const REJECT_TO: f64 = 0.005;

/// Trains a row on the first five sixths of the training set (50,000 of 60,000) and makes
/// probabilities of its scores: by the softmax of the scores as they are, by a temperature and by
/// sigmoids, which are fitted on the other sixth. Returns a line for each of the three, with what
/// its probabilities are worth on the test set, which decides nothing.
///
/// # Errors
/// [`RunError`].
pub fn calibrate(
    row: &Row,
    data: &Mnist,
    options: Options,
    environment: &Environment,
    observer: &dyn Observer,
    shared: &Shared,
) -> Result<Vec<CalibrationLine>, RunError> {
    let run = describe(row, data, options);
    let (fitted, held_out) = split(&data.train)?;
    let options = Options {
        train_images: Some(fitted.len()),
        ..options
    };
    let model = train(row, data, options, observer, shared)?;
    observer.stage(Stage::Recognising);
    let scores = |images: &Dataset| -> Result<_, RunError> {
        let prepared = row.preparation.apply(images)?;
        Ok((model.scores(prepared.images())?, prepared.targets()))
    };
    let (held_out_scores, held_out_labels) = scores(&held_out)?;
    let (test_scores, labels) = scores(&data.test)?;

    let line = |method: &str, probabilities: Array2<f64>, fitted_by: Option<&Calibration>| {
        let (found, labels) = (probabilities.view(), labels.view());
        let decided: Array1<usize> = found.rows().into_iter().map(argmax).collect();
        let left = fitted_by.and_then(|calibration| {
            let threshold = calibration.reject_at(REJECT_TO)?;
            Some(rejection(&probabilities, &decided, labels, threshold))
        });
        let (rejected, error) = left.unzip();
        let temperature = fitted_by.map_or(Some(1.0), |calibration| {
            Some(calibration.temperature()?.temperature())
        });
        CalibrationLine {
            row: run.row.clone(),
            method: method.to_owned(),
            temperature,
            errors: errors(decided.view(), labels),
            log_loss: numbers::rounded(metrics::log_loss(found, labels), 5),
            brier_score: numbers::rounded(metrics::brier_score(found, labels), 5),
            calibration_error_percent: percent(metrics::expected_calibration_error(found, labels)),
            rejected_percent: rejected.map(percent),
            error_percent_of_accepted: error.map(percent),
            settings: run.settings.clone(),
            train_images: options.train_images_of(row, data.train.len()),
            held_out_images: held_out.len(),
            test_images: labels.len(),
            seed: run.seed,
            data_sha256: run.data_sha256.clone(),
            machine: environment.machine.clone(),
            revision: environment.revision.clone(),
        }
    };
    let unsound = |error: ::calibration::CalibrationError| RunError::Unsound(error.to_string());
    let mut lines = vec![line("none", softmax(test_scores.view(), 1.0), None)];
    for method in Method::ALL {
        let (scores, labels) = (held_out_scores.view(), held_out_labels.view());
        let calibration = Calibration::fit(method, scores, labels).map_err(unsound)?;
        let probabilities = calibration.probabilities(test_scores.view());
        let probabilities = probabilities.map_err(unsound)?;
        lines.push(line(method.name(), probabilities, Some(&calibration)));
    }
    Ok(lines)
}

fn percent(share: f64) -> f64 {
    numbers::rounded(100.0 * share, 4)
}

/// The share of images whose likeliest class is less likely than `threshold`, and the share of
/// errors among the others.
fn rejection(
    probabilities: &Array2<f64>,
    decided: &Array1<usize>,
    labels: ArrayView1<'_, usize>,
    threshold: f64,
) -> (f64, f64) {
    let is_sure = |image: &usize| probabilities[[*image, decided[*image]]] >= threshold;
    let accepted: Vec<usize> = (0..labels.len()).filter(is_sure).collect();
    let of_accepted = |all: ArrayView1<'_, usize>| all.select(Axis(0), &accepted);
    let errors = errors(
        of_accepted(decided.view()).view(),
        of_accepted(labels).view(),
    );
    let rejected = labels.len() - accepted.len();
    (
        rejected as f64 / labels.len() as f64,
        errors as f64 / accepted.len().max(1) as f64,
    )
}

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    #[test]
    fn those_below_the_threshold_are_rejected_and_the_others_judged() {
        let probabilities = array![[0.9, 0.1], [0.4, 0.6], [0.8, 0.2], [0.3, 0.7]];
        let (decided, labels) = (array![0, 1, 0, 1], array![0, 0, 1, 1]);
        assert_eq!(errors(decided.view(), labels.view()), 2);
        let left = |threshold| rejection(&probabilities, &decided, labels.view(), threshold);
        assert_eq!(left(0.0), (0.0, 0.5));
        assert_eq!(left(0.7), (0.25, 1.0 / 3.0));
        assert_eq!(left(0.9), (0.75, 0.0));
        assert_eq!(left(1.0), (1.0, 0.0));
    }
}
