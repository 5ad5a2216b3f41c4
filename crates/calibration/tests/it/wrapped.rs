//! A classifier that is wrapped.

use calibration::{Calibrated, Calibration, CalibrationError, Method};
use classifier::{Classifier, Cost, InputError, check_images};
use linfa::DatasetBase;
use ndarray::{Array1, Array2, ArrayView2, array};

/// Images are scores of so many classes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Same(pub(crate) usize);

impl Classifier<f64> for Same {
    fn n_features(&self) -> usize {
        self.0
    }

    fn n_classes(&self) -> usize {
        self.0
    }

    fn scores(&self, images: ArrayView2<'_, f64>) -> Result<Array2<f64>, InputError> {
        check_images(images, self.0)?;
        Ok(images.to_owned())
    }

    fn cost(&self) -> Cost {
        Cost {
            multiply_accumulates: 0,
            stored_values: 0,
        }
    }
}

/// Class 1's scores are too low by 2; there is no class 2.
fn held_out() -> DatasetBase<Array2<f64>, Array1<usize>> {
    let scores = array![
        [2.0, -1.0, 0.0],
        [1.5, -2.0, 0.0],
        [0.0, 0.0, -1.0],
        [0.5, 0.1, 0.0],
        [1.0, 0.2, 0.0],
        [-1.0, -2.5, -3.0],
        [2.0, -2.0, -1.0],
        [0.2, 0.3, 0.2],
    ];
    DatasetBase::new(scores, array![0, 0, 1, 1, 1, 0, 0, 1])
}

#[test]
fn a_temperature_leaves_scores_and_decisions() {
    let set = held_out();
    let model = Calibrated::fit(Same(3), Method::Temperature, &set).unwrap();
    assert_eq!(model.scores(set.records.view()).unwrap(), set.records);
    let decided = model.classify(set.records.view()).unwrap();
    assert_eq!(decided, Same(3).classify(set.records.view()).unwrap());
    assert_eq!(model.cost(), Same(3).cost());
}

#[test]
fn curves_recognise_what_scores_of_unlike_scales_do_not() {
    let set = held_out();
    let wrong = Same(3).classify(set.records.view()).unwrap();
    assert_ne!(wrong, set.targets);
    let model = Calibrated::fit(Same(3), Method::Sigmoid, &set).unwrap();
    let decided = model.classify(set.records.view()).unwrap();
    assert_eq!(decided, set.targets);
}

#[test]
fn what_is_accepted_is_wrong_as_rarely_as_was_asked() {
    let set = held_out();
    for method in Method::ALL {
        let model = Calibrated::fit(Same(3), method, &set).unwrap();
        for rate in [0.0, 0.1, 0.2, 0.3] {
            let Some(threshold) = model.reject_at(rate) else {
                continue;
            };
            let decided = model.classify_above(set.records.view(), threshold).unwrap();
            let accepted = decided.iter().zip(&set.targets);
            let accepted: Vec<bool> = accepted.filter_map(|(d, t)| Some((*d)? == *t)).collect();
            assert!(!accepted.is_empty());
            let errors = accepted.iter().filter(|&&correct| !correct).count();
            assert!(errors as f64 <= rate * accepted.len() as f64);
        }
    }
    let model = Calibrated::fit(Same(3), Method::Temperature, &set).unwrap();
    let some = model.reject_at(0.0).expect("the surest are right");
    let decided = model.classify_above(set.records.view(), some).unwrap();
    assert!(decided.iter().any(Option::is_none), "nothing is rejected");
}

/// Held out were no images of class 2.
#[test]
fn a_decision_for_a_class_of_which_nothing_is_known_has_no_confidence() {
    let model = Calibrated::fit(Same(3), Method::Temperature, &held_out()).unwrap();
    let image = array![[0.0, 1.0, 9.0]];
    assert_eq!(model.classify(image.view()).unwrap(), array![2]);
    let probabilities = model.probabilities(image.view()).unwrap();
    assert_eq!(probabilities[[0, 2]], 0.0);
    let above = |threshold| model.classify_above(image.view(), threshold).unwrap()[0];
    assert_eq!(above(f64::MIN_POSITIVE), None);
    assert_eq!(above(0.0), Some(2));

    let model = Calibrated::fit(Same(3), Method::Sigmoid, &held_out()).unwrap();
    assert_ne!(model.classify(image.view()).unwrap(), array![2]);
}

#[test]
fn weights_and_images_of_another_size_are_refused() {
    let weighted = held_out().with_weights(Array1::from_elem(8, 0.5));
    let refused = Calibrated::fit(Same(3), Method::Sigmoid, &weighted).unwrap_err();
    let weights = InputError::Weights {
        image: 0,
        weight: 0.5,
    };
    assert_eq!(refused, CalibrationError::Input(weights));

    let size = InputError::FeatureCount {
        expected: 5,
        found: 3,
    };
    let refused = Calibrated::fit(Same(5), Method::Sigmoid, &held_out()).unwrap_err();
    assert_eq!(refused, CalibrationError::Input(size.clone()));
    let scores = array![[0.0, 1.0, 2.0, 3.0, 4.0]];
    let of_five = Calibration::fit(Method::Temperature, scores.view(), array![1].view()).unwrap();
    let model = Calibrated::new(Same(5), of_five.clone()).unwrap();
    let images = held_out().records;
    assert_eq!(model.probabilities(images.view()), Err(size.clone()));
    assert_eq!(model.classify_above(images.view(), 0.5), Err(size));

    let classes = CalibrationError::ClassCount {
        expected: 5,
        found: 3,
    };
    assert_eq!(Calibrated::new(Same(3), of_five).unwrap_err(), classes);
}
