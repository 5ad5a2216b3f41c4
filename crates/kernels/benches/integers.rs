//! Benchmarks the kernels of every level on images like digits: a dark background and a random
//! bright box.

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use kernels::{FloatRows, Level, PackedRows, dot_products, gram, nearest, nearest_floats};

const SIDE: usize = 28;
const PIXELS: usize = SIDE * SIDE;
const ROWS: usize = 10_000;
const QUERIES: usize = 1_000;

/// A linear congruential generator. Every run gets the same images.
fn images(n_images: usize, mut state: u64) -> Vec<u8> {
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    let mut images = vec![0; n_images * PIXELS];
    for image in images.chunks_mut(PIXELS) {
        let (top, left) = (4 + draw(6), 4 + draw(10));
        let (height, width) = (8 + draw(10), 4 + draw(8));
        for row in image.chunks_mut(SIDE).skip(top).take(height) {
            for pixel in row.iter_mut().skip(left).take(width) {
                *pixel = draw(256) as u8;
            }
        }
    }
    images
}

fn kernels(criterion: &mut Criterion) {
    let (rows, queries) = (images(ROWS, 1), images(QUERIES, 2));
    let packed = PackedRows::new(&rows, PIXELS).expect("whole rows");
    let products = (ROWS * QUERIES * PIXELS) as u64;
    let floats = |pixels: &[u8]| pixels.iter().map(|&x| x.into()).collect::<Vec<f32>>();
    let float_queries = floats(&queries);
    let float_rows = FloatRows::new(&floats(&rows), PIXELS).expect("whole rows");

    let mut group = criterion.benchmark_group("integers");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(rows.len() as u64));
    group.bench_function("pack", |bencher| {
        bencher.iter(|| PackedRows::new(&rows, PIXELS));
    });
    for level in Level::available() {
        group.throughput(Throughput::Elements(products));
        group.bench_function(format!("nearest/{level}"), |bencher| {
            bencher.iter(|| nearest(level, &queries, &packed, 3));
        });
        group.bench_function(format!("nearest_floats/{level}"), |bencher| {
            bencher.iter(|| nearest_floats(level, &float_queries, &float_rows, 3));
        });
        group.bench_function(format!("dot_products/{level}"), |bencher| {
            bencher.iter_batched_ref(
                || vec![0; ROWS * QUERIES],
                |out| dot_products(level, &queries, &packed, out),
                BatchSize::LargeInput,
            );
        });
        group.throughput(Throughput::Elements((ROWS * PIXELS * PIXELS / 2) as u64));
        group.bench_function(format!("gram/{level}"), |bencher| {
            bencher.iter(|| gram(level, &rows, PIXELS));
        });
    }
    group.finish();
}

criterion_group!(benches, kernels);
criterion_main!(benches);
