//! What pictures of digits cost in error: MNIST's own images, enlarged, moved, on paper, light on
//! dark or dark on light, through the bytes of PNG and JPEG files, brought back to MNIST's form and
//! recognised beside the originals.
//!
//! `recognise_mnist MODELS` takes the 10,000 test images and the models that `cargo xtask compare
//! --models MODELS --only lenet5-dist --only knn-deslant` has kept. `recognise_mnist MODELS
//! --validate` trains both on the first 50,000 training images, if MODELS has none so trained, and
//! takes the last 10,000: what the thresholds of `mnist_io::transform::normalise` were chosen by.
//! `--first N` takes fewer images.
#![allow(clippy::print_stdout)]

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Cursor;

use experiments::{Kept, Models, Options, ROWS, Row, Shared, Silent};
use image::imageops::{self, FilterType};
use image::{DynamicImage, GrayImage, ImageFormat, Rgb, RgbImage};
use mnist_io::transform::{Refusal, normalise};
use mnist_io::{Dataset, Images, Locator, Mnist};
use ndarray::{Array2, ArrayView2, s};
use rayon::prelude::*;

type Failed = Box<dyn Error + Send + Sync>;

const NAMES: [&str; 2] = ["lenet5-dist", "knn-deslant"];

fn main() -> Result<(), Failed> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().ok_or("name the folder of the models")?;
    let first = arguments.iter().position(|argument| argument == "--first");
    let first = first.map(|at| arguments[at + 1].parse::<usize>());
    let validates = arguments.iter().any(|argument| argument == "--validate");

    let data = Mnist::load(&Locator::new())?;
    let models = Models::new(folder);
    let mut kept = Vec::new();
    for name in NAMES {
        let row = ROWS.iter().find(|row| row.id() == name).ok_or(name)?;
        if validates {
            train(row, &data, &models)?;
        }
        let model = models.load(row)?.ok_or("there is no model of it")?;
        println!("{name}: {}", model.settings);
        kept.push(model);
    }
    let set = match validates {
        true => data.train.split_at(TRAINED)?.1,
        false => data.test,
    };
    let set = set.first(first.transpose()?.unwrap_or(set.len()))?;

    println!(
        "\n{:<32}{}  refused",
        "errors in % of",
        NAMES.map(|name| format!("{name:>14}")).concat()
    );
    let originals = Array2::from_shape_fn((set.len(), 1), |(i, _)| Ok(image(&set, i)));
    let before = told(
        "the originals",
        &kept,
        &set,
        originals.as_slice().unwrap_or_default(),
    )?;
    for (what, format, drawn) in [
        ("as they are, PNG", ImageFormat::Png, Drawn::AsItIs),
        ("enlarged, PNG", ImageFormat::Png, Drawn::Enlarged),
        ("enlarged, JPEG", ImageFormat::Jpeg, Drawn::Enlarged),
        ("photographed, JPEG", ImageFormat::Jpeg, Drawn::Photographed),
    ] {
        let seen: Vec<Result<Images, Refusal>> = (0..set.len())
            .into_par_iter()
            .map(|i| {
                let bytes = picture(&set, i, format, drawn)?;
                let grey = image::load_from_memory(&bytes)?.into_luma8();
                let shape = (grey.height() as usize, grey.width() as usize);
                Ok(normalise(ArrayView2::from_shape(shape, &grey)?).digit)
            })
            .collect::<Result<_, Failed>>()?;
        let after = told(what, &kept, &set, &seen)?;
        let more: Vec<String> = before
            .iter()
            .zip(&after)
            .map(|(before, after)| format!("{:>+14.2}", after - before))
            .collect();
        println!("{:<32}{}  points more", "", more.concat());
    }
    Ok(())
}

/// Training images of `--validate`.
const TRAINED: usize = 50_000;

fn train(row: &Row, data: &Mnist, models: &Models) -> Result<(), Failed> {
    let options = Options {
        seed: None,
        threads: std::thread::available_parallelism()?.get(),
        train_images: Some(TRAINED),
    };
    let run = experiments::describe(row, data, options);
    if !models.holds(row, &run) {
        let model = experiments::train(row, data, options, &Silent, &Shared::default())?;
        models.keep(row, &run, &*model)?;
    }
    Ok(())
}

fn image(set: &Dataset, index: usize) -> Images {
    let pixels = set.images().slice(s![index..=index, ..]).to_owned();
    Images::new(pixels, set.height(), set.width()).expect("one of the set's images")
}

