//! Training all ten classes on 60,000 images and recognising 10,000, pixels being bytes in
//! memory.

use std::hint::black_box;

use classifier::Classifier;
use criterion::{Criterion, criterion_group, criterion_main};
use linfa::prelude::*;
use mnist_io::{Locator, Mnist, transform};
use svm::{Kernel, Svm};

fn svm(criterion: &mut Criterion) {
    let raw = Mnist::load(&Locator::new()).expect("MNIST");
    let deslant = |images: &mnist_io::Dataset| {
        images
            .map_images(|images| transform::deslant(images, 20, 20))
            .expect("deslants")
    };
    let mut group = criterion.benchmark_group("svm");
    group.sample_size(10);
    for (name, train, test, degree) in [
        ("784", raw.train.clone(), raw.test.clone(), 9),
        ("400 deslanted", deslant(&raw.train), deslant(&raw.test), 7),
    ] {
        let training = DatasetBase::new(train.images(), train.targets());
        let params = Svm::params(10).kernel(Kernel::polynomial(degree));
        let model = params.fit(&training).expect("fits");
        group.bench_function(format!("fit 60000x{name}"), |bencher| {
            bencher.iter(|| params.fit(black_box(&training)).expect("fits"));
        });
        group.bench_function(format!("recognise 10000x{name}"), |bencher| {
            bencher.iter(|| model.scores(black_box(test.images())).expect("scores"));
        });
    }
    group.finish();
}

criterion_group!(benches, svm);
criterion_main!(benches);
