//! `grown_images N FILE` writes the N training images that `cargo xtask growth` trains on, as a program
//! in another language reads them (`tests/reference/bench_growth.py`): N times 784 bytes, and then N
//! bytes of labels.

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

use mnist_io::{Locator, Mnist};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(n_images), Some(path)) = (arguments.next(), arguments.next()) else {
        return Err("grown_images N FILE".into());
    };
    let mnist = Mnist::load(&Locator::new())?;
    let images = experiments::grown(&mnist.train, n_images.parse()?)?;
    let mut file = BufWriter::new(File::create(path)?);
    for image in images.images().rows() {
        file.write_all(&image.to_vec())?;
    }
    file.write_all(&images.labels().to_vec())?;
    Ok(file.flush()?)
}
