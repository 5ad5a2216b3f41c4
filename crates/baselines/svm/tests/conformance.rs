//! What every classifier must do.

use classifier::testing::{Suite, TestPixel};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};
use svm::{Kernel, Strategy, Svm, SvmError, SvmParams};

fn conforms<P: TestPixel>(set: impl Fn(SvmParams) -> SvmParams + Sync) {
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes: usize| {
        set(Svm::params(n_classes)).fit(&DatasetBase::new(images, labels))
    };
    Suite::default().run(fit, |error: SvmError| match error {
        SvmError::Input(error) => Some(error),
        _ => None,
    });
}

fn conforms_for_all_pixels(set: impl Fn(SvmParams) -> SvmParams + Sync) {
    conforms::<u8>(&set);
    conforms::<f32>(&set);
    conforms::<f64>(&set);
}

#[test]
fn one_against_the_rest() {
    conforms_for_all_pixels(|params| params);
}

#[test]
fn one_against_one() {
    conforms_for_all_pixels(|params| params.strategy(Strategy::OneVsOne));
}

#[test]
fn gaussian() {
    conforms_for_all_pixels(|params| {
        params
            .kernel(Kernel::Gaussian { gamma: 0.1 })
            .normalise(false)
    });
}

#[test]
fn linear() {
    conforms_for_all_pixels(|params| params.kernel(Kernel::Linear).c(10.0));
}

#[test]
fn models_and_parameters_can_be_shared() {
    fn shared<T: Send + Sync + Unpin + 'static>() {}
    shared::<Svm>();
    shared::<SvmParams>();
    shared::<SvmError>();
}
