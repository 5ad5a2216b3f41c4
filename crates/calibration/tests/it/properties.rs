//! What holds of any scores.

use calibration::{Calibrated, Calibration, Line, Method, rejection};
use classifier::{Classifier, argmax};
use ndarray::{Array1, Array2, ArrayView1};
use proptest::prelude::*;

use crate::wrapped::Same;

/// Held-out scores and labels, and scores of other images.
#[derive(Clone, Debug)]
struct Drawn {
    scores: Array2<f64>,
    labels: Array1<usize>,
    others: Array2<f64>,
}

impl Drawn {
    fn fit(&self, method: Method) -> Calibration {
        Calibration::fit(method, self.scores.view(), self.labels.view()).unwrap()
    }

    fn n_classes(&self) -> usize {
        self.scores.ncols()
    }

    fn is_present(&self, class: usize) -> bool {
        self.labels.iter().any(|&label| label == class)
    }

    /// Whether some image has different scores for the classes that are present.
    fn tells_a_temperature(&self) -> bool {
        self.scores.rows().into_iter().any(|scores| {
            let mut present = (0..scores.len()).filter(|&class| self.is_present(class));
            let first = present.next().expect("the first image's class");
            present.any(|class| scores[class] != scores[first])
        })
    }
}

fn drawn(score: impl Strategy<Value = f64> + Clone) -> impl Strategy<Value = Drawn> {
    (1..25usize, 1..6usize).prop_flat_map(move |(n_images, n_classes)| {
        let scores = prop::collection::vec(score.clone(), (n_images + 5) * n_classes);
        let labels = prop::collection::vec(0..n_classes, n_images);
        (scores, labels).prop_map(move |(scores, labels)| {
            let scores = Array2::from_shape_vec((n_images + 5, n_classes), scores).unwrap();
            let (held_out, others) = scores.view().split_at(ndarray::Axis(0), n_images);
            Drawn {
                scores: held_out.to_owned(),
                labels: labels.into(),
                others: others.to_owned(),
            }
        })
    })
}

/// Any finite number, the very large and small ones often.
fn any_finite() -> impl Strategy<Value = f64> + Clone {
    prop_oneof![
        prop::num::f64::NORMAL | prop::num::f64::SUBNORMAL | prop::num::f64::ZERO,
        prop::sample::select(vec![
            0.0,
            1.0,
            -1.0,
            1e300,
            -1e300,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            5e-324,
            1e15,
        ]),
        -3.0..3.0,
    ]
}

/// As classifiers give them; some are equal.
fn usual() -> impl Strategy<Value = f64> + Clone {
    prop_oneof![-5.0..5.0, (-3..3i32).prop_map(f64::from)]
}

/// The log loss of a temperature, as it is written in books.
fn log_loss(drawn: &Drawn, inverse: f64) -> f64 {
    let losses = drawn.scores.rows().into_iter().zip(&drawn.labels);
    let loss = |(scores, &label): (ArrayView1<'_, f64>, &usize)| {
        let present = (0..scores.len()).filter(|&class| drawn.is_present(class));
        let sum: f64 = present
            .map(|class| (inverse * (scores[class] - scores[label])).exp())
            .sum();
        sum.ln()
    };
    losses.map(loss).sum::<f64>() / drawn.labels.len() as f64
}

