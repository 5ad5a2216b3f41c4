//! Benchmarks fitting 60,000 images and recognising 10,000 images. Pixels are bytes in memory.

use std::hint::black_box;

use classifier::Classifier;
use criterion::{Criterion, criterion_group, criterion_main};
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};
use pairwise_linear::PairwiseLinear;

fn pairwise_linear(criterion: &mut Criterion) {
    let mnist = Mnist::load(&Locator::new()).expect("MNIST");
    let training = DatasetBase::new(mnist.train.images(), mnist.train.targets());
    let params = PairwiseLinear::params(10);
    let model = params.fit(&training).expect("fits");

    let mut group = criterion.benchmark_group("pairwise-linear");
    group.sample_size(10);
    group.bench_function("fit 60000x784", |bencher| {
        bencher.iter(|| params.fit(black_box(&training)).expect("fits"));
    });
    group.bench_function("recognise 10000x784", |bencher| {
        bencher.iter(|| {
            model
                .scores(black_box(mnist.test.images()))
                .expect("scores")
        });
    });
    group.finish();
}

criterion_group!(benches, pairwise_linear);
criterion_main!(benches);
