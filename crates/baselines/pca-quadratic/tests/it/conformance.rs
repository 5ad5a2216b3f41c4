//! The conformance suite.

use classifier::testing::Suite;
use classifier::{InputError, Pixel};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};
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

fn input_error(error: PcaQuadraticError) -> Option<InputError> {
    match error {
        PcaQuadraticError::Input(error) => Some(error),
        _ => None,
    }
}

fn run<P: classifier::testing::TestPixel>(terms: Terms) {
    Suite::default().run::<P, _, _>(|x, y, n| fit(x, y, n, terms), input_error);
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
