//! The same fits by scikit-learn: `tests/reference/calibration.py`.

use calibration::{Calibration, Method, metrics};
use ndarray::{Array1, Array2};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    labels: Vec<usize>,
    scores: Vec<Vec<f64>>,
    present: Vec<usize>,
    scales: Vec<Scale>,
}

#[derive(Deserialize)]
struct Scale {
    name: String,
    factor: f64,
    shift: f64,
    temperature: Temperature,
    sigmoid: Sigmoid,
}

#[derive(Deserialize)]
struct Temperature {
    inverse_temperature: f64,
    #[serde(flatten)]
    numbers: Numbers,
}

#[derive(Deserialize)]
struct Sigmoid {
    a: Vec<f64>,
    b: Vec<f64>,
    #[serde(flatten)]
    numbers: Numbers,
}

#[derive(Deserialize)]
struct Numbers {
    probabilities: Vec<Vec<f64>>,
    log_loss: f64,
    brier_score: f64,
    expected_calibration_error: f64,
}

/// Theirs, which stop at a gradient of 10⁻⁶ or where the loss no longer changes, differ as much
/// from each other on scores of another scale.
const TOLERANCE: f64 = 1e-6;

fn assert_near(what: &str, ours: f64, theirs: f64) {
    let apart = (ours - theirs).abs();
    assert!(
        apart <= TOLERANCE * theirs.abs(),
        "{what} {ours}, scikit-learn {theirs}"
    );
}

#[test]
fn agrees_on_scores_of_every_scale() {
    let reference: Reference =
        serde_json::from_str(include_str!("../../../../tests/reference/calibration.json")).unwrap();
    let labels = Array1::from(reference.labels);
    let scores = reference.scores.concat();
    let scores = Array2::from_shape_vec((labels.len(), 4), scores).unwrap();
    assert_eq!(reference.present, [0, 1, 3]);
    assert_eq!(reference.scales.len(), 4);

    for theirs in reference.scales {
        let scores = theirs.factor * &scores + theirs.shift;
        let fit = |method| Calibration::fit(method, scores.view(), labels.view()).unwrap();
        let named = |what: &str| format!("{}: {what}", theirs.name);

        let ours = fit(Method::Temperature);
        let fitted = ours.temperature().unwrap();
        assert!(!fitted.is_bounded());
        assert_near(
            &named("inverse temperature"),
            fitted.inverse(),
            theirs.temperature.inverse_temperature,
        );
        compare(
            &named("temperature"),
            &ours,
            &scores,
            &labels,
            &theirs.temperature.numbers,
        );

        let ours = fit(Method::Sigmoid);
        for (index, &class) in reference.present.iter().enumerate() {
            let line = ours.sigmoid().unwrap().line(class).unwrap();
            assert_near(&named("a"), -line.slope, theirs.sigmoid.a[index]);
            assert_near(&named("b"), -line.intercept(), theirs.sigmoid.b[index]);
        }
        compare(
            &named("sigmoid"),
            &ours,
            &scores,
            &labels,
            &theirs.sigmoid.numbers,
        );
    }
}

fn compare(
    what: &str,
    ours: &Calibration,
    scores: &Array2<f64>,
    labels: &Array1<usize>,
    theirs: &Numbers,
) {
    let probabilities = ours.probabilities(scores.view()).unwrap();
    for (ours, theirs) in probabilities.rows().into_iter().zip(&theirs.probabilities) {
        let &[p0, p1, p3] = &theirs[..] else {
            panic!("three classes, not {theirs:?}");
        };
        for (ours, theirs) in ours.iter().zip([p0, p1, 0.0, p3]) {
            let apart = (ours - theirs).abs();
            assert!(apart < TOLERANCE, "{what}: {ours}, scikit-learn {theirs}");
        }
    }
    let (probabilities, labels) = (probabilities.view(), labels.view());
    for (measure, ours, theirs) in [
        (
            "log loss",
            metrics::log_loss(probabilities, labels),
            theirs.log_loss,
        ),
        (
            "Brier score",
            metrics::brier_score(probabilities, labels),
            theirs.brier_score,
        ),
        (
            "calibration error",
            metrics::expected_calibration_error(probabilities, labels),
            theirs.expected_calibration_error,
        ),
    ] {
        assert_near(&format!("{what}: {measure}"), ours, theirs);
    }
}
