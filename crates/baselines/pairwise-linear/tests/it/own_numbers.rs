//! Tests with numbers unlike those of MNIST, compared with scikit-learn's one-versus-one
//! `RidgeClassifier`: `tests/reference/own_numbers.py`.

#[path = "../../../../../tests/reference/own_numbers.rs"]
mod shared;

use classifier::Classifier;
use linfa::prelude::*;
use ndarray::Array1;
use pairwise_linear::{PairwiseLinear, Rule};
use shared::{Drawn, Number};

/// scikit-learn decides ties of votes differently.
fn decisions<P: Number>(drawn: &Drawn<P>, scale: f64) -> Array1<usize> {
    let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
    let params = PairwiseLinear::params(3)
        .ridge(drawn.ridge(0.01, scale))
        .rule(Rule::Vote);
    let model = params.fit(&training).unwrap();
    model.classify(drawn.unseen.view()).unwrap()
}

#[test]
fn shifted_and_scaled_images_are_told_apart_as_scikit_learn_does() {
    shared::compare::<f32>("pairwise", 2, decisions);
    shared::compare::<f64>("pairwise", 2, decisions);
}

#[test]
fn hard_input_is_answered_with_finite_scores_or_refused() {
    shared::holds_on_hard_input(|set| PairwiseLinear::params(3).fit(set));
}

/// Two of the three pairs have fewer images than pixels, and one pair has more.
#[test]
fn units_of_few_and_of_many_images_are_the_same_solution() {
    let drawn = Drawn::<f64>::new(90, 36, 0.0, 1.0);
    let kept: Vec<usize> = (0..90).filter(|&i| i % 3 != 2 || i < 6).collect();
    let images = drawn.train.select(ndarray::Axis(0), &kept);
    let labels = drawn.labels.select(ndarray::Axis(0), &kept);
    let mixed = PairwiseLinear::params(3)
        .fit(&DatasetBase::new(images.view(), labels.view()))
        .unwrap();
    // Pixels that never vary get no weight. With them, all pairs have fewer images than pixels.
    let mut wide = ndarray::Array2::zeros((kept.len(), 100));
    wide.slice_mut(ndarray::s![.., ..36]).assign(&images);
    let few = PairwiseLinear::params(3)
        .fit(&DatasetBase::new(wide, labels))
        .unwrap();
    let difference = mixed.weights() - few.weights().slice(ndarray::s![.., ..36]);
    assert!(difference.iter().all(|d| d.abs() < 1e-10));
    assert!((mixed.bias() - few.bias()).iter().all(|d| d.abs() < 1e-10));
}

#[test]
fn the_weights_of_two_thousand_million_pairs_are_refused_before_they_are_taken() {
    let drawn = Drawn::<f64>::new(60, 36, 0.0, 1.0);
    let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
    let refused = PairwiseLinear::params(65_536).fit(&training).unwrap_err();
    assert!(
        refused.to_string().contains("618465853440 bytes"),
        "{refused}"
    );
}
