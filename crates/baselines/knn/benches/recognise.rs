//! Recognition of test images of MNIST by all training images, k = 3.
//!
//! `KERNEL_LEVEL=avx2 cargo bench -p knn` measures another level.

use classifier::Classifier;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kernels::Level;
use knn::Knn;
use linfa::prelude::*;
use linfa_nn::distance::L2Dist;
use linfa_nn::{LinearSearch, NearestNeighbour};
use mnist_io::{Locator, Mnist};
use ndarray::s;

fn recognise(criterion: &mut Criterion) {
    let Ok(mnist) = Mnist::load(&Locator::new()) else {
        return;
    };
    let training = DatasetBase::new(mnist.train.images(), mnist.train.targets());
    let model: Knn<u8> = Knn::params(10).fit(&training).expect("MNIST is sound");
    let mut group = criterion.benchmark_group(format!("60000x784/{}", Level::current()));
    for n_images in [1, 1_000, 10_000] {
        let images = mnist.test.images();
        let images = images.slice(s![..n_images, ..]);
        group
            .sample_size(10)
            .throughput(Throughput::Elements(n_images as u64))
            .bench_function(format!("{n_images} images"), |bencher| {
                bencher.iter(|| model.scores(images).expect("MNIST is sound"));
            });
    }
    let images = mnist.train.images().mapv(f32::from);
    let index = LinearSearch::new()
        .from_batch(&images, L2Dist)
        .expect("MNIST has pixels");
    let query = mnist.test.images().row(0).mapv(f32::from);
    group.bench_function("1 image by linfa-nn", |bencher| {
        bencher.iter(|| index.k_nearest(query.view(), 3).expect("as many pixels"));
    });
    group.finish();
}

criterion_group!(benches, recognise);
criterion_main!(benches);