/// The derivatives of Platt's loss by slope and intercept.
pub(crate) fn derivatives(
    line: &Line,
    class: usize,
    scores: &Array2<f64>,
    labels: &Array1<usize>,
) -> (f64, f64) {
    let of_class = labels.iter().filter(|&&label| label == class).count() as f64;
    let of_rest = labels.len() as f64 - of_class;
    let (mut by_slope, mut by_intercept) = (0.0, 0.0);
    for (&score, &label) in scores.column(class).iter().zip(labels) {
        let target = match label == class {
            true => (of_class + 1.0) / (of_class + 2.0),
            false => 1.0 / (of_rest + 2.0),
        };
        let logit = line.slope * score + line.intercept();
        let difference = 1.0 / (1.0 + (-logit).exp()) - target;
        by_slope += difference * score;
        by_intercept += difference;
    }
    (by_slope, by_intercept)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn probabilities_are_finite_and_sum_to_1_and_absent_classes_have_0(
        drawn in drawn(any_finite()),
    ) {
        for method in Method::ALL {
            let calibration = drawn.fit(method);
            for scores in [&drawn.scores, &drawn.others] {
                let probabilities = calibration.probabilities(scores.view()).unwrap();
                for row in probabilities.rows() {
                    prop_assert!(row.iter().all(|p| (0.0..=1.0).contains(p)), "{row}");
                    prop_assert!((row.sum() - 1.0).abs() < 1e-12, "{row}");
                    for class in (0..drawn.n_classes()).filter(|&c| !drawn.is_present(c)) {
                        prop_assert_eq!(row[class], 0.0);
                    }
                }
            }
        }
    }

    #[test]
    fn a_temperature_leaves_the_order_of_classes_as_it_is(drawn in drawn(any_finite())) {
        let calibration = drawn.fit(Method::Temperature);
        let probabilities = calibration.probabilities(drawn.others.view()).unwrap();
        for (scores, row) in drawn.others.rows().into_iter().zip(probabilities.rows()) {
            for one in (0..drawn.n_classes()).filter(|&c| drawn.is_present(c)) {
                for other in (0..drawn.n_classes()).filter(|&c| drawn.is_present(c)) {
                    prop_assert!(scores[one] < scores[other] || row[one] >= row[other]);
                }
            }
        }
    }

    #[test]
    fn no_other_temperature_has_less_loss(drawn in drawn(usual())) {
        let calibration = drawn.fit(Method::Temperature);
        let fitted = calibration.temperature().unwrap();
        let inverse = fitted.inverse();
        let least = log_loss(&drawn, inverse);
        for factor in [0.0, 0.5, 0.99, 0.9999, 1.0001, 1.01, 2.0] {
            let lower = factor > 1.0 && fitted.is_bounded();
            let other = log_loss(&drawn, factor * inverse);
            prop_assert!(lower || other >= least - 1e-14 * (1.0 + least), "{factor}");
        }
        prop_assert!(inverse > 0.0 || log_loss(&drawn, 1e-6) >= least);
        let n = drawn.labels.len() as f64;
        let borne_out = ((n + 2.0) / (n + 1.0)).ln();
        prop_assert!(least >= borne_out - 1e-12 || drawn.n_classes() == 1 || inverse == 1.0);
    }

    #[test]
    fn no_other_curve_has_less_loss(drawn in drawn(usual())) {
        let calibration = drawn.fit(Method::Sigmoid);
        for class in (0..drawn.n_classes()).filter(|&c| drawn.is_present(c)) {
            let line = calibration.sigmoid().unwrap().line(class).unwrap();
            let (by_slope, by_intercept) = derivatives(&line, class, &drawn.scores, &drawn.labels);
            prop_assert!(by_slope.abs() < 1e-9, "{by_slope}");
            prop_assert!(by_intercept.abs() < 1e-9, "{by_intercept}");
        }
    }

    #[test]
    fn scores_on_another_scale_have_the_same_probabilities(
        drawn in drawn(usual()),
        exponent in -500..500i32,
    ) {
        let scale = 2f64.powi(exponent);
        let scaled = Drawn {
            scores: scale * &drawn.scores,
            others: scale * &drawn.others,
            ..drawn.clone()
        };
        for method in Method::ALL {
            // Without it, the temperature is 1 on any scale.
            if method == Method::Temperature && !drawn.tells_a_temperature() {
                continue;
            }
            let expected = drawn.fit(method).probabilities(drawn.others.view());
            let found = scaled.fit(method).probabilities(scaled.others.view());
            prop_assert_eq!(found, expected);
        }
    }

    #[test]
    fn moved_scores_have_the_same_probabilities(drawn in drawn(usual()), shift in -1e3..1e3) {
        let moved = Drawn {
            scores: shift + &drawn.scores,
            others: shift + &drawn.others,
            ..drawn.clone()
        };
        // Where the loss is flat, rounding alone decides between temperatures and slopes.
        for method in Method::ALL {
            let expected = drawn.fit(method).probabilities(drawn.scores.view()).unwrap();
            let found = moved.fit(method).probabilities(moved.scores.view()).unwrap();
            let apart = (&found - &expected).fold(0.0, |most: f64, gap| most.max(gap.abs()));
            prop_assert!(apart < 1e-6, "{method}: {apart}");
        }
    }

    #[test]
    fn a_higher_error_rate_rejects_no_more(
        drawn in drawn(any_finite()),
        rates in (0.0..1.0, 0.0..1.0),
    ) {
        let (low, high) = (f64::min(rates.0, rates.1), f64::max(rates.0, rates.1));
        for method in Method::ALL {
            let calibration = drawn.fit(method);
            if let Some(threshold) = calibration.reject_at(low) {
                let of_higher = calibration.reject_at(high);
                prop_assert!(of_higher.is_some_and(|higher| higher <= threshold));
            }
            prop_assert!(calibration.reject_at(1.0) == Some(0.0));
        }
    }

    #[test]
    fn no_lower_threshold_keeps_the_error_rate(
        decisions in prop::collection::vec((0..20u8, any::<bool>()), 1..40),
        rate in 0.0..0.6,
    ) {
        let (confidences, correct): (Vec<f64>, Vec<bool>) =
            decisions.into_iter().map(|(c, correct)| (f64::from(c) / 20.0, correct)).unzip();
        let accepted = |threshold: f64| {
            let pairs = confidences.iter().zip(&correct).filter(|&(&c, _)| c >= threshold);
            let correct: Vec<bool> = pairs.map(|(_, &correct)| correct).collect();
            let errors = correct.iter().filter(|&&correct| !correct).count();
            (correct.len(), errors as f64 <= rate * correct.len() as f64)
        };
        let rejection = rejection::reject_at(&confidences, &correct, rate);
        let limit = rejection.map_or(2.0, |rejection| rejection.threshold);
        for &lower in confidences.iter().filter(|&&confidence| confidence < limit) {
            prop_assert!(!accepted(lower).1);
        }
        if let Some(rejection) = rejection {
            let kept = confidences.len() - rejection.rejected;
            prop_assert_eq!(accepted(rejection.threshold), (kept, true));
        }
    }

    #[test]
    fn curves_decide_for_the_likeliest_class_whatever_its_score(drawn in drawn(usual())) {
        let calibration = drawn.fit(Method::Sigmoid);
        let probabilities = calibration.probabilities(drawn.others.view()).unwrap();
        let model = Calibrated::new(Same(drawn.n_classes()), calibration).unwrap();
        let decided = model.classify(drawn.others.view()).unwrap();
        for (row, &class) in probabilities.rows().into_iter().zip(&decided) {
            prop_assert!(row[argmax(row)] - row[class] < 1e-12);
        }
    }

    #[test]
    fn scores_of_a_calibrated_model_are_finite(drawn in drawn(any_finite())) {
        for method in Method::ALL {
            let model = Calibrated::new(Same(drawn.n_classes()), drawn.fit(method)).unwrap();
            let scores = model.scores(drawn.others.view()).unwrap();
            prop_assert!(scores.iter().all(|score| score.is_finite()), "{scores}");
        }
    }
}
