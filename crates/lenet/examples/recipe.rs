//! Trains a network by the recipe of its row, a line a pass: on the first 50,000 training images
//! with the last 10,000 held out, or (`--test`) on all 60,000 with the test set held out.
//!
//! `cargo run --release -p lenet --example recipe -- RECIPE SEED [PASSES] [--test]`, where
//! RECIPE is one of lenet5, lenet5-dist, lenet5-best, lenet4, lenet1-16x16, lucid-lenet1,
//! lucid-lenet4, lucid-lenet5.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::cell::RefCell;
use std::error::Error;
use std::ops::ControlFlow;

use gradient::PassRecord;
use lenet::{Images, LeNetParams, Retouch};
use linfa::ParamGuard;
use mnist_io::transform::{Distorter, Distortion, pad, resample_16x16};
use mnist_io::{Dataset, Locator, Mnist};

/// The ranges that did best on validation with the paper's nine distorted copies.
const NINE_COPIES: Distortion = Distortion {
    shift: 2.0,
    scale: 0.2,
    squeeze: 0.15,
    shear: 0.2,
    rotation: 0.0,
};
/// Those for a new distortion at each presentation.
const FRESH: Distortion = Distortion {
    shift: 2.0,
    scale: 0.2,
    squeeze: 0.2,
    shear: 0.3,
    rotation: 12.0,
};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, words): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let recipe = words.first().map_or("lenet5", String::as_str);
    let seed: u64 = words.get(1).map_or(Ok(1), |word| word.parse())?;
    let mut params = match recipe {
        "lenet5" | "lenet5-dist" => LeNetParams::lenet5(),
        "lenet5-best" => LeNetParams::lenet5_best(),
        "lenet4" => LeNetParams::lenet4(),
        "lenet1-16x16" => LeNetParams::lenet1(),
        "lucid-lenet1" => LeNetParams::lucid_lenet1(),
        "lucid-lenet4" => LeNetParams::lucid_lenet4(),
        "lucid-lenet5" => LeNetParams::lucid_lenet5(),
        other => return Err(format!("no recipe is called {other}").into()),
    };
    if let Some(passes) = words.get(2) {
        params = params.passes(passes.parse()?);
    }
    let params = params.seed(seed).on_pass(print).check()?;

    let mnist = Mnist::load(&Locator::new())?;
    let (train, held_out) = if flags.iter().any(|flag| flag == "--test") {
        (mnist.train, mnist.test)
    } else {
        mnist.train.split_at(50_000)?
    };
    let prepare = |set: Dataset| match recipe {
        "lenet5-dist" | "lenet5-best" => set.map_images(|images| pad(images, 32, 32)),
        "lenet1-16x16" => set.map_images(resample_16x16),
        _ => Ok(set),
    };
    let (train, held_out) = (prepare(train)?, prepare(held_out)?);

    let ranges = if recipe == "lenet5-best" {
        FRESH
    } else {
        NINE_COPIES
    };
    let distorter = RefCell::new(Distorter::new(&ranges, seed, 32, 32)?);
    let fresh = |image: &[u8], index: usize, cycle: usize, altered: &mut [u8]| {
        distorter
            .borrow_mut()
            .distort(image, index, cycle as u32, altered);
    };
    // Original and nine distorted copies: a tenth of each in every pass, each twice in twenty.
    let copies =
        |image: &[u8], index: usize, cycle: usize, altered: &mut [u8]| match (index + cycle) % 10 {
            0 => altered.copy_from_slice(image),
            copy => distorter
                .borrow_mut()
                .distort(image, index, copy as u32, altered),
        };
    let retouch: Option<&Retouch<'_, u8>> = match recipe {
        "lenet5-dist" => Some(&copies),
        "lenet5-best" => Some(&fresh),
        _ => None,
    };
    let (labels, held_out_labels) = (train.targets(), held_out.targets());
    let network = params.architecture();
    let mut shown = Images::new(network, train.images(), labels.view())?;
    if let Some(retouch) = retouch {
        shown = shown.retouch(retouch);
    }
    let held_out = Images::new(network, held_out.images(), held_out_labels.view())?;
    let model = params.fit_validated(&shown, &held_out)?;
    println!("{:.1} s of training", model.history().seconds());
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
