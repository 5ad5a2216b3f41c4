//! Trains a machine for each pair of digits, and writes what svm-predict needs to say the same:
//! `cargo run --release -p svm --example libsvm -- FOLDER [IMAGES]`, then
//! `svm-predict FOLDER/test FOLDER/model FOLDER/theirs` and a comparison with `FOLDER/by_votes`,
//! where ties are decided as LIBSVM does; `FOLDER/ours` is how this crate decides.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::fs;
use std::path::PathBuf;

use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use ndarray::s;
use svm::{Machine, Strategy, Svm};

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
    let values = model.decision_values(images.view())?;
    let by_votes = values.outer_iter().map(|values| {
        let mut votes = [0; 10];
        for ((machine, _), &value) in model.machines().zip(values) {
            if let &Machine::OneVsOne { positive, negative } = machine {
                votes[if value > 0.0 { positive } else { negative }] += 1;
            }
        }
        let most = votes.iter().max();
        votes.iter().position(|own| Some(own) == most).unwrap_or(0)
    });
    let lines = |classes: &[usize]| {
        let lines = classes.iter().map(|class| format!("{class}\n"));
        lines.collect::<String>()
    };
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("model"), model.to_libsvm()?)?;
    fs::write(
        folder.join("test"),
        model.libsvm_data(images, labels.view())?,
    )?;
    fs::write(
        folder.join("by_votes"),
        lines(&by_votes.collect::<Vec<_>>()),
    )?;
    fs::write(folder.join("ours"), lines(&model.predict(&images).to_vec()))?;
    println!("{} support vectors", model.support_vectors().len());
    Ok(())
}
