//! The solution by what makes it one, and what follows from it.

use crate::common::{bytes, max_difference};
use classifier::{Pixel, TrainingSet};
use least_squares::{Affine, Centred, ImageMap, LeastSquaresError, Moments, one_of_n_targets};
use ndarray::{Array1, Array2, Axis, array};
use proptest::prelude::*;

const CLASSES: usize = 4;

fn fit(images: &Array2<f64>, labels: &Array1<usize>, targets: &Array2<f64>, ridge: f64) -> Affine {
    moments(images, labels)
        .regress(targets.view(), ridge)
        .unwrap()
}

/// The moments of pixels as they are.
fn moments<P: Pixel>(images: &Array2<P>, labels: &Array1<usize>) -> Moments {
    let training = TrainingSet::check(images.view(), labels.view(), CLASSES).unwrap();
    Moments::of_images(&training, &Centred::none(images.ncols())).unwrap()
}

fn intensities(images: &Array2<u8>) -> Array2<f64> {
    images.mapv(|byte| byte.intensity())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// At the minimum of Σ ‖W x + b − t‖² + λ ‖W‖² both gradients vanish.
    #[test]
    fn gradients_vanish(seed: u64, n_images in 1usize..200, n_features in 1usize..60, log in -3i32..3) {
        let ridge = 10f64.powi(log);
        let (images, labels) = bytes(seed, (n_images, n_features), CLASSES);
        let images = intensities(&images);
        let targets = one_of_n_targets(CLASSES);
        let map = fit(&images, &labels, &targets, ridge);

        let residuals = images.dot(&map.weights().t()) + map.bias()
            - targets.t().select(Axis(0), labels.as_slice().unwrap());
        let in_weights = residuals.t().dot(&images) + &(&map.weights() * ridge);
        let in_bias = residuals.sum_axis(Axis(0));
        let scale = 1e-12 * n_images as f64;
        prop_assert!(in_weights.iter().all(|g| g.abs() < scale), "{in_weights}");
        prop_assert!(in_bias.iter().all(|g| g.abs() < scale), "{in_bias}");
    }

    #[test]
    fn bytes_and_their_intensities_have_one_solution(seed: u64) {
        let (images, labels) = bytes(seed, (150, 40), CLASSES);
        let targets = one_of_n_targets(CLASSES);
        let floats = fit(&intensities(&images), &labels, &targets, 0.1);
        let exact = moments(&images, &labels).regress(targets.view(), 0.1).unwrap();
        prop_assert!(max_difference(&exact.weights().to_owned(), &floats.weights().to_owned()) < 1e-10);
        prop_assert!(max_difference(&exact.bias().to_owned(), &floats.bias().to_owned()) < 1e-10);
    }
}

#[test]
fn the_intercept_is_not_penalised() {
    let (images, labels) = bytes(1, (150, 20), CLASSES);
    let images = intensities(&images);
    let targets = one_of_n_targets(CLASSES);
    let map = fit(&images, &labels, &targets, 5.0);

    let brighter = fit(&(&images + 3.0), &labels, &targets, 5.0);
    let higher = fit(&images, &labels, &(&targets + 3.0), 5.0);
    for shifted in [&brighter, &higher] {
        assert!(max_difference(&map.weights().to_owned(), &shifted.weights().to_owned()) < 1e-10);
    }
    assert!(max_difference(&(&map.bias() + 3.0), &higher.bias().to_owned()) < 1e-10);
}

/// Classes without a sample have the output −1, those with one add up to 2 − m: so an absent
/// class is never the largest.
#[test]
fn outputs_of_one_of_n_targets_add_up() {
    let (images, labels) = bytes(2, (90, 30), 2);
    let map = fit(
        &intensities(&images),
        &labels,
        &one_of_n_targets(CLASSES),
        1.0,
    );
    let (unseen, _) = bytes(3, (50, 30), 2);
    let map = ImageMap::new(Centred::none(30), map);
    for outputs in map.outputs(unseen.view()).unwrap().rows() {
        assert_eq!(outputs[2], -1.0);
        assert_eq!(outputs[3], -1.0);
        assert!((outputs[0] + outputs[1]).abs() < 1e-12);
    }
}

#[test]
fn a_single_sample_gives_its_target() {
    let map = fit(
        &array![[0.2, 0.7]],
        &array![1],
        &one_of_n_targets(CLASSES),
        1.0,
    );
    assert_eq!(map.weights(), Array2::<f64>::zeros((CLASSES, 2)));
    assert_eq!(map.bias(), array![-1.0, 1.0, -1.0, -1.0]);
}

#[test]
fn dependent_features_need_a_ridge() {
    let (images, labels) = bytes(4, (150, 25), CLASSES);
    let moments = moments(&images, &labels);
    let targets = one_of_n_targets(CLASSES);
    match moments.regress(targets.view(), 0.0).unwrap_err() {
        LeastSquaresError::Singular {
            n_features: 25,
            constant_features: 3, // pixels 3, 13 and 23
            ridge: 0.0,
        } => {}
        other => panic!("{other}"),
    }
    assert!(moments.regress(targets.view(), 1e-3).is_ok());
}

/// Rounding may let the decomposition of a singular matrix through: twice one feature, and
/// the sum of two others.
#[test]
fn dependence_hidden_by_rounding_is_found() {
    let (images, labels) = bytes(5, (150, 3), CLASSES);
    let images = intensities(&images);
    let (a, b, c) = (images.column(0), images.column(1), images.column(2));
    let mixed = &a * 0.1 + &b * 0.7 + &c * 0.3;
    let dependent = ndarray::stack![Axis(1), a, b, c, mixed];
    let solved = moments(&dependent, &labels).regress(one_of_n_targets(CLASSES).view(), 0.0);
    assert!(matches!(
        solved,
        Err(LeastSquaresError::Singular {
            constant_features: 0,
            ..
        })
    ));
}

#[test]
fn a_bad_ridge_and_no_samples_are_refused() {
    let (images, labels) = bytes(6, (10, 2), 2);
    let targets = one_of_n_targets(CLASSES);
    for ridge in [-1.0, f64::NAN, f64::INFINITY] {
        let refused = moments(&images, &labels).regress(targets.view(), ridge);
        assert!(matches!(
            refused,
            Err(LeastSquaresError::InvalidRidge { .. })
        ));
    }
    let absent = Moments::of_class(images.view(), &Centred::none(2), &[]).unwrap();
    let refused = absent.regress(one_of_n_targets(1).view(), 1.0);
    assert!(matches!(refused, Err(LeastSquaresError::NoSamples)));
}
