//! C for each image and for each class.

use classifier::persist::Persist as _;
use classifier::testing::{refuses_unsound_weights, weights_count_as_copies};
use classifier::{Classifier as _, input_error};
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use ndarray::{Array1, Array2, array};
use svm::{Kernel, Shifts, Strategy, Svm, SvmError, SvmParams};

/// All its support vectors are at their bounds.
fn of_bounds(n_classes: usize) -> SvmParams {
    Svm::params(n_classes).c(1e-3).gap(1e-9)
}

#[test]
fn weights_count_as_copies_of_images() {
    for strategy in [Strategy::OneVsRest, Strategy::OneVsOne] {
        let params = of_bounds(3).strategy(strategy);
        refuses_unsound_weights::<u8, _, _>(|set| params.fit(set), input_error!(SvmError));
        weights_count_as_copies::<u8, _, _>(|set| params.fit(set), 1e-4);
        weights_count_as_copies::<f64, _, _>(|set| params.fit(set), 1e-4);
    }
}

/// Two classes that overlap.
fn overlapping() -> (Array2<f64>, Array1<usize>) {
    let of = |image: usize, feature: usize| ((image * 37 + feature * 59) % 23) as f64 / 23.0;
    let images = Array2::from_shape_fn((60, 3), |(i, j)| of(i, j) + 0.3 * (i % 2) as f64);
    (images, Array1::from_shape_fn(60, |image| image % 2))
}

#[test]
fn a_class_weight_is_the_weight_of_each_of_its_images() {
    let (images, labels) = overlapping();
    let params = Svm::params(2).kernel(Kernel::Linear).normalise(false);
    let set = DatasetBase::new(images.clone(), labels.clone());
    let of_classes = params.clone().class_weights([0.5, 4.0]).fit(&set).unwrap();
    let weights = labels.mapv(|label| [0.5, 4.0][label]);
    let of_images = params.fit(&set.clone().with_weights(weights)).unwrap();
    assert_eq!(
        of_classes.scores(images.view()).unwrap(),
        of_images.scores(images.view()).unwrap()
    );
    let alphas = of_classes.coefficients().row(1).mapv(f64::abs);
    // αᵢ of a class is at most its C, and some images reach it.
    for (class, bound) in [0.5, 4.0].into_iter().enumerate() {
        let support = of_classes.support_vectors().iter();
        let of_class = support.zip(&alphas).filter(|(i, _)| labels[**i] == class);
        let largest = of_class.map(|(_, &alpha)| alpha).fold(0.0, f64::max);
        assert_eq!(largest, bound);
    }
}

#[test]
fn bounds_go_with_the_machine_into_its_file_and_its_virtual_machine() {
    let digits = Mnist::load(&Locator::new())
        .unwrap()
        .train
        .first(300)
        .unwrap();
    let weights = Array1::from_shape_fn(300, |image| [1e-3, 1e-2][image % 2]);
    let set = DatasetBase::new(digits.images().to_owned(), digits.targets().to_owned());
    let params = Svm::params(10).class_weights(vec![2.0; 10]);
    let machine = params.fit(&set.clone().with_weights(weights)).unwrap();
    let again = Svm::from_bytes(&machine.to_bytes()).unwrap();
    assert_eq!(again.fitted_with(), machine.fitted_with());
    let shifted = |machine: &Svm| machine.virtual_svm(28, 28, Shifts::Four).unwrap();
    let scores = |machine: &Svm| shifted(machine).scores(digits.images()).unwrap();
    assert_eq!(scores(&machine), scores(&again));

    let virtual_machine = shifted(&machine);
    let support = virtual_machine.support_vectors().iter().enumerate();
    for (vector, image) in support {
        let most = virtual_machine
            .coefficients()
            .column(vector)
            .fold(0.0, |m: f64, a| m.max(a.abs()));
        let bound = 2.0 * f64::from([1e-3f32, 1e-2][image % 2]);
        assert!(most <= bound, "{most} beyond {bound}");
    }
}

#[test]
fn class_weights_are_one_for_each_class_and_above_zero() {
    let refused = |weights: &[f64]| Svm::params(3).class_weights(weights).check().unwrap_err();
    assert!(matches!(
        refused(&[1.0, 2.0]),
        SvmError::ClassWeights {
            found: 2,
            n_classes: 3
        }
    ));
    for weight in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(matches!(
            refused(&[1.0, weight, 1.0]),
            SvmError::InvalidParameter {
                parameter: "class weight",
                ..
            }
        ));
    }
    let set = Dataset::new(array![[0.0], [1.0]], array![0, 1]).with_weights(array![1.0, 1e20]);
    let refused = Svm::params(2).c(1e20).fit(&set).unwrap_err();
    assert!(matches!(
        refused,
        SvmError::InvalidParameter {
            parameter: "C times weights",
            ..
        }
    ));
}
