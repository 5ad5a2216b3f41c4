//! Tests what the watching function of a fit is told.

use std::cell::RefCell;
use std::ops::ControlFlow;

use linfa::prelude::*;
use ndarray::{Array1, Array2};
use rbf_network::{Progress, RbfNetwork, RbfNetworkError};

fn two_classes() -> Dataset<f64, usize, ndarray::Ix1> {
    let images = Array2::from_shape_fn((60, 3), |(image, pixel)| {
        ((image * 7 + pixel * 5) % 11 + image % 2 * 4) as f64
    });
    Dataset::new(images, Array1::from_shape_fn(60, |image| image % 2))
}

#[test]
fn each_class_is_told_until_no_image_moves_and_then_the_output() {
    let told = RefCell::new(Vec::new());
    let parameters = RbfNetwork::params(2).units_per_class(4).check().unwrap();
    let watched = parameters.fit_watched(&two_classes(), |&progress| {
        told.borrow_mut().push(progress);
        ControlFlow::Continue(())
    });
    assert_eq!(watched.unwrap(), parameters.fit(&two_classes()).unwrap());

    let told = told.into_inner();
    let mut expected = Vec::new();
    for class in 0..2 {
        let of_class = told.iter().filter_map(|&progress| match progress {
            Progress::Clusters {
                class: c, moved, ..
            } if c == class => Some(moved),
            _ => None,
        });
        let moved: Vec<usize> = of_class.collect();
        let (last, before) = moved.split_last().expect("one iteration or more");
        assert!(
            *last == 0 && before.iter().all(|&moved| moved > 0),
            "{moved:?}"
        );
        expected.extend(
            (1..)
                .zip(moved)
                .map(|(iteration, moved)| Progress::Clusters {
                    class,
                    iteration,
                    max_iterations: parameters.max_iterations(),
                    moved,
                }),
        );
    }
    expected.push(Progress::Output);
    assert_eq!(told, expected);
}

#[test]
fn a_fit_can_be_stopped_wherever_it_is_told() {
    let parameters = RbfNetwork::params(2).units_per_class(4).check().unwrap();
    let stops: [fn(&Progress) -> bool; 2] = [
        |progress| matches!(progress, Progress::Clusters { class: 1, .. }),
        |progress| matches!(progress, Progress::Output),
    ];
    for stop in stops {
        let stopped = parameters.fit_watched(&two_classes(), |progress| match stop(progress) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        });
        assert!(matches!(stopped, Err(RbfNetworkError::Stopped)));
    }
}
