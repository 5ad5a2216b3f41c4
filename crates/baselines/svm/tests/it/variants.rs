//! Virtual and reduced-set machines on MNIST.

use classifier::{Classifier, metrics};
use linfa::prelude::*;
use mnist_io::{Dataset as Images, Locator, Mnist};
use svm::{Kernel, ReducedSvm, Shifts, Svm, SvmError};

const TRAINED: usize = 1500;

fn train_and_unseen() -> (Images, Images) {
    let first = Mnist::load(&Locator::new())
        .unwrap()
        .train
        .first(2 * TRAINED)
        .unwrap();
    first.split_at(TRAINED).unwrap()
}

fn errors(model: &impl Classifier<u8>, images: &Images) -> usize {
    let classes = model.classify(images.images()).unwrap();
    metrics::errors(classes.view(), images.targets().view())
}

fn machine(images: &Images) -> Svm {
    Svm::params(10)
        .kernel(Kernel::polynomial(5))
        .fit(&DatasetBase::new(images.images(), images.targets()))
        .unwrap()
}

#[test]
fn a_virtual_machine_errs_less() {
    let (train, unseen) = train_and_unseen();
    let machine = machine(&train);
    let four = machine.virtual_svm(28, 28, Shifts::Four).unwrap();
    let eight = machine.virtual_svm(28, 28, Shifts::Eight).unwrap();
    let [plain, four_errors, eight_errors] = [&machine, &four, &eight].map(|m| errors(m, &unseen));
    assert!(four_errors < plain, "{four_errors} against {plain}");
    assert!(eight_errors < plain, "{eight_errors} against {plain}");
    assert!(
        eight
            .support_vectors()
            .iter()
            .all(|index| machine.support_vectors().contains(index))
    );
    assert!(matches!(
        machine.virtual_svm(28, 27, Shifts::Four),
        Err(SvmError::ImageSize {
            height: 28,
            width: 27,
            n_features: 784
        })
    ));
}

#[test]
fn a_reduced_set_says_nearly_the_same_with_less() {
    let (train, unseen) = train_and_unseen();
    let machine = machine(&train);
    let reduce = |steps| {
        let params = ReducedSvm::params(60).steps(steps).check().unwrap();
        params.reduce(&machine, train.images()).unwrap()
    };
    let (start, reduced) = (reduce(0), reduce(10));
    assert_eq!(start.relative_residuals().len(), 1);
    let residuals = reduced.relative_residuals();
    assert!(residuals.is_sorted_by(|a, b| a > b), "{residuals:?}");
    assert!(
        residuals
            .iter()
            .all(|residual| (0.0..1.0).contains(residual)),
        "{residuals:?}"
    );

    let [full, start_errors, reduced_errors] = [
        errors(&machine, &unseen),
        errors(&start, &unseen),
        errors(&reduced, &unseen),
    ];
    assert!(
        reduced_errors < start_errors,
        "{reduced_errors} against {start_errors}"
    );
    assert!(
        reduced_errors < full + full / 4,
        "{reduced_errors} against {full}"
    );
    assert_eq!(
        Classifier::<u8>::cost(&reduced).multiply_accumulates,
        60 * (784 + 10)
    );

    let n_support = machine.support_vectors().len();
    let too_many = ReducedSvm::params(n_support).check().unwrap();
    assert!(matches!(
        too_many.reduce(&machine, train.images()),
        Err(SvmError::ReducedSetSize { .. })
    ));
}
