//! Trains a machine for each pair of digits, and writes what svm-predict needs to say the same:
//! `cargo run --release -p svm --example libsvm -- FOLDER [IMAGES]`, then
//! `svm-predict FOLDER/test FOLDER/model FOLDER/theirs` and a comparison with `FOLDER/ours`.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use ndarray::s;
use svm::{Strategy, Svm};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().ok_or("name a folder")?);
    let mnist = Mnist::load(&Locator::new())?;
    let n_images = arguments
        .next()
        .map_or(Ok(mnist.train.len()), |n| n.parse())?;

    let images = mnist.train.images().slice_move(s![..n_images, ..]);
    let labels = mnist.train.targets().slice_move(s![..n_images]);
    let params = Svm::params(10).strategy(Strategy::OneVsOne);
    let model = params.fit(&DatasetBase::new(images, labels))?;

    let (images, labels) = (mnist.test.images(), mnist.test.targets());
    let ours: Vec<String> = model
        .predict(&images)
        .iter()
        .map(usize::to_string)
        .collect();
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("model"), model.to_libsvm()?)?;
    fs::write(
        folder.join("test"),
        model.libsvm_data(images, labels.view())?,
    )?;
    fs::write(folder.join("ours"), ours.join("\n") + "\n")?;
    println!("{} support vectors", model.support_vectors().len());
    Ok(())
}
