//! The conformance suite.

use classifier::testing::{Suite, refuses_weights};
use classifier::{InputError, Pixel};
use linfa::prelude::*;
use local_learning::{LocalLearningError, LocalLinear};
use ndarray::{ArrayView1, ArrayView2};

fn fit<P: Pixel>(
    images: ArrayView2<'_, P>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
) -> Result<LocalLinear, LocalLearningError> {
    LocalLinear::params(n_classes)
        .k(7)
        .fit(&DatasetBase::new(images, labels))
}

fn input_error(error: LocalLearningError) -> Option<InputError> {
    match error {
        LocalLearningError::Input(error) => Some(error),
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
fn weights_are_refused() {
    let params = LocalLinear::params(3).k(3).check().unwrap();
    refuses_weights(&params, input_error);
}
