//! Numbers that are not MNIST's, beside scikit-learn's `Ridge`: `tests/reference/own_numbers.py`.

#[path = "../../../../../tests/reference/own_numbers.rs"]
mod shared;

use classifier::Classifier;
use linear::Linear;
use linfa::prelude::*;
use ndarray::{Array1, Array2};
use shared::{Drawn, Number};

fn decisions<P: Number>(drawn: &Drawn<P>, scale: f64) -> Array1<usize> {
    let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
    let model = Linear::params(3)
        .ridge(drawn.ridge(0.01, scale))
        .fit(&training)
        .unwrap();
    model.classify(drawn.unseen.view()).unwrap()
}

#[test]
fn shifted_and_scaled_images_are_told_apart_as_scikit_learn_does() {
    shared::compare::<f32>("linear", 0, decisions);
    shared::compare::<f64>("linear", 0, decisions);
}

#[test]
fn hard_input_is_answered_with_finite_scores_or_refused() {
    shared::holds_on_hard_input(|set| Linear::params(3).fit(set));
}

/// N10: eight digits before the point leave as many behind it.
#[test]
fn images_around_1e8_are_told_apart_as_those_around_zero() {
    let near = Drawn::<f64>::new(300, 36, 0.0, 1.0);
    let far = Drawn::<f64>::new(300, 36, 1e8, 1.0);
    let scores = |drawn: &Drawn<f64>| {
        let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
        let model = Linear::params(3).ridge(1e-9).fit(&training).unwrap();
        model.scores(drawn.unseen.view()).unwrap()
    };
    let difference = scores(&near) - scores(&far);
    assert!(difference.iter().all(|d| d.abs() < 1e-5));
}

/// N6: a matrix of 40,000 × 40,000 is 12.8 GB.
#[test]
fn twenty_images_of_200_by_200_take_a_system_of_twenty() {
    let training = Dataset::new(
        Array2::from_shape_fn((20, 40_000), |(image, pixel)| {
            (image % 2 * 90 + (image * 31 + pixel * 17) % 101) as u8
        }),
        Array1::from_shape_fn(20, |image| image % 2),
    );
    let model = Linear::params(2).fit(&training).unwrap();
    assert_eq!(model.predict(&training.records), training.targets);
}

#[test]
fn few_images_of_thousands_of_classes_take_room_for_those_few() {
    let drawn = Drawn::<f64>::new(60, 36, 0.0, 1.0);
    let labels = &drawn.labels * 21_000;
    let training = DatasetBase::new(drawn.train.view(), labels.view());
    let model = Linear::params(65_536).fit(&training).unwrap();
    let scores = model.scores(drawn.train.view()).unwrap();
    assert!(scores.column(5).iter().all(|&score| score == -1.0));
    assert_eq!(model.classify(drawn.train.view()).unwrap()[1], 21_000);
}

#[test]
fn a_ridge_is_as_strong_wherever_the_images_lie() {
    let scores = |shift: f64, spread: f64| {
        let drawn = Drawn::<f64>::new(60, 36, shift, spread);
        let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
        let model = Linear::params(3).fit(&training).unwrap();
        model.scores(drawn.unseen.view()).unwrap()
    };
    for spread in [1.0, 0.5] {
        let near = scores(0.0, spread);
        for shift in [10.0, -1e3, 1e6] {
            let difference = scores(shift, spread) - &near;
            let worst = difference
                .iter()
                .fold(0.0f64, |worst, d| worst.max(d.abs()));
            assert!(worst < 1e-6, "times {spread} plus {shift}: {worst}");
        }
    }
}
