//! linfa-svm, another implementation, decides alike.

use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use ndarray::s;
use svm::{Kernel, Svm};

#[test]
fn decides_as_linfa_svm_does() {
    let mnist = Mnist::load(&Locator::new())
        .unwrap()
        .train
        .first(600)
        .unwrap();
    let images = mnist.images().mapv(|pixel| f64::from(pixel) / 255.0);
    let is_three = mnist.labels().mapv(|label| label == 3);
    let (train, unseen) = (images.slice(s![..400, ..]), images.slice(s![400.., ..]));

    let theirs = linfa_svm::Svm::<f64, bool>::params()
        .gaussian_kernel(50.0)
        .pos_neg_weights(1.0, 1.0)
        .eps(1e-4)
        .fit(&Dataset::new(
            train.to_owned(),
            is_three.slice(s![..400]).to_owned(),
        ))
        .unwrap();
    let ours = Svm::params(2)
        .kernel(Kernel::Gaussian { gamma: 0.02 })
        .normalise(false)
        .gap(1e-4)
        .fit(&DatasetBase::new(
            train,
            is_three.slice(s![..400]).mapv(usize::from),
        ))
        .unwrap();

    let values = ours.decision_values(unseen).unwrap();
    let decided = theirs.predict(&unseen.to_owned());
    for (value, theirs) in values.column(1).iter().zip(&decided) {
        assert!(
            value.abs() < 1e-3 || (*value > 0.0) == *theirs,
            "{value} against {theirs}"
        );
    }
    assert!(decided.iter().any(|&three| three) && decided.iter().any(|&three| !three));
}
