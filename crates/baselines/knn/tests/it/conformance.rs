//! The conformance suite.

use classifier::testing::Suite;
use classifier::{InputError, Pixel};
use knn::{Knn, KnnError};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};

fn fit<P: Pixel>(
    images: ArrayView2<'_, P>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
) -> Result<Knn<P>, KnnError> {
    Knn::params(n_classes).fit(&DatasetBase::new(images, labels))
}

fn input_error(error: KnnError) -> Option<InputError> {
    match error {
        KnnError::Input(error) => Some(error),
        _ => None,
    }
}

#[test]
fn bytes() {
    Suite::default().run::<u8, _, _>(fit, input_error);
}

#[test]
fn singles() {
    Suite::default().run::<f32, _, _>(fit, input_error);
}

#[test]
fn doubles() {
    Suite::default().run::<f64, _, _>(fit, input_error);
}

#[test]
fn kept_models_come_back() {
    Suite::default().run_kept::<u8, _, _>(fit);
    Suite::default().run_kept::<f32, _, _>(fit);
    Suite::default().run_kept::<f64, _, _>(fit);
}
