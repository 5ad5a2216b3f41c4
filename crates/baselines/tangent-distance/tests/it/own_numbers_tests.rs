//! Tests with numbers unlike those of MNIST.

use classifier::Classifier;
use linfa::prelude::*;
use ndarray::Array1;
use tangent_distance::TangentDistance;

use crate::own_numbers::{self, Drawn, Number};

fn decisions<P: Number>(drawn: &Drawn<P>) -> Array1<usize> {
    let training = DatasetBase::new(drawn.train.view(), drawn.labels.view());
    let model = TangentDistance::params(3, 6, 6).fit(&training).unwrap();
    model.classify(drawn.unseen.view()).unwrap()
}

/// The background differs: it is zero for images between 0 and 1, and the typical smallest value
/// for shifted images.
#[test]
fn shifted_and_scaled_images_are_told_apart_alike() {
    for n_images in [3, 15, 60, 300] {
        let plain = decisions(&Drawn::<f64>::new(n_images, 36, 0.0, 1.0));
        let moved = decisions(&Drawn::<f64>::new(n_images, 36, 1e3, 1.0));
        for scale in [
            (-100f64).exp2(),
            (-20f64).exp2(),
            20f64.exp2(),
            100f64.exp2(),
        ] {
            let of = |shift| decisions(&Drawn::<f64>::new(n_images, 36, shift, scale));
            assert_eq!(of(0.0), plain);
            assert_eq!(of(1e3), moved);
            let singles = decisions(&Drawn::<f32>::new(n_images, 36, 1e3, scale));
            let differ = singles.iter().zip(&moved).filter(|(a, b)| a != b).count();
            assert!(differ <= 2, "{n_images} images: {differ} differ");
        }
        let far = decisions(&Drawn::<f64>::new(n_images, 36, 1e5, 1.0));
        let differ = far.iter().zip(&moved).filter(|(a, b)| a != b).count();
        assert!(differ <= 2, "{n_images} images: {differ} differ at 1e5");
    }
}

/// N8: smoothing by a Gaussian of 10⁹ pixels did not end.
#[test]
fn smoothing_beyond_its_range_is_refused_before_anything_is_begun() {
    for smoothing in [1e-9, 0.05, 101.0, 1e9] {
        let refused = TangentDistance::params(3, 6, 6)
            .smoothing(smoothing)
            .check();
        let told = refused.unwrap_err().to_string();
        assert!(told.contains("from 0.1 to 100"), "{told}");
    }
}

#[test]
fn hard_input_is_answered_with_finite_scores_or_refused() {
    own_numbers::holds_on_hard_input(|set| TangentDistance::params(3, 6, 6).fit(set));
}
