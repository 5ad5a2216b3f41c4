//! Runs the conformance suite on committees of three linear classifiers.

use boosting::Committee;
use classifier::input_error;
use classifier::testing::{Suite, TestPixel};
use linear::{Linear, LinearError};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};

fn conforms<P: TestPixel>() {
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes| {
        let member = Linear::params(n_classes).fit(&DatasetBase::new(images, labels))?;
        Ok(Committee::new::<P>(vec![member; 3]).expect("three of a kind"))
    };
    Suite::default().run(fit, input_error!(LinearError));
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
