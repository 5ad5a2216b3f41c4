//! Benchmarks training and recognition on images of 28×28 pixels: noise about ten centres.

use std::hint::black_box;
use std::time::Duration;

use classifier::Classifier;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use linfa::prelude::*;
use ndarray::Array2;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rbf_network::RbfNetwork;

const N_PIXELS: usize = 28 * 28;
const N_TRAIN: usize = 5_000;
const N_QUERIES: usize = 1_000;

fn noise(n_images: usize) -> Dataset<u8, usize, ndarray::Ix1> {
    let mut rng = ChaCha8Rng::seed_from_u64(1998);
    let images = Array2::from_shape_fn((n_images, N_PIXELS), |(image, pixel)| {
        let centre = if pixel % 10 == image % 10 { 155 } else { 0 };
        centre + rng.random_range(0..100u8)
    });
    Dataset::new(images, (0..n_images).map(|image| image % 10).collect())
}

fn benchmark(c: &mut Criterion) {
    let training = noise(N_TRAIN);
    let queries = noise(N_QUERIES).records;
    let params = RbfNetwork::params(10).max_iterations(10);

    let mut group = c.benchmark_group("rbf-network");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(5));
    group.bench_function(BenchmarkId::new("fit", N_TRAIN), |b| {
        b.iter(|| params.clone().fit(black_box(&training)));
    });
    let model = params.fit(&training).expect("sound parameters and images");
    group.bench_function(BenchmarkId::new("classify", N_QUERIES), |b| {
        b.iter(|| model.classify(black_box(queries.view())));
    });
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
