//! Times the search for neighbours on MNIST and can write what it finds:
//! `cargo run --release -p knn --example mnist_neighbours [N_QUERIES [FILE]]`.
//!
//! `KERNEL_LEVEL` chooses the level, `RAYON_NUM_THREADS` the threads, `MNIST_DIR` the data. The
//! file gets the indices of the neighbours as `u32`, little-endian, `(n_queries, 3)`.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::time::Instant;

use kernels::Level;
use knn::Knn;
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use ndarray::s;

const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let n_queries: usize = arguments.next().as_deref().unwrap_or("10000").parse()?;
    let mnist = Mnist::load(&Locator::new())?;
    let test = mnist.test.images();
    let queries = test.slice(s![..n_queries.min(test.nrows()), ..]);

    let start = Instant::now();
    let training = DatasetBase::new(mnist.train.images(), mnist.train.targets());
    let model: Knn<u8> = Knn::params(10).fit(&training)?;
    println!("fit_seconds {:.4}", start.elapsed().as_secs_f64());

    let mut found = model.neighbours(queries)?;
    for _ in 0..RUNS {
        let start = Instant::now();
        found = model.neighbours(queries)?;
        println!("{} {:.4}", Level::current(), start.elapsed().as_secs_f64());
    }
    if let Some(path) = arguments.next() {
        let bytes = found
            .indices
            .iter()
            .flat_map(|&index| (index as u32).to_le_bytes());
        std::fs::write(path, bytes.collect::<Vec<u8>>())?;
    }
    Ok(())
}
