//! Trains LeNet-5 on MNIST, saves it, loads it and recognises a PNG of 28×28 grey pixels:
//! `cargo run --release -p lenet --example quick_start -- digit.png`.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]
use classifier::Classifier;
use lenet::{LeNet, LeNetParams, TrainingParams as _};
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let train = Mnist::load(&Locator::new())?.train;
    let data = DatasetBase::new(train.images(), train.targets());
    LeNetParams::lenet5()
        .seed(1)
        .fit(&data)?
        .save("lenet5.safetensors")?;

    let model = LeNet::load("lenet5.safetensors")?;
    let file = std::fs::File::open(std::env::args().nth(1).ok_or("which PNG?")?)?;
    let mut reader = png::Decoder::new(std::io::BufReader::new(file)).read_info()?;
    let mut pixels = vec![0u8; 28 * 28];
    reader.next_frame(&mut pixels)?;
    let image = ndarray::ArrayView2::from_shape((1, 28 * 28), &pixels)?;
    println!("a {}", model.classify(image)?[0]);
    Ok(())
}
