//! The same fits by scikit-learn: `tests/reference/pca_quadratic.py`.

use classifier::Classifier;
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use pca_quadratic::{PcaQuadratic, Terms};
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    ridge: f64,
    explained_variance: Vec<f64>,
    full: Numbers,
    products: Numbers,
}

#[derive(Deserialize)]
struct Numbers {
    inputs: usize,
    scores: Vec<Vec<f64>>,
    decisions: Vec<usize>,
}

/// Scikit-learn finds the components by singular values, we by the covariance. Components
/// have no sign, but neither have products of pairs, and the linear terms' weights take it up.
const TOLERANCE: f64 = 1e-8;

fn assert_near(ours: f64, theirs: f64, what: &str) {
    assert!(
        (ours - theirs).abs() <= TOLERANCE * theirs.abs().max(1.0),
        "{what}: {ours}, scikit-learn {theirs}"
    );
}

#[test]
fn agrees_on_every_60th_image() {
    let reference: Reference = serde_json::from_str(include_str!(
        "../../../../../tests/reference/pca_quadratic.json"
    ))
    .unwrap();
    let mnist = Mnist::load(&Locator::new()).unwrap();
    let train = mnist
        .train
        .select(&Vec::from_iter((0..60_000).step_by(60)))
        .unwrap();
    let training = DatasetBase::new(train.images(), train.targets());

    for (terms, numbers) in [
        (Terms::Full, reference.full),
        (Terms::Products, reference.products),
    ] {
        let test = mnist.test.first(numbers.decisions.len()).unwrap();
        let model = PcaQuadratic::params(10)
            .terms(terms)
            .ridge(reference.ridge)
            .fit(&training)
            .unwrap();
        assert_eq!(model.n_inputs(), numbers.inputs);
        for (&ours, &theirs) in model
            .explained_variance()
            .iter()
            .zip(&reference.explained_variance)
        {
            assert_near(ours, theirs, "explained variance");
        }
        let ours = model.scores(test.images()).unwrap();
        for (ours, theirs) in ours.rows().into_iter().zip(&numbers.scores) {
            for (&ours, &theirs) in ours.iter().zip(theirs) {
                assert_near(ours, theirs, "score");
            }
        }
        let decisions = model.classify(test.images()).unwrap();
        assert_eq!(decisions.to_vec(), numbers.decisions, "{terms:?}");
    }
}
