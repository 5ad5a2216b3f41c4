//! What is fitted to scores that have an answer one can know.

use calibration::{Calibration, CalibrationError, Method, metrics};
use classifier::InputError;
use ndarray::{Array1, Array2, array};

use crate::properties::derivatives;

fn temperature(scores: &Array2<f64>, labels: &Array1<usize>) -> Calibration {
    Calibration::fit(Method::Temperature, scores.view(), labels.view()).unwrap()
}

fn sigmoid(scores: &Array2<f64>, labels: &Array1<usize>) -> Calibration {
    Calibration::fit(Method::Sigmoid, scores.view(), labels.view()).unwrap()
}

#[test]
fn images_all_recognised_bear_out_what_the_rule_of_succession_says() {
    let scores = array![
        [3.0, 1.0, 0.0],
        [0.0, 2.0, 1.0],
        [1.0, 2.0, 7.0],
        [4.0, 0.0, 1.0]
    ];
    let labels = array![0, 1, 2, 0];
    let calibration = temperature(&scores, &labels);
    assert!(calibration.temperature().unwrap().is_bounded());
    let probabilities = calibration.probabilities(scores.view()).unwrap();
    let loss = metrics::log_loss(probabilities.view(), labels.view());
    assert!((loss - (6.0f64 / 5.0).ln()).abs() < 1e-12, "{loss}");
}

#[test]
fn an_error_by_a_hair_bears_out_no_more() {
    for hair in [1e-12, 0.04] {
        let right = |(i, c): (usize, usize)| if c == i % 2 { 1.0 } else { 0.0 };
        let mut scores = Array2::from_shape_fn((1000, 2), right);
        scores[[0, 1]] = 1.0 + hair;
        let labels = Array1::from_shape_fn(1000, |i| i % 2);
        let calibration = temperature(&scores, &labels);
        let fitted = calibration.temperature().unwrap();
        assert!(fitted.is_bounded());
        let probabilities = calibration.probabilities(scores.view()).unwrap();
        let loss = metrics::log_loss(probabilities.view(), labels.view());
        assert!((loss - (1002.0f64 / 1001.0).ln()).abs() < 1e-12, "{loss}");
    }
}

#[test]
fn equal_scores_of_two_classes_do_not_keep_the_temperature_up() {
    let scores = array![
        [1.0, 1.0, 0.0],
        [1.0, 1.0, 0.0],
        [0.0, 1.0, 1.0],
        [2.0, 0.0, 1.0]
    ];
    let labels = array![0, 1, 2, 0];
    let calibration = temperature(&scores, &labels);
    assert!(calibration.temperature().unwrap().is_bounded());
    let probabilities = calibration.probabilities(scores.view()).unwrap();
    let loss = metrics::log_loss(probabilities.view(), labels.view());
    let expected = 0.75 * 2f64.ln() + (6.0f64 / 5.0).ln();
    assert!((loss - expected).abs() < 1e-12, "{loss}");
}

#[test]
fn scores_that_are_worse_than_none_have_an_infinite_temperature() {
    let scores = array![[1.0, 0.0], [2.0, 0.0], [0.0, 1.0]];
    let calibration = temperature(&scores, &array![1, 1, 0]);
    let fitted = calibration.temperature().unwrap();
    assert_eq!(fitted.temperature(), f64::INFINITY);
    assert!(!fitted.is_bounded());
    let probabilities = calibration.probabilities(scores.view()).unwrap();
    assert!(probabilities.iter().all(|&p| p == 0.5));
}

#[test]
fn one_image_far_from_all_others_does_not_hide_them() {
    // Three of four are right, by a gap of 1e-9; one has scores of 1e6.
    let mut scores = Array2::from_shape_fn((401, 2), |(_, c)| if c == 0 { 1e-9 } else { 0.0 });
    let labels = Array1::from_shape_fn(401, |i| usize::from(i % 4 == 3));
    scores[[400, 0]] = 1e6;
    let calibration = temperature(&scores, &labels);
    let ours = calibration.temperature().unwrap().inverse();
    assert!((ours * 1e-9 - 3f64.ln()).abs() < 1e-9, "{ours}");
}

#[test]
fn equal_scores_leave_what_is_known_of_the_classes() {
    let scores = Array2::from_elem((10, 3), 7.0);
    let labels = array![0, 0, 0, 0, 0, 0, 1, 1, 1, 1];
    let calibration = temperature(&scores, &labels);
    assert_eq!(calibration.temperature().unwrap().temperature(), 1.0);
    let probabilities = calibration.probabilities(scores.view()).unwrap();
    assert_eq!(probabilities.row(0), array![0.5, 0.5, 0.0]);

    let calibration = sigmoid(&scores, &labels);
    let fitted = calibration.sigmoid().unwrap();
    // Six images of 7 / 8 and four of 1 / 6.
    let share: f64 = (6.0 * 7.0 / 8.0 + 4.0 / 6.0) / 10.0;
    let line = fitted.line(0).unwrap();
    assert_eq!(line.slope, 0.0);
    assert!((line.intercept() - (share / (1.0 - share)).ln()).abs() < 1e-12);
}

