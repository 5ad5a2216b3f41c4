//! The conformance suite.

use classifier::testing::{Suite, refuses_weights};
use classifier::{Classifier, Pixel, input_error};
use linfa::prelude::*;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};
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

/// There are more than three classes, so that units see images of neither of their classes.
fn run<P: classifier::testing::TestPixel>(rule: Rule) {
    let suite = Suite {
        n_classes: 4,
        ..Suite::default()
    };
    suite.run::<P, _, _>(
        |x, y, n| fit(x, y, n, rule),
        input_error!(PairwiseLinearError),
    );
    suite.run_kept::<P, _, _>(|x, y, n| fit(x, y, n, rule));
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
    run::<f64>(Rule::Sigmoid { slope: 2.0 / 3.0 });
}

#[test]
fn two_classes_are_told_apart_or_refused_however_far_the_third_lies() {
    let labels = Array1::from_shape_fn(90, |image| image % 3);
    for distance in [10.0, 1e4, 1e6, 1e7, 1e8, 1e9] {
        // There are few features, so that the moments of all pairs are used. Each feature separates
        // two classes by the sign of a small difference.
        let images = Array2::from_shape_fn((90, 4), |(image, feature)| {
            let class = image % 3;
            let noise = ((image * 7 + feature * 5) % 11) as f64 / 110.0;
            let difference = f64::from(u8::from(class == 1 && feature == 0));
            noise + difference + if class == 2 { distance } else { 0.0 }
        });
        match fit(images.view(), labels.view(), 3, Rule::Vote) {
            Ok(model) => assert_eq!(model.classify(images.view()).unwrap(), labels, "{distance}"),
            Err(error) => assert!(
                distance > 1e6 && matches!(error, PairwiseLinearError::Unit { .. }),
                "{distance}: {error}"
            ),
        }
    }
}

#[test]
fn weights_are_refused() {
    let params = PairwiseLinear::params(3).check().unwrap();
    refuses_weights(&params, input_error!(PairwiseLinearError));
}
