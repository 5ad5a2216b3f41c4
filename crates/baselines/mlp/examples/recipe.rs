//! Trains a network on the first 50,000 training images and tests it on the last 10,000. It prints
//! a line for each pass.
//!
//! Usage: `cargo run --release -p mlp --example recipe -- HIDDEN SEED RATE FACTOR [FLAGS]`, where
//!
//! * HIDDEN is the number of units in each hidden layer, such as 300-100;
//! * RATE is the global rate of the first pass; it is multiplied by `--decay=0.9` after each of the
//!   `--passes=20` passes;
//! * FACTOR multiplies the rate above the first layer. With `--lm=MU` it is not used:
//!   Levenberg–Marquardt computes such factors itself;
//! * `--first=2.4` and `--above=1.2` are the bounds of the initial weights, times √F, in the first
//!   layer and in the others;
//! * `--fixed` keeps one order for all passes, `--distorted` shows each image with a new distortion
//!   in each pass, and `--deslanted` uses deslanted images of 20×20 pixels.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::cell::RefCell;
use std::error::Error;
use std::ops::ControlFlow;

use classifier::TrainingSet;
use gradient::{Images, Order, PassRecord, Schedule, UpdateRule};
use linfa::ParamGuard;
use mlp::{Mlp, TrainingParams as _};
use mnist_io::transform::{Distorter, Distortion, deslant};
use mnist_io::{Dataset, Locator, Mnist};

const RANGES: Distortion = Distortion {
    shift: 1.0,
    scale: 0.1,
    squeeze: 0.05,
    shear: 0.15,
    rotation: 0.0,
};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, words): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let flag = |name: &str| flags.iter().find_map(|flag| flag.strip_prefix(name));
    let number = |name: &str, otherwise: f64| flag(name).map_or(Ok(otherwise), str::parse);
    let [hidden, seed, rate, factor] = words.as_slice() else {
        return Err("HIDDEN SEED RATE FACTOR".into());
    };
    let hidden: Vec<usize> = hidden
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()?;
    let seed: u64 = seed.parse()?;
    let mut params = Mlp::params(10)
        .hidden(&hidden)
        .seed(seed)
        .passes(number("--passes=", 20.0)? as usize)
        .initial_weights(number("--first=", 2.4)?, number("--above=", 1.2)?)
        .order(if flag("--fixed").is_some() {
            Order::Fixed
        } else {
            Order::Shuffled
        })
        .schedule(Schedule::Geometric {
            first: rate.parse()?,
            factor: number("--decay=", 0.9)?,
        });
    params = match flag("--lm=") {
        Some(mu) => params.update_rule(UpdateRule::LevenbergMarquardt {
            mu: mu.parse()?,
            patterns: 500,
        }),
        None => params.rate_above_first(factor.parse()?),
    };
    let params = params.check()?;

    let (train, held_out) = Mnist::load(&Locator::new())?.train.split_at(50_000)?;
    let prepare = |set: Dataset| match flag("--deslanted") {
        Some(_) => set.map_images(|images| deslant(images, 20, 20)),
        None => Ok(set),
    };
    let (train, held_out) = (prepare(train)?, prepare(held_out)?);
    let distorter = RefCell::new(Distorter::new(&RANGES, seed, 28, 28)?);
    let fresh = |image: &[u8], index: usize, cycle: usize, altered: &mut [u8]| {
        distorter
            .borrow_mut()
            .distort(image, index, cycle as u32, altered);
    };
    let (labels, held_out_labels) = (train.targets(), held_out.targets());
    let set = |images, labels| TrainingSet::check(images, labels, 10);
    let mut shown = Images::of_set(set(train.images(), labels.view())?);
    if flag("--distorted").is_some() {
        shown = shown.augment(&fresh);
    }
    let held_out = set(held_out.images(), held_out_labels.view())?;
    let model = params.fit_watched(&shown, Some(&Images::of_set(held_out)), &mut print)?;
    let shown: usize = model.history().passes.iter().map(|pass| pass.shown).sum();
    let each = model.history().seconds() / shown as f64 * 1e6;
    println!("{each:.2} µs a presentation");
    Ok(())
}

fn print(record: &PassRecord) -> ControlFlow<()> {
    println!(
        "pass {:3}: training {:.2} %, held out {:.2} %, loss {:.4}, rates {:.1e} to {:.1e}, {:.2} s",
        record.pass,
        record.training_error_percent(),
        record.validation_error_percent().unwrap_or(f64::NAN),
        record.mean_loss,
        record.rate_range.0,
        record.rate_range.1,
        record.seconds,
    );
    ControlFlow::Continue(())
}
