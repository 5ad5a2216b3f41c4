//! Reads strings of the images 50,000 to 59,999 of MNIST's training set as they are, and as
//! pictures of lines: enlarged, reduced, inverted, on grey ground, and moved. Prints how many are
//! read wrongly, and how high the digits are taken to be.
//!
//! Usage: `cargo run --release -p string-reader --example lines -- [N_STRINGS] [MODEL]`.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

#[path = "../tests/it/enlarged.rs"]
mod enlarged;

use std::error::Error;

use enlarged::enlarged;
use lenet::LeNet;
use mnist_io::strings::{NAMED, StringSet};
use mnist_io::transform::normalise_line;
use mnist_io::{Locator, Mnist};
use ndarray::{Array2, ArrayView2};
use string_reader::{Reader, Segmenter, View};

/// What becomes of a string's picture, and its name.
type Change = (&'static str, fn(ArrayView2<'_, u8>) -> Array2<u8>);

const VIEWS: [Change; 5] = [
    ("light on dark", |picture| picture.to_owned()),
    ("3 times, dark on light", |picture| {
        enlarged(picture, 3.0).mapv(|ink| 255 - ink)
    }),
    ("3 times, on grey, moved", |picture| {
        on_grey(&enlarged(picture, 3.0), 37, 11)
    }),
    ("1.3 times", |picture| enlarged(picture, 1.3)),
    ("0.7 times", |picture| enlarged(picture, 0.7)),
];

/// Grey ink on a grey ground of another brightness, with that margin on the left and above.
fn on_grey(picture: &Array2<u8>, left: usize, top: usize) -> Array2<u8> {
    let (height, width) = picture.dim();
    Array2::from_shape_fn((height + 2 * top, width + 2 * left), |(y, x)| {
        let at = (y.wrapping_sub(top), x.wrapping_sub(left));
        let ink = picture.get(at).copied().unwrap_or(0);
        200 - (u32::from(ink) * 150 / 255) as u8
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let n_strings = arguments.next().map_or(Ok(500), |n| n.parse())?;
    let model = arguments.next();
    let model = model.unwrap_or("bench-results/lenet5.safetensors".into());
    let reader = Reader::new(View::Segments(Segmenter::default()), LeNet::load(&model)?)?;
    let mnist = Mnist::load(&Locator::new())?;
    println!(
        "set    picture                  errors %  refused  left out  height: least, median, most"
    );
    for named in NAMED.iter().filter(|named| named.recipe.invert == 0.0) {
        let set = named.recipe.draw(&mnist.train, 50_000..60_000, 1, 0)?;
        let n_strings = n_strings.min(set.len());
        let is_wrong = |set: &StringSet, string: usize, picture: ArrayView2<'_, u8>| {
            let reading = reader.read(picture)?;
            Ok::<bool, Box<dyn Error>>(reading.digits != set.digits(string))
        };
        let percent = |n: usize| 100.0 * n as f64 / n_strings as f64;
        let mut wrong = 0;
        for string in 0..n_strings {
            wrong += usize::from(is_wrong(&set, string, set.picture(string))?);
        }
        println!(
            "{:5}  {:23}  {:8.2}",
            named.name,
            "as it is",
            percent(wrong)
        );
        for (name, view) in VIEWS {
            let (mut wrong, mut refused, mut left_out) = (0, 0, 0);
            let mut heights = Vec::new();
            for string in 0..n_strings {
                let picture = view(set.picture(string));
                // Of the string's own rows.
                let scale = match name {
                    "light on dark" => 1.0,
                    name => name.split(' ').next().unwrap_or("1").parse()?,
                };
                match normalise_line(picture.view()).line {
                    Ok(line) => {
                        heights.push(20.0 * line.pixel / scale);
                        left_out += line.left_out;
                        wrong += usize::from(is_wrong(&set, string, line.picture.view())?);
                    }
                    Err(refusal) => {
                        println!("{string}: {refusal}");
                        refused += 1;
                    }
                }
            }
            heights.sort_by(f64::total_cmp);
            println!(
                "{:5}  {name:23}  {:8.2}  {refused:7}  {left_out:8}  {:.2} {:.2} {:.2}",
                named.name,
                percent(wrong + refused),
                heights[0],
                heights[heights.len() / 2],
                heights[heights.len() - 1],
            );
        }
    }
    Ok(())
}
