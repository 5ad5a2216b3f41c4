//! Parameters and what follows from them alone.

use classifier::{Classifier, Cost};
use least_squares::LeastSquaresError;
use linear::{Linear, LinearError};
use linfa::prelude::*;
use ndarray::{Array1, Array2};

#[test]
fn bad_ones_are_refused() {
    for n_classes in [0, 1] {
        let refused = Linear::params(n_classes).check();
        assert!(
            matches!(refused, Err(LinearError::TooFewClasses { n_classes: n }) if n == n_classes)
        );
    }
    for ridge in [-0.5, f64::NAN, f64::INFINITY] {
        let refused = Linear::params(10).ridge(ridge).check();
        assert!(matches!(
            refused,
            Err(LinearError::LeastSquares(
                LeastSquaresError::InvalidRidge { .. }
            ))
        ));
    }
}

#[test]
fn pixels_that_never_vary_need_a_ridge() {
    let images = Array2::from_shape_fn((50, 4), |(i, j)| {
        if j == 2 {
            9u8
        } else {
            (i * (7 + j) % 51) as u8
        }
    });
    let training = Dataset::new(images, Array1::from_shape_fn(50, |i| i % 3));
    let refused = Linear::params(3).ridge(0.0).fit(&training).unwrap_err();
    assert!(refused.to_string().contains("raise the ridge"), "{refused}");
    assert!(Linear::params(3).ridge(1e-3).fit(&training).is_ok());
}

/// Section III-C.1 gives 7,850 parameters for 28×28 and 4,010 for 20×20, bias included.
#[test]
fn cost_is_the_papers() {
    for (side, parameters) in [(28, 7_850), (20, 4_010)] {
        let images = Array2::<u8>::zeros((10, side * side));
        let training = Dataset::new(images, Array1::from_iter(0..10));
        let model = Linear::params(10).fit(&training).unwrap();
        assert_eq!(
            Classifier::<u8>::cost(&model),
            Cost {
                multiply_accumulates: parameters,
                stored_values: parameters
            }
        );
    }
}
