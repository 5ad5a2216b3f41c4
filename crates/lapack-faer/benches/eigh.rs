//! Benchmarks the two jobs that 28 × 28 images lead to: the eigenvectors of a covariance matrix of
//! order 784, and normal equations of order 785 with ten right-hand sides.
//!
//! `tests/reference/bench_linalg.py` measures the same jobs in NumPy. With the feature `openblas`,
//! the same calls measure the system's library.

extern crate lapack_faer as _;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use ndarray::Array2;
use ndarray_linalg::{Cholesky, Diag, Eigh, SolveTriangular, UPLO};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The covariance matrix of images in which most pixels are zero and the border is always zero.
fn covariance(order: usize) -> Array2<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let images = Array2::from_shape_fn((2 * order, order), |(_, pixel)| {
        let inside = pixel % 28 > 1 && pixel > 56;
        let ink: f64 = rng.random_range(-4.0..1.0);
        if inside { ink.max(0.0) } else { 0.0 }
    });
    images.t().dot(&images) / (2 * order) as f64
}

fn eigh(criterion: &mut Criterion) {
    let a = covariance(784);
    criterion.bench_function("eigh/784", |bencher| {
        bencher.iter(|| black_box(&a).eigh(UPLO::Lower).unwrap());
    });
}

fn cholesky_and_solve(criterion: &mut Criterion) {
    let mut a = covariance(785);
    a.diag_mut().mapv_inplace(|x| x + 1e-3);
    let b = Array2::from_shape_fn((785, 10), |(i, j)| ((i * 10 + j) as f64).sin());
    criterion.bench_function("cholesky+solve/785x10", |bencher| {
        bencher.iter(|| {
            let l = black_box(&a).cholesky(UPLO::Lower).unwrap();
            let y = l.solve_triangular(UPLO::Lower, Diag::NonUnit, &b).unwrap();
            l.t()
                .solve_triangular(UPLO::Upper, Diag::NonUnit, &y)
                .unwrap()
        });
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = eigh, cholesky_and_solve
}
criterion_main!(benches);
