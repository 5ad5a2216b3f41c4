//! Numbers that are not MNIST's, beside scikit-learn's `KNeighborsClassifier`:
//! `tests/reference/own_numbers.py`.

#[path = "../../../../../tests/reference/own_numbers.rs"]
mod shared;

use classifier::Classifier;
use knn::Knn;
use linfa::prelude::*;
use ndarray::{Array1, ArrayView1, ArrayView2};
use shared::{Drawn, Number};

fn decisions<P: Number>(drawn: &Drawn<P>, _: f64) -> Array1<usize> {
    let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
    let model: Knn<P> = Knn::params(3).k(1).fit(&training).unwrap();
    model.classify(drawn.unseen.view()).unwrap()
}

#[test]
fn shifted_and_scaled_images_are_told_apart_as_scikit_learn_does() {
    // f32 around 1e5 is of steps of 1/128: some images are equally far, and the order decides.
    shared::compare::<f32>("knn", 1, decisions);
    shared::compare::<f64>("knn", 0, decisions);
}

/// N4: one class for all.
#[test]
fn images_of_1e30_and_1e_minus_30_are_told_apart_as_those_of_1() {
    let plain = decisions(&Drawn::<f64>::new(60, 36, 0.0, 1.0), 1.0);
    for scale in [1e30, 1e-30, 1e300, 1e-300] {
        assert_eq!(
            decisions(&Drawn::<f64>::new(60, 36, 0.0, scale), 1.0),
            plain,
            "{scale}"
        );
    }
    for scale in [1e30, 1e-30] {
        assert_eq!(
            decisions(&Drawn::<f32>::new(60, 36, 0.0, scale), 1.0),
            plain,
            "{scale}"
        );
    }
}

fn fit(images: ArrayView2<'_, f64>, labels: ArrayView1<'_, usize>, k: usize) -> Knn<f64> {
    Knn::params(3)
        .k(k)
        .fit(&DatasetBase::new(images, labels))
        .unwrap()
}

#[test]
fn squared_distances_are_in_the_units_of_the_images() {
    for (shift, scale) in [(0.0, 1.0), (1e4, 1.0), (0.0, 1e-30), (1e3, 1e30)] {
        let drawn = Drawn::<f64>::new(60, 36, shift, scale);
        let model = fit(drawn.train.view(), drawn.labels.view(), 3);
        let found = model.neighbours(drawn.unseen.view()).unwrap();
        for ((image, place), &distance) in found.squared_distances.indexed_iter() {
            let neighbour = drawn.train.row(found.indices[[image, place]]);
            let difference = &drawn.unseen.row(image) - &neighbour;
            let expected = difference.dot(&difference);
            assert!(
                (distance - expected).abs() < 1e-4 * expected,
                "{distance}, {expected}"
            );
        }
    }
}

/// N7: a heap takes over from insertion.
#[test]
fn all_neighbours_of_an_image_are_in_the_order_of_a_sort() {
    let drawn = Drawn::<f64>::new(3000, 2, 0.0, 1.0);
    // In steps, so that many are equally far.
    let train = drawn.train.mapv(|x| (x * 50.0).round());
    let unseen = drawn.unseen.mapv(|x| (x * 50.0).round());
    for k in [1, 100, 128, 129, 1000, 3000] {
        let found = fit(train.view(), drawn.labels.view(), k)
            .neighbours(unseen.view())
            .unwrap();
        for (image, indices) in unseen.rows().into_iter().zip(found.indices.rows()) {
            let mut sorted: Vec<(u64, usize)> = (train.rows().into_iter().zip(0..))
                .map(|(row, index)| {
                    let difference = &row - &image;
                    (difference.dot(&difference) as u64, index)
                })
                .collect();
            sorted.sort_unstable();
            let sorted = sorted[..k].iter().map(|&(_, index)| index);
            assert!(indices.iter().copied().eq(sorted), "k = {k}");
        }
    }
}

#[test]
fn hard_input_is_answered_with_finite_scores_or_refused() {
    shared::holds_on_hard_input(|set| Knn::params(3).fit(set));
}
