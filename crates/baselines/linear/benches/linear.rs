//! Fitting 60,000 images and recognising 10,000, pixels being bytes in memory.

use std::hint::black_box;

use classifier::Classifier;
use criterion::{Criterion, criterion_group, criterion_main};
use linear::Linear;
use linfa::prelude::*;
use mnist_io::{Locator, Mnist};

fn linear(criterion: &mut Criterion) {
    let mnist = Mnist::load(&Locator::new()).expect("MNIST");
    let training = DatasetBase::new(mnist.train.images(), mnist.train.targets());
    let params = Linear::params(10);
    let model = params.fit(&training).expect("fits");

    let mut group = criterion.benchmark_group("linear");
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

criterion_group!(benches, linear);
criterion_main!(benches);
