//! Compares with fits by scikit-learn: `tests/reference/linear.py`.

use classifier::Classifier;
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use pairwise_linear::{PairwiseLinear, Rule};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    ridge: f64,
    pairwise: Numbers,
}

#[derive(Deserialize)]
struct Numbers {
    outputs: Vec<Vec<f64>>,
    sum: Vec<usize>,
    sigmoid: Vec<usize>,
    votes: Vec<Vec<f64>>,
    vote: Vec<usize>,
}

/// Both solve the same normal equations in f64. Their condition numbers are about 10⁵.
const TOLERANCE: f64 = 1e-9;

#[test]
fn agrees_on_every_60th_image() {
    let reference: Reference =
        serde_json::from_str(include_str!("../../../../../tests/reference/linear.json")).unwrap();
    let theirs = reference.pairwise;

    let mnist = Mnist::load(&Locator::new()).unwrap();
    let train = mnist
        .train
        .select(&Vec::from_iter((0..60_000).step_by(60)))
        .unwrap();
    let test = mnist.test.first(theirs.vote.len()).unwrap();
    let model = PairwiseLinear::params(10)
        .ridge(reference.ridge)
        .fit(&DatasetBase::new(train.images(), train.targets()))
        .unwrap();

    let images = test.images().mapv(|byte| f64::from(byte) / 255.0);
    for (image, theirs) in images.rows().into_iter().zip(&theirs.outputs) {
        let ours = model.weights().dot(&image) + model.bias();
        for (ours, theirs) in ours.iter().zip(theirs) {
            assert!(
                (ours - theirs).abs() <= TOLERANCE * theirs.abs().max(1.0),
                "output {ours}, scikit-learn {theirs}"
            );
        }
    }

    for (rule, decisions) in [
        (Rule::Sum, theirs.sum),
        (Rule::Sigmoid { slope: 2.0 / 3.0 }, theirs.sigmoid),
        (Rule::Vote, theirs.vote),
    ] {
        let model = model.clone().with_rule(rule).unwrap();
        let ours = model.classify(test.images()).unwrap();
        assert_eq!(ours.to_vec(), decisions, "{rule:?}");
    }
    let ours = model
        .with_rule(Rule::Vote)
        .unwrap()
        .scores(test.images())
        .unwrap();
    for (ours, votes) in ours.rows().into_iter().zip(theirs.votes) {
        assert_eq!(ours.mapv(f64::round).to_vec(), votes);
    }
}
