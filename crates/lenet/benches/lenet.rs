//! Benchmarks one training step and one recognition of LeNet-5, and the swept LeNet-5 on a picture
//! of 32×108, on one thread and on every level of this CPU.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use gradient::Network as _;
use kernels::Level;
use lenet::network::{Fast, initial_parameters};
use lenet::{Architecture, InitialWeights, Stride, Sweep};

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

fn swept(criterion: &mut Criterion) {
    let architecture = Architecture::lenet5();
    let start = initial_parameters(&architecture, InitialWeights::OverRootFanIn(2.4), 1.0, 1);
    let width = 108;
    let inked = |i: usize| (i % width) % 20 < 3 + i / width / 4 && (6..26).contains(&(i / width));
    let picture: Vec<f32> = (0..32 * width)
        .map(|i| if inked(i) { 1.175 } else { -0.1 })
        .collect();
    let mut group = criterion.benchmark_group("sweep-32x108");
    for level in Level::available() {
        for stride in [Stride::Four, Stride::Two] {
            let mut sweep = Sweep::new(&architecture, level, stride, &start).expect("LeNet-5");
            let mut gradient = vec![0.0; start.len()];
            let d_penalties = vec![0.1; sweep.forward(&picture, width).len()];
            group.bench_function(format!("forward/{stride:?}/{level}"), |bencher| {
                bencher.iter(|| sweep.forward(black_box(&picture), width)[0]);
            });
            group.bench_function(format!("forward-backward/{stride:?}/{level}"), |bencher| {
                bencher.iter(|| {
                    sweep.forward(black_box(&picture), width);
                    sweep.backward(black_box(&d_penalties), &mut gradient);
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, lenet5, swept);
criterion_main!(benches);
