//! Benchmarks one online update on drawn strokes, on one thread: with one rate for each layer, and
//! with one rate for each weight.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use gradient::Network as _;
use kernels::Level;
use mlp::{Layers, Perceptron};

/// Images in which a fifth of the pixels is ink, as in MNIST.
fn images() -> Vec<Vec<f32>> {
    (0..1000usize)
        .map(|image| {
            let inked = |i: usize| {
                let (row, column) = (i / 28, i % 28);
                (4..24).contains(&row) && (column + image % 9).abs_diff(8 + row / 3) < 4
            };
            (0..784)
                .map(|i| {
                    if inked(i) {
                        0.5 + (i % 7) as f32 / 14.0
                    } else {
                        0.0
                    }
                })
                .collect()
        })
        .collect()
}

fn online(criterion: &mut Criterion) {
    let images = images();
    let mut group = criterion.benchmark_group("online");
    group.throughput(Throughput::Elements(1));
    for hidden in [[300].as_slice(), &[1000], &[300, 100], &[500, 150]] {
        let layers = Layers::new(784, hidden, 10);
        let start = layers.initial_parameters((2.4, 1.2), 1);
        let same = vec![1e-5; start.len()];
        let each: Vec<f32> = (0..start.len())
            .map(|k| 1e-5 + 1e-8 * (k % 97) as f32)
            .collect();
        for (name, rates) in [("a rate", same), ("a rate each", each)] {
            let mut network = Perceptron::new(&layers, Level::current(), &start);
            network.set_rates(&rates);
            let mut next = 0;
            group.bench_function(format!("784-{hidden:?}-10, {name}"), |bencher| {
                bencher.iter(|| {
                    next = (next + 1) % images.len();
                    network.step(black_box(&images[next]), next % 10)
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, online);
criterion_main!(benches);
