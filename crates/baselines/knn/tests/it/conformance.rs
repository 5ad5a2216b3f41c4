//! The conformance suite.

use classifier::persist::Persist as _;
use classifier::testing::{Suite, refuses_unsound_weights};
use classifier::{Classifier as _, InputError, Pixel};
use knn::{Knn, KnnError};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2, array};

fn fit<P: Pixel>(
    images: ArrayView2<'_, P>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
) -> Result<Knn<P>, KnnError> {
    Knn::params(n_classes).fit(&DatasetBase::new(images, labels))
}

fn input_error(error: KnnError) -> Option<InputError> {
    match error {
        KnnError::Input(error) => Some(error),
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
fn weights_are_votes_and_are_kept() {
    refuses_unsound_weights::<u8, _, _>(|set| Knn::params(3).fit(set), input_error);
    // The nearest is of class 0, two farther ones of class 1.
    let set = DatasetBase::new(
        array![[0u8, 0], [3, 0], [3, 1], [90, 90]],
        array![0, 1, 1, 0],
    );
    let image = array![[1u8, 0]];
    let decided = |weights| {
        let model = Knn::params(2)
            .fit(&set.clone().with_weights(weights))
            .unwrap();
        let bytes = model.to_bytes();
        let again = Knn::<u8>::from_bytes(&bytes).unwrap();
        let scores = |model: &Knn<u8>| model.scores(image.view()).unwrap();
        assert_eq!(scores(&model), scores(&again));
        model.predict(&image)[0]
    };
    assert_eq!(decided(array![1.0, 1.0, 1.0, 1.0]), 1);
    assert_eq!(decided(array![3.0, 1.0, 1.0, 1.0]), 0);
    assert_eq!(decided(array![1.0, 0.4, 0.5, 9.0]), 0);
}
