//! Benchmarks training on, and recognition of, drawings of 16×16 pixels.

use std::hint::black_box;
use std::time::Duration;

use classifier::Classifier;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use linfa::prelude::*;
use ndarray::Array2;
use tangent_distance::{Candidates, TangentDistance};

const SIDE: usize = 16;
const N_TRAIN: usize = 20_000;
const N_QUERIES: usize = 256;

/// Discs of ten sizes, each shifted from the centre in its own way.
fn discs(n_images: usize, seed: usize) -> Dataset<u8, usize, ndarray::Ix1> {
    let images = Array2::from_shape_fn((n_images, SIDE * SIDE), |(image, pixel)| {
        let vary = |step: usize| ((image + seed) * step % 101) as f64 / 101.0 - 0.5;
        let x = (pixel % SIDE) as f64 - 7.5 - 4.0 * vary(7);
        let y = (pixel / SIDE) as f64 - 7.5 - 4.0 * vary(11);
        let radius = 2.0 + (image % 10) as f64 / 2.0 + vary(13);
        (255.0 * (radius - x.hypot(y)).clamp(0.0, 1.0)) as u8
    });
    Dataset::new(images, (0..n_images).map(|image| image % 10).collect())
}

fn benchmark(c: &mut Criterion) {
    let training = discs(N_TRAIN, 0);
    let queries = discs(N_QUERIES, 1_000_003).records;
    let params = TangentDistance::params(10, SIDE, SIDE);

    let mut group = c.benchmark_group("tangent-distance");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(5));
    group.bench_function(BenchmarkId::new("fit", N_TRAIN), |b| {
        b.iter(|| params.clone().fit(black_box(&training)));
    });
    let mut model = params.fit(&training).expect("sound parameters and images");
    for candidates in [200, 1000] {
        model = model
            .with_candidates(Candidates::Nearest(candidates))
            .expect("some candidates");
        let id = format!("{N_QUERIES} of {N_TRAIN}, {candidates} candidates");
        group.bench_function(BenchmarkId::new("classify", id), |b| {
            b.iter(|| model.classify(black_box(queries.view())));
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
