//! The paper's versions of the images, on images made up: 1,000 of 28 × 28 at a time, one
//! thread, with ink where digits have it. Distortions also by the image, as in training; and 2,000
//! strings of five digits.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mnist_io::strings::Recipe;
use mnist_io::transform::{Distorter, Distortion, deslant, distort, pad, resample_16x16};
use mnist_io::{Dataset, Images};
use ndarray::{Array1, Array2};

const N_IMAGES: usize = 1000;

/// A slanted ring in the central 20 × 20 pixels.
fn images() -> Images {
    let pixels = Array2::from_shape_fn((N_IMAGES, 784), |(i, pixel)| {
        let (x, y) = ((pixel % 28) as f64 - 13.5, (pixel / 28) as f64 - 13.5);
        let radius = (x + y * (i % 7) as f64 / 20.0).hypot(y);
        (255.0 - 100.0 * (radius - 6.0 - (i % 3) as f64).abs()).max(0.0) as u8
    });
    Images::new(pixels, 28, 28).expect("the shape is right")
}

fn transform(c: &mut Criterion) {
    let images = images();
    let ranges = Distortion {
        shift: 2.0,
        scale: 0.2,
        squeeze: 0.15,
        shear: 0.2,
        rotation: 0.0,
    };
    let one_thread = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread can be had");

    let mut group = c.benchmark_group("set");
    group.throughput(Throughput::Elements(N_IMAGES as u64));
    let mut bench = |name: &str, transform: &(dyn Fn() -> Images + Sync)| {
        group.bench_function(name, |b| b.iter(|| one_thread.install(transform)));
    };
    bench("pad 32x32", &|| pad(&images, 32, 32).expect("it fits"));
    bench("deslant 20x20", &|| {
        deslant(&images, 20, 20).expect("it fits")
    });
    bench("resample 16x16", &|| {
        resample_16x16(&images).expect("it fits")
    });
    bench("distort 28x28", &|| {
        distort(&images, &ranges, 1, 0).expect("the ranges are good")
    });
    group.finish();

    let mut group = c.benchmark_group("image");
    group.throughput(Throughput::Elements(1));
    for side in [28, 32] {
        let images = pad(&images, side, side).expect("it fits");
        let mut distorter = Distorter::new(&ranges, 1, side, side).expect("the ranges are good");
        let mut distorted = vec![0; side * side];
        let mut index = 0;
        group.bench_function(format!("distort {side}x{side}"), |b| {
            b.iter(|| {
                let image = &images.as_slice()[index * side * side..][..side * side];
                distorter.distort(image, index, 0, &mut distorted);
                index = (index + 1) % N_IMAGES;
            });
        });
        group.bench_function(format!("draw {side}x{side}"), |b| {
            b.iter(|| {
                index = (index + 1) % N_IMAGES;
                distorter.draw(index, 0)
            });
        });
    }
    group.finish();
}

fn strings(c: &mut Criterion) {
    let one_thread = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .expect("a thread can be had");
    let images = images();
    let tenfold: Vec<usize> = (0..10).flat_map(|_| 0..N_IMAGES).collect();
    let digits = Dataset::new(images, Array1::zeros(N_IMAGES))
        .and_then(|digits| digits.select(&tenfold))
        .expect("there is a label for each image");
    let mut group = c.benchmark_group("strings");
    group.throughput(Throughput::Elements(2000));
    group.bench_function("compose 2000", |b| {
        b.iter(|| one_thread.install(|| Recipe::PAPER.test(&digits, 1).expect("it can be drawn")));
    });
    group.finish();
}

criterion_group!(benches, transform, strings);
criterion_main!(benches);
