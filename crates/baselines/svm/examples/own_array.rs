//! A machine on an array of one's own: `cargo run --release -p svm --example own_array`, and
//! `tests/scratch` from outside the workspace.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use linfa::prelude::*;
use ndarray::{Array, Array2};
use svm::{Svm, SvmError};

fn main() -> Result<(), SvmError> {
    let images = Array2::from_shape_fn((300, 16), |(i, j)| {
        (i as f64 * 0.37 + (i % 3 * j) as f64).sin()
    });
    let labels = Array::from_shape_fn(300, |i| i % 3);
    let (train, unseen) = Dataset::new(images, labels).split_with_ratio(0.8);

    let model = Svm::params(3).fit(&train)?;
    let confusion = model.predict(&unseen).confusion_matrix(&unseen)?;
    println!("{confusion:?}");
    assert!(confusion.accuracy() > 0.9, "{}", confusion.accuracy());
    Ok(())
}
