//! Parameters, principal components, and what follows from them alone.

use classifier::{Classifier, Cost, InputError};
use least_squares::LeastSquaresError;
use linfa::prelude::*;
use ndarray::{Array1, Array2, Axis};
use pca_quadratic::{PcaQuadratic, PcaQuadraticError, Terms};

/// Pixels that vary in as many directions as there are, the last of them constant.
fn images(n_images: usize, n_features: usize) -> Array2<u8> {
    let mut state = 1u32;
    let mut images = Array2::from_shape_simple_fn((n_images, n_features), || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    images.column_mut(n_features - 1).fill(7);
    images
}

fn training(n_images: usize, n_features: usize) -> Dataset<u8, usize, ndarray::Ix1> {
    let labels = Array1::from_shape_fn(n_images, |image| image % 10);
    DatasetBase::new(images(n_images, n_features), labels)
}

#[test]
fn bad_ones_are_refused() {
    let params = PcaQuadratic::params;
    for n_classes in [0, 1] {
        let refused = params(n_classes).check();
        assert!(matches!(
            refused,
            Err(PcaQuadraticError::TooFewClasses { n_classes: n }) if n == n_classes
        ));
    }
    let refused = params(10).n_components(0).check();
    assert!(matches!(refused, Err(PcaQuadraticError::NoComponents)));
    for ridge in [-0.5, f64::NAN, f64::INFINITY] {
        let refused = params(10).ridge(ridge).check();
        assert!(matches!(
            refused,
            Err(PcaQuadraticError::LeastSquares(
                LeastSquaresError::InvalidRidge { .. }
            ))
        ));
    }
}

#[test]
fn more_components_than_directions_are_refused() {
    let params = PcaQuadratic::params(10).n_components(9);
    // 9 pixels, one of them constant; then 6 images about their mean.
    for (training, directions) in [(training(100, 9), 8), (training(6, 20), 5)] {
        match params.fit(&training).unwrap_err() {
            PcaQuadraticError::TooManyComponents {
                n_components: 9,
                rank,
            } => assert_eq!(rank, directions),
            other => panic!("{other}"),
        }
        assert!(
            params
                .clone()
                .n_components(directions)
                .fit(&training)
                .is_ok()
        );
    }
}

#[test]
fn one_image_is_too_few() {
    let refused = PcaQuadratic::params(10)
        .n_components(1)
        .fit(&training(1, 5));
    assert!(matches!(
        refused,
        Err(PcaQuadraticError::Input(InputError::TooFewImages {
            found: 1,
            needed: 2,
            ..
        }))
    ));
}

#[test]
fn fewer_images_than_terms_need_a_ridge() {
    let params = PcaQuadratic::params(10).n_components(6);
    let refused = params.clone().ridge(0.0).fit(&training(20, 8));
    assert!(matches!(
        refused,
        Err(PcaQuadraticError::LeastSquares(
            LeastSquaresError::Singular { n_features: 27, .. }
        ))
    ));
    assert!(params.ridge(1e-3).fit(&training(20, 8)).is_ok());
}

/// Of the training images they have mean 0, variance 1 and no correlation.
#[test]
fn components_are_whitened() {
    let training = training(300, 12);
    let model = PcaQuadratic::params(10)
        .n_components(7)
        .fit(&training)
        .unwrap();
    let components = model.components(training.records.view()).unwrap();
    let mean = components.mean_axis(Axis(0)).unwrap();
    assert!(mean.iter().all(|m| m.abs() < 1e-12));
    let covariance = components.t().dot(&components) / 299.0;
    let difference = covariance - Array2::<f64>::eye(7);
    assert!(difference.iter().all(|d| d.abs() < 1e-12));

    let variances = model.explained_variance().to_vec();
    assert!(variances.is_sorted_by(|a, b| a >= b));
}

/// The paper's Figures 11 and 12 have 39 and 40 thousand: 784 · 40 + 821 · 10 = 39,570.
#[test]
fn cost_is_near_the_papers() {
    let training = training(200, 784);
    for (terms, values) in [(Terms::Full, 40_010), (Terms::Products, 39_610)] {
        let model = PcaQuadratic::params(10)
            .terms(terms)
            .fit(&training)
            .unwrap();
        assert_eq!(
            Classifier::<u8>::cost(&model),
            Cost {
                multiply_accumulates: values,
                stored_values: values
            }
        );
    }
}
