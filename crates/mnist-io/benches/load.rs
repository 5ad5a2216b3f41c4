//! Loading the four files, beside `std::fs::read` of the same bytes. They have to be there
//! already (or in reach): `cargo bench -p mnist-io --bench load`.
#![allow(missing_docs, reason = "criterion's macros make public functions")]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use mnist_io::acquire::FILES;
use mnist_io::{Dataset, Locator, Mnist, Source};

fn load(c: &mut Criterion) {
    let mnist = match Mnist::load(&Locator::new()) {
        Ok(mnist) => mnist,
        Err(error) => {
            report(&format!("skipped: {error}"));
            return;
        }
    };
    let (Source::Directory(directory) | Source::Cache(directory) | Source::Fetched(directory)) =
        mnist.source
    else {
        return report("skipped: the files are in no directory");
    };
    let paths = FILES.map(|file| directory.join(file.name));
    if !paths.iter().all(|path| path.is_file()) {
        return report("skipped: the files are not raw, so reading them is no comparison");
    }
    let bytes = paths.iter().map(|path| length(path)).sum();

    let mut group = c.benchmark_group("load");
    group
        .throughput(Throughput::Bytes(bytes))
        .sample_size(30)
        .measurement_time(Duration::from_secs(8));
    // What is loaded is dropped outside the measurement, on either side.
    group.bench_function("std::fs::read", |b| {
        b.iter_batched(
            || (),
            |()| {
                paths
                    .each_ref()
                    .map(|path| fs::read(path).expect("it is there"))
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("Dataset::load", |b| {
        b.iter_batched(|| (), |()| pairs(&paths), BatchSize::PerIteration);
    });
    group.bench_function("Mnist::load (with SHA-256)", |b| {
        let locator = Locator::new().dir(Some(directory.clone()));
        b.iter_batched(
            || (),
            |()| Mnist::load(&locator).expect("it has been loaded before"),
            BatchSize::PerIteration,
        );
    });
    group.finish();
}

fn pairs(paths: &[PathBuf; 4]) -> [Dataset; 2] {
    [0, 2].map(|i| Dataset::load(&paths[i], &paths[i + 1]).expect("it has been loaded before"))
}

fn length(path: &Path) -> u64 {
    path.metadata().expect("it is there").len()
}

#[allow(
    clippy::print_stderr,
    reason = "a benchmark says why it measures nothing"
)]
fn report(message: &str) {
    eprintln!("load: {message}");
}

criterion_group!(benches, load);
criterion_main!(benches);
