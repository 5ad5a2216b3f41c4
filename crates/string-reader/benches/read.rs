//! Reading and training on strings of five digits, of the recipe `paper`, one after another on one
//! thread. The images of MNIST have to be there. The networks are not trained, which takes as long.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

#[path = "../tests/it/fixed.rs"]
mod fixed;

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fixed::Fixed;
use gradient::UpdateRule;
use graph_transformer::Criterion as Loss;
use lenet::codes::Alphabet;
use lenet::network::initial_parameters;
use lenet::{Architecture, InitialWeights, LeNet, Stride};
use linfa::ParamGuard as _;
use mnist_io::strings::Recipe;
use mnist_io::{Locator, Mnist};
use string_reader::{
    Reader, ReaderParams, Segmenter, Spelling, Strings as _, TrainingParams as _, View, to_the_end,
};

fn network(view: &View) -> LeNet {
    let architecture = Architecture::lenet5_of(match view {
        View::Segments(_) => Alphabet::Digits,
        View::Sweep(..) => Alphabet::DigitsAndSpace,
    });
    let weights = InitialWeights::OverRootFanIn(2.4);
    let parameters = initial_parameters(&architecture, weights, 1.0, 1);
    LeNet::of_parameters(architecture, parameters, 784).expect("as many as it has")
}

fn read(criterion: &mut Criterion) {
    let Ok(mnist) = Mnist::load(&Locator::new()) else {
        return;
    };
    let set = Recipe::PAPER
        .draw(&mnist.train, 50_000..52_000, 1, 0)
        .expect("MNIST can be drawn from");
    let views = [
        ("segments", View::Segments(Segmenter::default())),
        (
            "sweep, stride 4",
            View::Sweep(Stride::Four, Spelling::CharacterModel),
        ),
        (
            "sweep, stride 2",
            View::Sweep(Stride::Two, Spelling::CharacterModel),
        ),
        ("sweep with CTC", View::Sweep(Stride::Four, Spelling::Ctc)),
    ];
    let mut group = criterion.benchmark_group("read a string");
    group.throughput(Throughput::Elements(1));
    for (name, view) in &views {
        let reader = Reader::new(view.clone(), network(view)).expect("LeNet-5 has kernels");
        let mut next = (0..set.len()).cycle();
        group.bench_function(*name, |bencher| {
            bencher.iter(|| reader.read(set.picture(next.next().expect("it has no end"))));
        });
    }
    group.finish();
    let mut strings = Fixed(set);
    let mut group = criterion.benchmark_group("train on a string");
    group.throughput(Throughput::Elements(1));
    for (name, view) in &views {
        // A whole pass, whose curvature is that of as great a part of it as 500 of 12,000 strings are.
        let update_rule = UpdateRule::LevenbergMarquardt {
            mu: 0.02,
            patterns: strings.len() / 24,
        };
        let params = ReaderParams::new(view.clone(), Loss::DiscriminativeForward)
            .passes(1)
            .update_rule(update_rule)
            .check()
            .expect("one pass");
        group.sample_size(10);
        group.bench_function(*name, |bencher| {
            bencher.iter_custom(|n| {
                let start = network(view);
                let before = Instant::now();
                let fitted = params.fit(start, &mut strings, None, &mut to_the_end);
                let spent = before.elapsed();
                black_box(fitted.expect("the strings can be read"));
                spent.mul_f64(n as f64 / strings.len() as f64)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, read);
criterion_main!(benches);
