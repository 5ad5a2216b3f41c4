//! Strings of five digits, of the recipe `paper`: from the picture to the images of all
//! candidates. The validation images of MNIST have to be there.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use mnist_io::strings::Recipe;
use mnist_io::{Locator, Mnist};
use string_reader::{SIDE, Segmenter, Work};

fn segment(criterion: &mut Criterion) {
    let Ok(mnist) = Mnist::load(&Locator::new()) else {
        return;
    };
    let set = Recipe::PAPER
        .draw(&mnist.train, 50_000..60_000, 1, 0)
        .expect("MNIST can be drawn from");
    let segmenter = Segmenter::default();
    let mut next = (0..set.len()).cycle();
    let mut picture = || set.picture(next.next().expect("it has no end"));
    let mut group = criterion.benchmark_group("five digits");
    group.throughput(Throughput::Elements(1));
    group.bench_function("segment", |bencher| {
        bencher.iter(|| segmenter.segment(picture()));
    });
    let mut work = Work::default();
    group.bench_function("segment in the same room", |bencher| {
        bencher.iter(|| segmenter.segment_with(picture(), &mut work));
    });
    group.bench_function("segment and draw", |bencher| {
        bencher.iter(|| {
            let segmentation = segmenter.segment_with(picture(), &mut work);
            segmentation.expect("it is small").images()
        });
    });
    let mut image = [0; SIDE * SIDE];
    group.bench_function("segment and draw one by one", |bencher| {
        bencher.iter(|| {
            let segmentation = segmenter.segment_with(picture(), &mut work);
            let segmentation = segmentation.expect("it is small");
            for candidate in 0..segmentation.candidates().len() {
                segmentation.draw(candidate, &mut image);
            }
            image[0]
        });
    });
    group.finish();
}

criterion_group!(benches, segment);
criterion_main!(benches);
