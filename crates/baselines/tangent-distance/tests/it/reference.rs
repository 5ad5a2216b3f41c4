//! Compares with distances that NumPy computed: `tests/reference/tangent_distance.py`.

use classifier::Classifier;
use linfa::prelude::*;
use ndarray::{Array1, Array2};
use serde::Deserialize;
use tangent_distance::{Candidates, TangentDistance};

#[derive(Deserialize)]
struct Reference {
    images: Vec<Vec<u8>>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    smoothing: f64,
    ridge: f64,
    squared_distances: Vec<Vec<f64>>,
}

#[test]
fn distances_are_those_of_numpy() {
    let reference: Reference = serde_json::from_str(include_str!(
        "../../../../../tests/reference/tangent_distance.json"
    ))
    .unwrap();
    let n_images = reference.images.len();
    let images = Array2::from_shape_fn((n_images, 256), |(i, j)| reference.images[i][j]);
    let training = Dataset::new(images.clone(), Array1::from_iter(0..n_images));
    let norms = images
        .mapv(|pixel| (f64::from(pixel) / 255.0).powi(2))
        .sum_axis(ndarray::Axis(1));
    for case in reference.cases {
        let model = TangentDistance::params(n_images, 16, 16)
            .smoothing(case.smoothing)
            .ridge(case.ridge)
            .candidates(Candidates::All)
            .fit(&training)
            .unwrap();
        let scores = model.scores(images.view()).unwrap();
        for ((i, j), score) in scores.indexed_iter() {
            let expected = case.squared_distances[i][j];
            let off = (score + expected).abs();
            assert!(
                off <= 2e-5 * (norms[i] + norms[j]),
                "{i}, {j}: {expected} off by {off}"
            );
        }
    }
}
