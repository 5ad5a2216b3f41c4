use classifier::input_error;
use classifier::testing::{Suite, TestPixel, refuses_weights};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};
use tangent_distance::{Candidates, TangentDistance, TangentDistanceError};

fn conforms<P: TestPixel>(candidates: Candidates) {
    let suite = Suite {
        side: 16,
        ..Suite::default()
    };
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes| {
        TangentDistance::params(n_classes, 16, 16)
            .candidates(candidates)
            .fit(&DatasetBase::new(images, labels))
    };
    suite.run(fit, input_error!(TangentDistanceError));
    suite.run_kept(fit);
}

#[test]
fn bytes_conform() {
    conforms::<u8>(Candidates::Nearest(20));
    conforms::<u8>(Candidates::All);
}

#[test]
fn floats_conform() {
    conforms::<f32>(Candidates::Nearest(20));
    conforms::<f64>(Candidates::Nearest(20));
}

#[test]
fn weights_are_refused() {
    let params = TangentDistance::params(3, 8, 8).check().unwrap();
    refuses_weights(&params, input_error!(TangentDistanceError));
}
