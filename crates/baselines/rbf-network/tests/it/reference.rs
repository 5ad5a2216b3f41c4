//! Compares with a network that scikit-learn fitted: `tests/reference/rbf_network.py`.

use classifier::Classifier;
use linfa::prelude::*;
use ndarray::Array2;
use rbf_network::RbfNetwork;
use serde::Deserialize;

#[derive(Deserialize)]
struct Reference {
    units_per_class: usize,
    width: f64,
    ridge: f64,
    images: Vec<Vec<u8>>,
    labels: Vec<usize>,
    /// Ascending.
    scales: Vec<f64>,
    unseen: Vec<Vec<u8>>,
    outputs: Vec<Vec<f64>>,
}

fn matrix(rows: &[Vec<u8>]) -> Array2<u8> {
    Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
}

#[test]
fn outputs_are_those_of_scikit_learn() {
    let reference: Reference = serde_json::from_str(include_str!(
        "../../../../../tests/reference/rbf_network.json"
    ))
    .unwrap();
    let training = Dataset::new(matrix(&reference.images), reference.labels.into());
    // The best of several starts, like `n_init` in scikit-learn.
    let model = (0..20)
        .map(|seed| {
            let params = RbfNetwork::params(3).units_per_class(reference.units_per_class);
            let params = params
                .width(reference.width)
                .ridge(reference.ridge)
                .seed(seed);
            params.fit(&training).unwrap()
        })
        .min_by(|a, b| a.scales().sum().total_cmp(&b.scales().sum()))
        .unwrap();
    let mut scales = model.scales().to_vec();
    scales.sort_by(f64::total_cmp);
    for (scale, expected) in scales.iter().zip(&reference.scales) {
        assert!(
            (scale - expected).abs() < 1e-5,
            "{scale} instead of {expected}"
        );
    }
    let scores = model.scores(matrix(&reference.unseen).view()).unwrap();
    for (scores, expected) in scores.rows().into_iter().zip(&reference.outputs) {
        for (score, expected) in scores.iter().zip(expected) {
            assert!(
                (score - expected).abs() < 1e-4,
                "{score} instead of {expected}"
            );
        }
    }
}
