//! Decisions against those of scikit-learn, which `tests/reference/knn.py` has written down.

use classifier::Classifier;
use knn::Knn;
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use ndarray::{Array1, s};
use serde_json::Value;

const REFERENCE: &str = include_str!("../../../../../tests/reference/knn.json");

fn numbers(value: &Value) -> Vec<usize> {
    let values = value.as_array().unwrap().iter();
    values
        .map(|value| value.as_u64().unwrap() as usize)
        .collect()
}

#[test]
fn decisions_differ_from_scikit_learn_only_where_votes_tie() {
    let reference: Value = serde_json::from_str(REFERENCE).unwrap();
    let theirs = numbers(&reference["decisions"]);
    let labels: Vec<_> = reference["labels"]
        .as_array()
        .unwrap()
        .iter()
        .map(numbers)
        .collect();

    let mnist = Mnist::load(&Locator::new()).unwrap();
    let targets: Array1<usize> = mnist.train.targets();
    let training = DatasetBase::new(mnist.train.images(), targets.view());
    let model: Knn<u8> = Knn::params(10).fit(&training).unwrap();
    let queries = mnist.test.images().slice_move(s![..theirs.len(), ..]);
    let ours = model.classify(queries).unwrap();
    let neighbours = model.neighbours(queries).unwrap();

    let mut ties = 0;
    for (image, their_neighbours) in labels.iter().enumerate() {
        let of_ours = neighbours
            .indices
            .row(image)
            .mapv(|index| targets[index])
            .to_vec();
        let mut sorted = of_ours.clone();
        sorted.sort_unstable();
        assert_eq!(&sorted, their_neighbours, "test image {image}");
        if sorted[0] < sorted[1] && sorted[1] < sorted[2] {
            ties += 1;
            assert_eq!(
                ours[image], of_ours[0],
                "test image {image}: the nearest decides"
            );
            assert_eq!(
                theirs[image], sorted[0],
                "test image {image}: the lowest label"
            );
        } else {
            assert_eq!(ours[image], theirs[image], "test image {image}");
        }
    }
    assert!(ties > 0, "the two rules are told apart");
}
