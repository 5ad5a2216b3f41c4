//! Compares the search among candidates with an exhaustive search among these images.

use classifier::Classifier;
use classifier::persist::Persist as _;
use linfa::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, s};
use tangent_distance::{Candidates, TangentDistance};

use crate::drawing::{DIGITS, SIDE, draw};

const N_IMAGES: usize = 300;

/// Each digit several times, each time a little different.
fn drawn(seed: usize) -> (Array2<u8>, Array1<usize>) {
    let labels = Array1::from_shape_fn(N_IMAGES, |image| image % DIGITS.len());
    let mut images = Array2::zeros((N_IMAGES, SIDE * SIDE));
    for (index, mut image) in images.rows_mut().into_iter().enumerate() {
        let vary = |step: usize| ((index + seed) * step % 17) as f64 / 17.0 - 0.5;
        let drawn = draw(DIGITS[labels[index]], 0.8 + 0.6 * vary(3), |(x, y)| {
            (
                x * (1.0 + 0.4 * vary(5)) + 0.6 * vary(7) * y,
                y * (1.0 + 0.3 * vary(11)) + vary(13),
            )
        });
        image
            .iter_mut()
            .zip(drawn)
            .for_each(|(pixel, value)| *pixel = (255.0 * value) as u8);
    }
    (images, labels)
}

fn model(candidates: Candidates) -> TangentDistance {
    let (images, labels) = drawn(0);
    TangentDistance::params(DIGITS.len(), SIDE, SIDE)
        .candidates(candidates)
        .fit(&Dataset::new(images, labels))
        .unwrap()
}

fn scores(candidates: Candidates) -> Array2<f64> {
    model(candidates).scores(drawn(1000).0.view()).unwrap()
}

#[test]
fn as_many_candidates_as_images_are_all_of_them() {
    let all = scores(Candidates::All);
    assert_eq!(scores(Candidates::Nearest(N_IMAGES)), all);
    assert_eq!(scores(Candidates::Nearest(usize::MAX)), all);
}

#[test]
fn fewer_candidates_never_find_a_nearer_image() {
    let mut before = scores(Candidates::All);
    for candidates in [100, 30, 10, 1] {
        let fewer = scores(Candidates::Nearest(candidates));
        let best = |scores: ArrayView1<'_, f64>| scores.fold(f64::NEG_INFINITY, |a, &b| a.max(b));
        for (fewer, before) in fewer.rows().into_iter().zip(before.rows()) {
            assert!(best(fewer) <= best(before));
        }
        assert_ne!(
            fewer, before,
            "{candidates} candidates leave some images out"
        );
        before = fewer;
    }
}

#[test]
fn classes_without_candidates_are_twice_as_far_as_the_farthest_one() {
    for scores in scores(Candidates::Nearest(1)).rows() {
        let best = scores.fold(f64::NEG_INFINITY, |best, &score| best.max(score));
        let others = scores.iter().filter(|&&score| score != best);
        assert_eq!(others.clone().count(), DIGITS.len() - 1);
        let beyond = (2.0 * best).min(-f64::from(f32::MIN_POSITIVE));
        assert!(others.into_iter().all(|&score| score == beyond), "{scores}");
    }
}

/// A model from a file makes the planes of the candidates of a few images, and those of all training
/// images for many.
#[test]
fn a_model_that_was_read_scores_few_images_and_many_as_the_fitted_one() {
    fn check<P: classifier::Pixel>(pixel: impl Fn(u8) -> P) {
        let (images, labels) = drawn(0);
        let fitted = TangentDistance::params(DIGITS.len(), SIDE, SIDE)
            .candidates(Candidates::Nearest(20))
            .fit(&Dataset::new(images.mapv(&pixel), labels))
            .unwrap();
        let queries = drawn(1000).0.mapv(&pixel);
        let expected = fitted.scores(queries.view()).unwrap();
        let read = || TangentDistance::from_bytes(&fitted.to_bytes()).unwrap();
        let model = read();
        for at_once in [1, 7, N_IMAGES, 1] {
            let scores = model.scores(queries.slice(s![..at_once, ..])).unwrap();
            assert_eq!(scores, expected.slice(s![..at_once, ..]), "{at_once}");
        }
        assert_eq!(read().scores(queries.view()).unwrap(), expected);
    }
    check(|byte| byte);
    check(|byte| 3.0 + f64::from(byte));
}

#[test]
fn the_cost_counts_candidates() {
    let pixels = (SIDE * SIDE) as u64;
    let of = |candidates| Classifier::<u8>::cost(&model(candidates));
    let (ten, eleven) = (of(Candidates::Nearest(10)), of(Candidates::Nearest(11)));
    assert_eq!(
        eleven.multiply_accumulates - ten.multiply_accumulates,
        64 * pixels
    );
    assert_eq!(ten.stored_values, 9 * pixels * N_IMAGES as u64);
    let all = of(Candidates::All).multiply_accumulates;
    assert_eq!(all - ten.multiply_accumulates, (290 * 64 - 300) * pixels);
}
