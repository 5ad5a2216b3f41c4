//! The conformance suite.

use classifier::testing::{Suite, refuses_unsound_weights, weights_count_as_copies};
use classifier::{Classifier as _, Pixel, input_error};
use linfa::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};
use pca_quadratic::{PcaQuadratic, PcaQuadraticError, Terms};

fn fit<P: Pixel>(
    images: ArrayView2<'_, P>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
    terms: Terms,
) -> Result<PcaQuadratic, PcaQuadraticError> {
    PcaQuadratic::params(n_classes)
        .n_components(6)
        .terms(terms)
        .fit(&DatasetBase::new(images, labels))
}

fn run<P: classifier::testing::TestPixel>(terms: Terms) {
    Suite::default().run::<P, _, _>(
        |x, y, n| fit(x, y, n, terms),
        input_error!(PcaQuadraticError),
    );
    Suite::default().run_kept::<P, _, _>(|x, y, n| fit(x, y, n, terms));
}

#[test]
fn bytes() {
    run::<u8>(Terms::Full);
}

#[test]
fn singles() {
    run::<f32>(Terms::Full);
}

#[test]
fn doubles() {
    run::<f64>(Terms::Full);
}

#[test]
fn products_only() {
    run::<u8>(Terms::Products);
}

#[test]
fn weights_count_as_copies_of_images() {
    // Without a ridge: the variances of copies are divided by one less than all of them.
    let params = PcaQuadratic::params(3).n_components(3).ridge(0.0);
    refuses_unsound_weights::<u8, _, _>(|set| params.fit(set), input_error!(PcaQuadraticError));
    weights_count_as_copies::<u8, _, _>(|set| params.fit(set), 1e-9);
    weights_count_as_copies::<f64, _, _>(|set| params.fit(set), 1e-9);
}

#[test]
fn weights_of_any_scale_are_the_same_weights() {
    let images = Array2::from_shape_fn((60, 9), |(i, j)| (i * i * 7 + j * j * i * 13) as u8);
    let labels = Array1::from_shape_fn(60, |i| i % 3);
    let scores = |scale: f32| {
        let weights = Array1::from_shape_fn(60, |i| scale * (1 + i % 4) as f32);
        let set = DatasetBase::new(images.clone(), labels.clone()).with_weights(weights);
        let params = PcaQuadratic::params(3).n_components(4).ridge(0.0);
        params.fit(&set).unwrap().scores(images.view()).unwrap()
    };
    let (one, small) = (scores(1.0), scores(1.0 / 1024.0));
    assert!(
        (one - small)
            .iter()
            .all(|difference| difference.abs() < 1e-9)
    );
}