/// Prints the errors of each model, and the refusals, which count as errors.
fn told(
    what: &str,
    kept: &[Kept],
    set: &Dataset,
    seen: &[Result<Images, Refusal>],
) -> Result<Vec<f64>, Failed> {
    let mut refused = BTreeMap::new();
    for refusal in seen.iter().filter_map(|seen| seen.as_ref().err()) {
        *refused.entry(format!("{refusal:?}")).or_insert(0) += 1;
    }
    let percent = |model: &Kept| {
        let is_wrong = |(seen, label): (&Result<Images, Refusal>, &u8)| match seen {
            Ok(digit) => Ok(model.answer(digit, None)?.class != usize::from(*label)),
            Err(_) => Ok(true),
        };
        let labels = set.labels();
        let labels = labels.as_slice().expect("contiguous");
        let wrong: Vec<bool> = seen
            .par_iter()
            .zip(labels)
            .map(is_wrong)
            .collect::<Result<_, Failed>>()?;
        let wrong = wrong.into_iter().filter(|wrong| *wrong).count();
        Ok(100.0 * wrong as f64 / set.len() as f64)
    };
    let percents: Vec<f64> = kept.iter().map(percent).collect::<Result<_, Failed>>()?;
    let shown: Vec<String> = percents
        .iter()
        .map(|percent| format!("{percent:>14.2}"))
        .collect();
    println!("{what:<32}{}  {refused:?}", shown.concat());
    Ok(percents)
}

/// How an image is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Drawn {
    /// Black on white.
    AsItIs,
    /// 3 to 12 times as large, somewhere on a field of up to half as much again, in one colour on
    /// another.
    Enlarged,
    /// The same, in light that falls from one side, with noise.
    Photographed,
}

/// The bytes of a file with a picture of an image.
fn picture(
    set: &Dataset,
    index: usize,
    format: ImageFormat,
    drawn: Drawn,
) -> Result<Vec<u8>, Failed> {
    let mut chance = Chance(index as u64 + 1);
    let image = set.images().row(index).to_vec();
    let image =
        GrayImage::from_vec(set.width() as u32, set.height() as u32, image).ok_or("size")?;
    let mut bytes = Cursor::new(Vec::new());
    if drawn == Drawn::AsItIs {
        let mut image = DynamicImage::from(image);
        image.invert();
        image.write_to(&mut bytes, format)?;
        return Ok(bytes.into_inner());
    }
    let factor = 3.0 + 9.0 * chance.next();
    let filter = match (chance.next() * 3.0) as u8 {
        0 => FilterType::Triangle,
        1 => FilterType::CatmullRom,
        _ => FilterType::Lanczos3,
    };
    let larger = |pixels: u32| (f64::from(pixels) * factor).round() as u32;
    let enlarged = imageops::resize(
        &image,
        larger(image.width()),
        larger(image.height()),
        filter,
    );
    let [height, width] = [enlarged.height(), enlarged.width()]
        .map(|pixels| (f64::from(pixels) * (1.0 + 0.5 * chance.next())) as u32);
    let [down, right] = [height - enlarged.height(), width - enlarged.width()]
        .map(|room| (f64::from(room) * chance.next()) as u32);
    let mut colour = |lightest: [f64; 3], range: f64| lightest.map(|c| c - range * chance.next());
    let paper = colour([255.0, 250.0, 238.0], 30.0);
    let pen = colour([90.0, 90.0, 140.0], 80.0);
    let (ground, pen) = match chance.next() < 0.5 {
        true => (paper, pen),
        false => (pen, paper),
    };
    let light = [chance.next() - 0.5, chance.next() - 0.5];
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let (from_x, from_y) = (x.wrapping_sub(right), y.wrapping_sub(down));
        let ink = enlarged
            .get_pixel_checked(from_x, from_y)
            .map_or(0.0, |ink| f64::from(ink[0]) / 255.0);
        let [mut lit, mut noise] = [1.0, 0.0];
        if drawn == Drawn::Photographed {
            let place = |at, of| f64::from(at) / f64::from(of) - 0.5;
            lit = 0.8 + 0.5 * (light[0] * place(x, width) + light[1] * place(y, height));
            noise = 12.0 * (chance.next() + chance.next() + chance.next() - 1.5);
        }
        let blend = |i: usize| lit * (ground[i] * (1.0 - ink) + pen[i] * ink) + noise;
        Rgb([0, 1, 2].map(|i| blend(i).round().clamp(0.0, 255.0) as u8))
    });
    DynamicImage::from(picture).write_to(&mut bytes, format)?;
    Ok(bytes.into_inner())
}

/// Numbers from 0 to 1, by Knuth's MMIX generator.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 40) as f64 / (1_u64 << 24) as f64
    }
}
