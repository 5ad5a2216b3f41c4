//! Tests the parameters and their direct consequences.

use std::error::Error;

use classifier::{Classifier, Cost};
use least_squares::LeastSquaresError;
use linfa::prelude::*;
use ndarray::{Array1, Array2, array};
use pairwise_linear::{PairwiseLinear, PairwiseLinearError, Rule};

#[test]
fn bad_ones_are_refused() {
    for n_classes in [0, 1] {
        let refused = PairwiseLinear::params(n_classes).check();
        assert!(matches!(
            refused,
            Err(PairwiseLinearError::TooFewClasses { n_classes: n }) if n == n_classes
        ));
    }
    for ridge in [-0.5, f64::NAN, f64::INFINITY] {
        let refused = PairwiseLinear::params(10).ridge(ridge).check();
        assert!(matches!(refused, Err(PairwiseLinearError::InvalidRidge(_))));
    }
    for slope in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let refused = PairwiseLinear::params(10)
            .rule(Rule::Sigmoid { slope })
            .check();
        assert!(matches!(
            refused,
            Err(PairwiseLinearError::InvalidSlope { .. })
        ));
    }
}

#[test]
fn a_unit_that_cannot_be_fitted_is_named() {
    // The second pixel varies between classes 0 and 1, but not between 1 and 2 or 0 and 2.
    let images = array![[1u8, 5], [3, 5], [9, 7], [8, 7], [90, 7], [70, 7]];
    let training = Dataset::new(images, array![0, 0, 1, 1, 2, 2]);
    let refused = PairwiseLinear::params(3)
        .ridge(0.0)
        .fit(&training)
        .unwrap_err();
    assert!(matches!(
        refused,
        PairwiseLinearError::Unit {
            first: 1,
            second: 2,
            source: LeastSquaresError::Singular {
                constant_features: 1,
                ..
            }
        }
    ));
    let cause = refused
        .source()
        .expect("a unit's error has a cause")
        .to_string();
    assert!(cause.contains("raise the ridge"), "{cause}");
}

/// 45 units of 784 weights and a bias each: the paper's Figures 11 and 12 have 36 and 35
/// thousand.
#[test]
fn cost_is_the_papers() {
    let training = Dataset::new(Array2::<u8>::zeros((10, 784)), Array1::from_iter(0..10));
    let model = PairwiseLinear::params(10).fit(&training).unwrap();
    assert_eq!(
        Classifier::<u8>::cost(&model),
        Cost {
            multiply_accumulates: 35_325,
            stored_values: 35_325
        }
    );
}

/// Tests every rule, with several absent classes, and with only one class present.
#[test]
fn absent_classes_never_win() {
    let images = array![[0u8, 200], [30, 180], [220, 10], [250, 40]];
    let unseen = Array2::from_shape_fn((256, 2), |(i, j)| (i * (31 + 12 * j) % 256) as u8);
    for (labels, present) in [
        (array![1, 1, 3, 3], vec![1, 3]),
        (array![2, 2, 2, 2], vec![2]),
    ] {
        let training = Dataset::new(images.clone(), labels);
        for rule in [Rule::Sum, Rule::Sigmoid { slope: 2.0 / 3.0 }, Rule::Vote] {
            let model = PairwiseLinear::params(5).rule(rule).fit(&training).unwrap();
            let decided = model.classify(unseen.view()).unwrap();
            assert!(
                decided.iter().all(|class| present.contains(class)),
                "{rule:?}"
            );
            assert!(
                model
                    .scores(unseen.view())
                    .unwrap()
                    .iter()
                    .all(|s| s.is_finite())
            );
        }
    }
}
