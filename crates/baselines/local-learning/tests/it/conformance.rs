//! The conformance suite.

use classifier::input_error;
use classifier::testing::{Suite, TestPixel, refuses_weights};
use linfa::prelude::*;
use local_learning::{LocalLearningError, LocalLinear};
use ndarray::{ArrayView1, ArrayView2};

fn conforms<P: TestPixel>() {
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes| {
        LocalLinear::params(n_classes)
            .k(7)
            .fit(&DatasetBase::new(images, labels))
    };
    Suite::default().run(fit, input_error!(LocalLearningError));
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
fn weights_are_refused() {
    let params = LocalLinear::params(3).k(3).check().unwrap();
    refuses_weights(&params, input_error!(LocalLearningError));
}
