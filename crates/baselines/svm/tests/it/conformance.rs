//! What every classifier must do.

use classifier::input_error;
use classifier::testing::{Suite, TestPixel};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};
use svm::{Kernel, Strategy, Svm, SvmError, SvmParams};

fn conforms<P: TestPixel>(suite: Suite, set: impl Fn(SvmParams) -> SvmParams + Sync) {
    let fit = |images: ArrayView2<'_, P>, labels: ArrayView1<'_, usize>, n_classes: usize| {
        set(Svm::params(n_classes)).fit(&DatasetBase::new(images, labels))
    };
    suite.run(fit, input_error!(SvmError));
    suite.run_kept(fit);
}

fn conforms_for_all_pixels(suite: Suite, set: impl Fn(SvmParams) -> SvmParams + Sync) {
    conforms::<u8>(suite, &set);
    conforms::<f32>(suite, &set);
    conforms::<f64>(suite, &set);
}

/// By default an SVM compares directions: those of images that lie far away hardly differ.
fn of_directions() -> Suite {
    Suite {
        by_differences: false,
        ..Suite::default()
    }
}

#[test]
fn one_against_the_rest() {
    conforms_for_all_pixels(of_directions(), |params| params);
}

#[test]
fn one_against_one() {
    conforms_for_all_pixels(of_directions(), |params| {
        params.strategy(Strategy::OneVsOne)
    });
}

#[test]
fn gaussian() {
    // γ is per squared pixel value.
    let suite = Suite {
        scale_free: false,
        ..Suite::default()
    };
    conforms_for_all_pixels(suite, |params| {
        params
            .kernel(Kernel::Gaussian { gamma: 0.1 })
            .normalise(false)
    });
}

#[test]
fn linear() {
    conforms_for_all_pixels(of_directions(), |params| {
        params.kernel(Kernel::Linear).c(10.0)
    });
}

#[test]
fn linear_of_any_length() {
    // C is per squared pixel value.
    let suite = Suite {
        scale_free: false,
        ..Suite::default()
    };
    conforms_for_all_pixels(suite, |params| {
        params.kernel(Kernel::Linear).normalise(false)
    });
}

#[test]
fn polynomial_of_any_length() {
    let suite = Suite {
        shift_free: false,
        scale_free: false,
        ..Suite::default()
    };
    let kernel = Kernel::Polynomial {
        degree: 3,
        scale: 1.0 / 64.0,
        offset: 1.0,
    };
    conforms_for_all_pixels(suite, |params| params.kernel(kernel).normalise(false));
}
