//! The conformance suite.

use classifier::input_error;
use classifier::testing::{Suite, TestPixel, refuses_unsound_weights, weights_count_as_copies};
use linear::{Linear, LinearError};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};

fn conforms<P: TestPixel>() {
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes| {
        Linear::params(n_classes).fit(&DatasetBase::new(images, labels))
    };
    Suite::default().run(fit, input_error!(LinearError));
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
fn weights_count_as_copies_of_images() {
    let input = input_error!(LinearError);
    refuses_unsound_weights::<u8, _, _>(|set| Linear::params(3).fit(set), input);
    weights_count_as_copies::<u8, _, _>(|set| Linear::params(3).fit(set), 1e-9);
    weights_count_as_copies::<f64, _, _>(|set| Linear::params(3).ridge(1e-3).fit(set), 1e-9);
}
