//! The conformance suite.

use classifier::testing::{Suite, refuses_unsound_weights, weights_count_as_copies};
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

#[test]
fn weights_count_as_copies_of_images() {
    refuses_unsound_weights::<u8, _, _>(|set| Linear::params(3).fit(set), input_error);
    weights_count_as_copies::<u8, _, _>(|set| Linear::params(3).fit(set), 1e-9);
    weights_count_as_copies::<f64, _, _>(|set| Linear::params(3).ridge(1e-3).fit(set), 1e-9);
}
