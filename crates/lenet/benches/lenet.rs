//! Benchmarks one training step and one recognition of LeNet-5 on one thread, on every level of
//! this CPU.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gradient::Network as _;
use kernels::Level;
use lenet::network::{Fast, initial_parameters};
use lenet::{Architecture, InitialWeights};

fn lenet5(criterion: &mut Criterion) {
    let architecture = Architecture::lenet5();
    let start = initial_parameters(&architecture, InitialWeights::OverRootFanIn(2.4), 1.0, 1);
    let images: Vec<Vec<f32>> = (0..64usize)
        .map(|image| {
            let inked =
                |i: usize| (i % 32).abs_diff(8 + image % 16) < 3 && (6..26).contains(&(i / 32));
            (0..1024)
                .map(|i| if inked(i) { 1.175 } else { -0.1 })
                .collect()
        })
        .collect();
    let mut group = criterion.benchmark_group("lenet5");
    for level in Level::available() {
        let mut network =
            Fast::new(&architecture, level, &start).expect("there are kernels for LeNet-5");
        network.set_rates(&vec![1e-6; start.len()]);
        let mut next = 0;
        group.bench_function(format!("step/{level}"), |bencher| {
            bencher.iter(|| {
                next = (next + 1) % images.len();
                network.step(black_box(&images[next]), next % 10)
            });
        });
        group.bench_function(format!("recognise/{level}"), |bencher| {
            bencher.iter(|| {
                next = (next + 1) % images.len();
                network.scores(black_box(&images[next]))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, lenet5);
criterion_main!(benches);
