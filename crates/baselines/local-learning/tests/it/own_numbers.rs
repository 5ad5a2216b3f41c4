//! Tests with numbers unlike those of MNIST.

#[path = "../../../../../tests/reference/own_numbers.rs"]
mod shared;

use classifier::Classifier;
use linfa::prelude::*;
use local_learning::LocalLinear;
use ndarray::Array1;
use shared::{Drawn, Number};

/// With as many neighbours as images the classifier is a ridge regression, so it is compared with
/// one.
fn decisions<P: Number>(drawn: &Drawn<P>, scale: f64) -> Array1<usize> {
    let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
    let params = LocalLinear::params(3)
        .k(drawn.train.nrows())
        .ridge(drawn.ridge(0.01, scale));
    let model = params.fit(&training).unwrap();
    model.classify(drawn.unseen.view()).unwrap()
}

#[test]
fn shifted_and_scaled_images_are_told_apart_as_scikit_learn_does() {
    shared::compare::<f32>("linear", 0, decisions);
    shared::compare::<f64>("linear", 0, decisions);
}

#[test]
fn hard_input_is_answered_with_finite_scores_or_refused() {
    shared::holds_on_hard_input(|set| LocalLinear::params(3).k(3).fit(set));
}
