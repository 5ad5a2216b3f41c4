//! Benchmarks the recognition of test images of MNIST. Each image gets its own linear classifier,
//! trained on its neighbours among the first 10,000 training images.

use std::hint::black_box;

use classifier::Classifier;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use linfa::prelude::*;
use local_learning::LocalLinear;
use mnist_io::{Locator, Mnist};
use ndarray::s;

fn recognise(criterion: &mut Criterion) {
    const IMAGES: usize = 200;
    let mnist = Mnist::load(&Locator::new()).expect("MNIST");
    let train = mnist.train.first(10_000).expect("there are 60,000");
    let model = LocalLinear::params(10)
        .fit(&DatasetBase::new(train.images(), train.targets()))
        .expect("MNIST is sound");
    let unseen = mnist.test.images().slice_move(s![..IMAGES, ..]);
    let mut group = criterion.benchmark_group("local-learning");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(IMAGES as u64))
        .bench_function("recognise 200x784", |bencher| {
            bencher.iter(|| model.scores(black_box(unseen)).expect("MNIST is sound"));
        });
    group.finish();
}

criterion_group!(benches, recognise);
criterion_main!(benches);
