//! Chooses the number of neighbours by linfa's cross-validation, on 5,000 training images of MNIST:
//! `cargo run --release -p knn --example cross_validation`.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use knn::{Knn, KnnError};
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};

const K: [usize; 5] = [1, 3, 5, 9, 17];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let images = Mnist::load(&Locator::new())?.train.first(5000)?;
    let mut digits = Dataset::new(images.images().to_owned(), images.targets());
    let params = K.map(|k| Knn::params(10).k(k));
    // Five times, four fifths to fit and one to judge.
    let right = digits.cross_validate_single(5, &params, |answers, labels| {
        Ok(answers.confusion_matrix(labels)?.accuracy())
    });
    let right: Result<_, KnnError> = right;
    for (k, right) in K.iter().zip(right?) {
        println!("k = {k:>2}: {:.2} % right", 100.0 * right);
    }
    Ok(())
}
