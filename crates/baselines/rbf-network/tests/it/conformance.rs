use classifier::input_error;
use classifier::testing::{Suite, TestPixel, refuses_weights};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};
use rbf_network::{RbfNetwork, RbfNetworkError};

fn conforms<P: TestPixel>() {
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes| {
        RbfNetwork::params(n_classes)
            .units_per_class(4)
            .fit(&DatasetBase::new(images, labels))
    };
    Suite::default().run(fit, input_error!(RbfNetworkError));
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
    let params = RbfNetwork::params(3).units_per_class(4).check().unwrap();
    refuses_weights(&params, input_error!(RbfNetworkError));
}
