//! The conformance suite.

use classifier::testing::Suite;
use classifier::{InputError, Pixel};
use linfa::prelude::*;
use ndarray::{ArrayView1, ArrayView2};
use pairwise_linear::{PairwiseLinear, PairwiseLinearError, Rule};

fn fit<P: Pixel>(
    images: ArrayView2<'_, P>,
    labels: ArrayView1<'_, usize>,
    n_classes: usize,
    rule: Rule,
) -> Result<PairwiseLinear, PairwiseLinearError> {
    PairwiseLinear::params(n_classes)
        .rule(rule)
        .fit(&DatasetBase::new(images, labels))
}

fn input_error(error: PairwiseLinearError) -> Option<InputError> {
    match error {
        PairwiseLinearError::Input(error) => Some(error),
        _ => None,
    }
}

/// More classes than three, so that units meet images of neither of their classes.
fn run<P: classifier::testing::TestPixel>(rule: Rule) {
    let suite = Suite {
        n_classes: 4,
        ..Suite::default()
    };
    suite.run::<P, _, _>(|x, y, n| fit(x, y, n, rule), input_error);
}

#[test]
fn votes_of_bytes() {
    run::<u8>(Rule::Vote);
}

#[test]
fn votes_of_singles() {
    run::<f32>(Rule::Vote);
}

#[test]
fn votes_of_doubles() {
    run::<f64>(Rule::Vote);
}

#[test]
fn sums() {
    run::<u8>(Rule::Sum);
}

#[test]
fn sigmoids() {
    run::<u8>(Rule::Sigmoid { slope: 2.0 / 3.0 });
}
