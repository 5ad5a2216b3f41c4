//! The conformance suite.

use classifier::testing::Suite;
use classifier::{InputError, Pixel};
use linear::{Linear, LinearError};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};

fn fit<P: Pixel>(
    images: ArrayView2<'_, P>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
) -> Result<Linear, LinearError> {
    Linear::params(n_classes).fit(&DatasetBase::new(images, labels))
}

fn input_error(error: LinearError) -> Option<InputError> {
    match error {
        LinearError::Input(error) => Some(error),
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
