//! Numbers that are not MNIST's, beside scikit-learn's PCA and `Ridge` on its products:
//! `tests/reference/own_numbers.py`.

#[path = "../../../../../tests/reference/own_numbers.rs"]
mod shared;

use classifier::Classifier;
use linfa::prelude::*;
use ndarray::{Array1, Array2};
use pca_quadratic::{PcaQuadratic, PcaQuadraticError};
use shared::{Drawn, Number};

fn decisions<P: Number>(drawn: &Drawn<P>, _: f64) -> Array1<usize> {
    let n_components = 5.min(drawn.train.nrows() - 3);
    let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
    let params = PcaQuadratic::params(3).n_components(n_components);
    let model = params.fit(&training).unwrap();
    model.classify(drawn.unseen.view()).unwrap()
}

#[test]
fn shifted_and_scaled_images_are_told_apart_as_scikit_learn_does() {
    shared::compare::<f32>("pca", 0, decisions);
    shared::compare::<f64>("pca", 0, decisions);
}

#[test]
fn hard_input_is_answered_with_finite_scores_or_refused() {
    shared::holds_on_hard_input(|set| PcaQuadratic::params(3).n_components(2).fit(set));
}

/// N10: 11 of 60 were wrong without a word.
#[test]
fn images_around_1e8_are_told_apart_as_those_around_zero() {
    let [near, far] = [0.0, 1e8].map(|shift| Drawn::<f64>::new(300, 36, shift, 1.0));
    assert_eq!(decisions(&near, 1.0), decisions(&far, 1.0));
}

#[test]
fn components_of_few_images_are_those_of_many_pixels() {
    let drawn = Drawn::<f64>::new(30, 20, 0.0, 1.0);
    // Pixels that never vary: more pixels than images.
    let mut wide = Array2::from_elem((30, 50), 0.3);
    wide.slice_mut(ndarray::s![.., ..20]).assign(&drawn.train);
    let model = |images: &Array2<f64>| {
        let training = DatasetBase::new(images.view(), drawn.labels.view());
        PcaQuadratic::params(3)
            .n_components(12)
            .fit(&training)
            .unwrap()
    };
    let (many, few) = (model(&drawn.train), model(&wide));
    let variances = &many.explained_variance() - &few.explained_variance();
    assert!(variances.iter().all(|d| d.abs() < 1e-12));
    let components =
        many.components(drawn.train.view()).unwrap() - few.components(wide.view()).unwrap();
    assert!(components.iter().all(|d| d.abs() < 1e-9));
}

#[test]
fn images_that_are_all_alike_have_no_component() {
    for value in [0.0, 0.7, 1e9 + 0.3] {
        for n_images in [3, 60] {
            let alike = Array2::from_elem((n_images, 36), value);
            let training = DatasetBase::new(alike, Array1::from_shape_fn(n_images, |i| i % 3));
            let refused = PcaQuadratic::params(3)
                .n_components(1)
                .fit(&training)
                .unwrap_err();
            assert!(matches!(
                refused,
                PcaQuadraticError::TooManyComponents { rank: 0, .. }
            ));
        }
    }
}