/// Two values of the score, one a class: the curve passes through Platt's targets.
#[test]
fn a_curve_that_can_passes_through_the_targets() {
    for (low, high) in [
        (0.0, 1.0),
        (1e15, 1e15 + 0.125),
        (-1e300, 1e300),
        (1e-300, 3e-300),
    ] {
        let scores = array![
            [high, 0.0],
            [high, 0.0],
            [high, 0.0],
            [low, 0.0],
            [low, 0.0]
        ];
        let calibration = sigmoid(&scores, &array![0, 0, 0, 1, 1]);
        let line = calibration.sigmoid().unwrap().line(0).unwrap();
        assert!((line.logit(high) - (0.8f64 / 0.2).ln()).abs() < 1e-12);
        assert!((line.logit(low) - (0.25f64 / 0.75).ln()).abs() < 1e-12);
    }
}

/// A whole step of Newton's method goes too far once on the way.
#[test]
fn a_curve_is_found_by_shorter_steps_where_whole_ones_go_too_far() {
    let scores = [6.0, -2.0, 1.0, -9.0, 3626.0, -8.0, 94.0, 2.0, -52.0, 29.0];
    let scores = Array2::from_shape_fn((10, 2), |(i, c)| if c == 1 { scores[i] } else { 0.0 });
    let labels = Array1::from_shape_fn(10, |i| usize::from(i == 4));
    let line = sigmoid(&scores, &labels)
        .sigmoid()
        .unwrap()
        .line(1)
        .unwrap();
    let (by_slope, by_intercept) = derivatives(&line, 1, &scores, &labels);
    assert!(by_slope.abs() < 1e-9 && by_intercept.abs() < 1e-9);
}

#[test]
fn the_only_class_there_is_has_probability_1() {
    for method in Method::ALL {
        let scores = array![[3.0], [-1.0]];
        let calibration = Calibration::fit(method, scores.view(), array![0, 0].view()).unwrap();
        let probabilities = calibration.probabilities(scores.view()).unwrap();
        assert_eq!(probabilities, array![[1.0], [1.0]]);
    }
}

#[test]
fn curves_that_are_all_too_small_for_a_float_still_tell_classes_apart() {
    let scores = array![
        [1.0, -1.0],
        [0.9, -1.0],
        [-1.0, 1.0],
        [-1.0, 0.9],
        [1.0, -0.5]
    ];
    let calibration = sigmoid(&scores, &array![0, 0, 1, 1, 0]);
    let far = calibration.probabilities(array![[-2e4, -1e4], [-1e4, -2e4]].view());
    assert_eq!(far.unwrap(), array![[0.0, 1.0], [1.0, 0.0]]);
}

#[test]
fn what_is_unsound_is_refused_by_its_name() {
    let fit = |scores: Array2<f64>, labels: Array1<usize>| {
        Calibration::fit(Method::Sigmoid, scores.view(), labels.view()).unwrap_err()
    };
    let sound = array![[1.0, 0.0], [0.0, 1.0]];
    assert_eq!(
        fit(Array2::zeros((0, 2)), array![]),
        InputError::NoImages.into()
    );
    let none = fit(Array2::zeros((2, 0)), array![0, 0]);
    assert!(matches!(
        none,
        CalibrationError::Input(InputError::ClassCount { n_classes: 0, .. })
    ));
    let differ = InputError::LabelCount {
        images: 2,
        labels: 1,
    };
    assert_eq!(fit(sound.clone(), array![0]), differ.into());
    let beyond = InputError::LabelOutOfRange {
        image: 1,
        label: 2,
        n_classes: 2,
    };
    assert_eq!(fit(sound.clone(), array![0, 2]), beyond.into());
    let infinite = CalibrationError::NotFinite {
        image: 1,
        class: 0,
        value: f64::INFINITY,
    };
    let scores = array![[1.0, 0.0], [f64::INFINITY, 1.0]];
    assert_eq!(fit(scores.clone(), array![0, 1]), infinite);

    let calibration = sigmoid(&sound, &array![0, 1]);
    assert_eq!(
        calibration.probabilities(scores.view()),
        Err(infinite.clone())
    );
    let expected = CalibrationError::ClassCount {
        expected: 2,
        found: 3,
    };
    let three = Array2::zeros((1, 3));
    assert_eq!(calibration.probabilities(three.view()), Err(expected));
    assert_eq!("sigmoid".parse(), Ok(Method::Sigmoid));
    assert!("isotonic".parse::<Method>().is_err());
}
