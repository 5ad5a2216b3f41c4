//! Chooses ridge and rule on the last 10,000 training images, after training on the first
//! 50,000: `cargo run --release -p pairwise-linear --example pairwise_linear_validation [DIR]`.
//!
//! With `--test` after it, what was chosen is measured on the test set, once.
#![allow(clippy::print_stdout, reason = "an example talks to whoever runs it")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use classifier::{Classifier, metrics};
use linfa::prelude::*;
use mnist_io::{Dataset, Locator, Mnist};
use pairwise_linear::{PairwiseLinear, PairwiseLinearParams, Rule};

fn main() -> Result<(), Box<dyn Error>> {
    let (flags, paths): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let mnist = Mnist::load(&Locator::new().dir(paths.first().map(PathBuf::from)))?;
    let params = PairwiseLinear::params(10);
    if flags.contains(&"--test".into()) {
        let chosen = params.clone().check()?.rule();
        return report("test", &params, &[chosen], &mnist.train, &mnist.test);
    }
    let (train, validation) = mnist.train.split_at(50_000)?;
    let mut rules = vec![Rule::Sum, Rule::Vote];
    for slope in [2.0 / 3.0, 2.0, 4.0, 8.0, 16.0, 32.0] {
        rules.push(Rule::Sigmoid { slope });
    }
    for ridge in [0.1, 1.0, 3.0, 10.0, 30.0, 100.0] {
        let params = params.clone().ridge(ridge);
        report(
            &format!("ridge {ridge}"),
            &params,
            &rules,
            &train,
            &validation,
        )?;
    }
    Ok(())
}

fn report(
    what: &str,
    params: &PairwiseLinearParams,
    rules: &[Rule],
    train: &Dataset,
    unseen: &Dataset,
) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let mut model = params.fit(&DatasetBase::new(train.images(), train.targets()))?;
    println!("{what}: fitted in {:.3} s", start.elapsed().as_secs_f64());
    for &rule in rules {
        model = model.with_rule(rule)?;
        let start = Instant::now();
        let decided = model.classify(unseen.images())?;
        let seconds = start.elapsed().as_secs_f64();
        let errors = metrics::errors(decided.view(), unseen.targets().view());
        let percent = 100.0 * errors as f64 / unseen.len() as f64;
        println!("    {rule:?}: {percent:.2} %, recognised in {seconds:.3} s");
    }
    Ok(())
}
