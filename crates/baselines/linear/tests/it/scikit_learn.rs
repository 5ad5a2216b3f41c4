//! The same fit by scikit-learn: `tests/reference/linear.py`.

use classifier::Classifier;
use linear::Linear;
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    ridge: f64,
    linear: Numbers,
}

#[derive(Deserialize)]
struct Numbers {
    bias: Vec<f64>,
    weight_norms: Vec<f64>,
    scores: Vec<Vec<f64>>,
    decisions: Vec<usize>,
}

/// Both solve the same normal equations in f64, of a condition number of about 10⁵.
const TOLERANCE: f64 = 1e-9;

fn assert_near(ours: f64, theirs: f64, what: &str) {
    assert!(
        (ours - theirs).abs() <= TOLERANCE * theirs.abs().max(1.0),
        "{what}: {ours}, scikit-learn {theirs}"
    );
}

#[test]
fn agrees_on_every_60th_image() {
    let reference: Reference =
        serde_json::from_str(include_str!("../../../../../tests/reference/linear.json")).unwrap();
    let Numbers {
        bias,
        weight_norms,
        scores,
        decisions,
    } = reference.linear;

    let mnist = Mnist::load(&Locator::new()).unwrap();
    let train = mnist
        .train
        .select(&Vec::from_iter((0..60_000).step_by(60)))
        .unwrap();
    let test = mnist.test.first(decisions.len()).unwrap();
    let model = Linear::params(10)
        .ridge(reference.ridge)
        .fit(&DatasetBase::new(train.images(), train.targets()))
        .unwrap();

    for class in 0..10 {
        assert_near(model.bias()[class], bias[class], "bias");
        let norm = model.weights().row(class).mapv(|w| w * w).sum().sqrt();
        assert_near(norm, weight_norms[class], "norm of the weights");
    }
    let ours = model.scores(test.images()).unwrap();
    for (ours, theirs) in ours.rows().into_iter().zip(&scores) {
        for (&ours, &theirs) in ours.iter().zip(theirs) {
            assert_near(ours, theirs, "score");
        }
    }
    assert_eq!(model.classify(test.images()).unwrap().to_vec(), decisions);
}
