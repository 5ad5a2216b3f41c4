//! Compares the dual solution with the regression that defines it, and tests the parameters.

use classifier::{Classifier, TrainingSet};
use least_squares::{Centred, ImageMap, Moments, one_of_n_targets};
use linfa::prelude::*;
use local_learning::{LocalLearningError, LocalLinear};
use ndarray::{Array1, Array2, ArrayView1, Axis};

fn images(n: usize, seed: usize) -> Array2<f32> {
    Array2::from_shape_fn((n, 5), |(i, j)| {
        ((i * 37 + j * 91 + (i + seed) * (j + 3) * 13) % 101) as f32 / 101.0
    })
}

fn labels(images: &Array2<f32>) -> Array1<usize> {
    images
        .outer_iter()
        .map(|x| usize::from(x[0] > 0.4) + usize::from(x[1] + x[2] > 1.2))
        .collect()
}

fn squared_distance(a: ArrayView1<'_, f32>, b: ArrayView1<'_, f32>) -> f32 {
    a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum()
}

#[test]
fn scores_are_those_of_a_ridge_regression_on_the_neighbours() {
    let (train, test) = (images(90, 0), images(12, 500));
    let targets = labels(&train);
    for (k, ridge) in [(4, 0.1), (30, 0.3), (90, 2.0)] {
        let model = LocalLinear::params(3)
            .k(k)
            .ridge(ridge)
            .fit(&Dataset::new(train.clone(), targets.clone()))
            .unwrap();
        let scores = model.scores(test.view()).unwrap();
        for (image, scores) in test.outer_iter().zip(scores.outer_iter()) {
            let mut nearest: Vec<usize> = (0..train.nrows()).collect();
            nearest.sort_by(|&a, &b| {
                squared_distance(image, train.row(a))
                    .total_cmp(&squared_distance(image, train.row(b)))
            });
            let near = train.select(Axis(0), &nearest[..k]);
            let near_targets = targets.select(Axis(0), &nearest[..k]);
            let set = TrainingSet::check(near.view(), near_targets.view(), 3).unwrap();
            let pixels = Centred::none(5);
            let map = Moments::of_images(&set, &pixels)
                .unwrap()
                .regress(one_of_n_targets(3).view(), ridge)
                .unwrap();
            let expected = ImageMap::new(pixels, map)
                .outputs(image.insert_axis(Axis(0)))
                .unwrap();
            for (score, expected) in scores.iter().zip(expected.row(0)) {
                assert!(
                    (score - expected).abs() < 1e-4,
                    "{score} against {expected}"
                );
            }
        }
    }
}

#[test]
fn parameters_that_make_no_sense_are_refused() {
    let refusal = |params: local_learning::LocalLinearParams| params.check().unwrap_err();
    let params = || LocalLinear::params(2);
    assert!(matches!(
        refusal(LocalLinear::params(0)),
        LocalLearningError::NoClasses
    ));
    assert!(matches!(
        refusal(params().k(0)),
        LocalLearningError::NoNeighbours
    ));
    for ridge in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let error = refusal(params().ridge(ridge));
        assert!(matches!(error, LocalLearningError::InvalidRidge { .. }));
    }
    let few = params().fit(&Dataset::new(images(10, 0), Array1::zeros(10)));
    assert!(few.unwrap_err().to_string().contains("50"));
}

#[test]
fn the_cost_is_counted() {
    let train = images(90, 0);
    let targets = labels(&train);
    let params = LocalLinear::params(3).k(10);
    let model = params.fit(&Dataset::new(train, targets)).unwrap();
    let cost = Classifier::<f32>::cost(&model);
    assert_eq!(cost.stored_values, 90 * 5);
    assert_eq!(cost.multiply_accumulates, 450 + 250 + 166 + 100 + 50);
}
