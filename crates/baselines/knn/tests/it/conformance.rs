//! The conformance suite.

use classifier::persist::Persist as _;
use classifier::testing::{Suite, TestPixel, refuses_unsound_weights};
use classifier::{Classifier as _, input_error};
use knn::{Knn, KnnError};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2, array};

fn conforms<P: TestPixel>() {
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes| {
        Knn::params(n_classes).fit(&DatasetBase::new(images, labels))
    };
    Suite::default().run(fit, input_error!(KnnError));
    Suite::default().run_kept(fit);
}

#[test]
fn bytes_conform() {
    conforms::<u8>();
}

#[test]
fn floats_conform() {
    conforms::<f32>();
    conforms::<f64>();
}

#[test]
fn weights_are_votes_and_are_kept() {
    refuses_unsound_weights::<u8, _, _>(|set| Knn::params(3).fit(set), input_error!(KnnError));
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
