use std::f64::consts::PI;

use ndarray::{Array1, Array2, array};
use ndarray_linalg::{EigValsh, Eigh, SymmetricSqrt, UPLO};
use proptest::prelude::*;

use crate::support::*;

for_each_element! {
    any_symmetric_matrix
    both_sides_of_where_parts_and_threads_begin
    second_differences_have_known_eigenvalues
    a_diagonal_matrix_is_sorted
    clustered_eigenvalues
    wilkinson_s_matrices_glued_together
    graded_tridiagonal_matrices
    halves_that_hardly_meet
    a_covariance_without_full_rank
    hilbert_matrices
    order_one
    order_two
    huge_and_tiny_matrices
    the_other_triangle_is_not_read
    #[cfg(not(feature = "openblas"))]
    what_is_not_finite_is_refused
    threads_get_the_same_bits
    square_root
}

/// Checks AV = VΛ, VᵀV = I and λ₁ ≤ λ₂ ≤ …; returns the eigenvalues.
fn check<T: Element>(a: &Array2<f64>, order: Order, triangle: UPLO) -> Array1<f64> {
    let n = a.nrows();
    let stored: Array2<T> = lay_out(a, order);
    let (values, vectors) = stored.eigh(triangle).unwrap();
    let (a, v, values) = (widen(&stored), widen(&vectors), values.mapv(T::wide));

    let bound = 8.0 * (n as f64).max(4.0) * T::EPSILON;
    let residual = norm((a.dot(&v) - &v * &values).view());
    assert!(
        residual <= bound * norm(a.view()),
        "n = {n}: ‖AV − VΛ‖ = {residual:e}"
    );
    let orthogonality = norm((v.t().dot(&v) - Array2::<f64>::eye(n)).view());
    assert!(
        orthogonality <= bound,
        "n = {n}: ‖VᵀV − I‖ = {orthogonality:e}"
    );
    assert!(
        values.windows(2).into_iter().all(|pair| pair[0] <= pair[1]),
        "{values}"
    );
    values
}

fn check_all<T: Element>(a: &Array2<f64>) {
    for order in ORDERS {
        for triangle in TRIANGLES {
            check::<T>(a, order, triangle);
        }
    }
}

fn any_symmetric_matrix<T: Element>() {
    proptest!(|((seed, n) in sizes())| check_all::<T>(&symmetric(seed, n)));
}

fn both_sides_of_where_parts_and_threads_begin<T: Element>() {
    for n in [63, 64, 65, 127, 128, 129, 255, 256, 257, 300] {
        check_all::<T>(&symmetric(n as u64, n));
    }
    check::<T>(&symmetric(1, 613), Order::RowMajor, UPLO::Lower);
}

fn second_differences_have_known_eigenvalues<T: Element>() {
    for n in [1, 2, 3, 10, 64, 127, 128, 129, 300] {
        let values = check::<T>(&second_differences(n), Order::RowMajor, UPLO::Lower);
        for (k, value) in (1..=n).zip(values) {
            let expected = 2.0 - 2.0 * (k as f64 * PI / (n + 1) as f64).cos();
            assert!(
                (value - expected).abs() <= 4.0 * n as f64 * T::EPSILON,
                "n = {n}, k = {k}: {value} for {expected}"
            );
        }
    }
}

fn a_diagonal_matrix_is_sorted<T: Element>() {
    let n = 150;
    let a = Array2::from_diag(&Array1::from_shape_fn(n, |i| {
        (i as f64 * 37.0) % 150.0 - 75.0
    }));
    let values = check::<T>(&a, Order::ColumnMajor, UPLO::Upper);
    for (i, value) in values.indexed_iter() {
        assert!(
            (value - (i as f64 - 75.0)).abs() <= 75.0 * 8.0 * T::EPSILON,
            "{value}"
        );
    }
}

/// Eigenvalues that are all equal, and Wilkinson's W₂₀₁⁺, whose large eigenvalues agree in pairs to
/// the last bit.
fn clustered_eigenvalues<T: Element>() {
    for n in [5, 127, 200] {
        check_all::<T>(&Array2::eye(n));
        check_all::<T>(&Array2::ones((n, n)));
        check_all::<T>(&Array2::zeros((n, n)));
    }
    check_all::<T>(&Array2::from_shape_fn((201, 201), |(i, j)| {
        match i.abs_diff(j) {
            0 => (i as f64 - 100.0).abs(),
            1 => 1.0,
            _ => 0.0,
        }
    }));
}

/// Twelve W₂₁⁺ joined by very small elements. They give clusters of 24 eigenvalues that agree to
/// `glue`, the hardest case for divide and conquer.
fn wilkinson_s_matrices_glued_together<T: Element>() {
    for glue in [0.1, 1e-3, 1e-7, 1e-11, 1e-15] {
        check_all::<T>(&Array2::from_shape_fn((252, 252), |(i, j)| {
            match i.abs_diff(j) {
                0 => ((i % 21) as f64 - 10.0).abs(),
                1 if i.max(j) % 21 == 0 => glue,
                1 => 1.0,
                _ => 0.0,
            }
        }));
    }
}

/// Elements of very different sizes, both unordered and ordered. Some couplings between the parts
/// are negligible, and some are only just not negligible.
fn graded_tridiagonal_matrices<T: Element>() {
    for (seed, sorted) in [(1, false), (2, false), (3, true)] {
        let n = 200;
        let mut sizes: Vec<f64> = random(seed, 1, 2 * n).iter().copied().collect();
        if sorted {
            sizes.sort_by(f64::total_cmp);
        }
        let of = |k: usize| {
            10.0_f64.powf(-9.0 * (sizes[k] + 1.0)) * if k.is_multiple_of(3) { -1.0 } else { 1.0 }
        };
        check_all::<T>(&Array2::from_shape_fn((n, n), |(i, j)| {
            match i.abs_diff(j) {
                0 => of(2 * i),
                1 => of(2 * i.min(j) + 1),
                _ => 0.0,
            }
        }));
    }
}

/// Two halves whose coupling is around the negligible size. A root may be as near to the last pole
/// as numbers can be.
fn halves_that_hardly_meet<T: Element>() {
    for power in 0..24 {
        let coupling = 16.0 * T::EPSILON * 2f64.powi(power - 8);
        check::<T>(
            &Array2::from_shape_fn((300, 300), |(i, j)| match i.abs_diff(j) {
                0 => 2.0 + (i % 150) as f64 / 1000.0,
                1 if i.max(j) == 150 => coupling,
                1 => -1.0,
                _ => 0.0,
            }),
            Order::RowMajor,
            UPLO::Lower,
        );
    }
}

/// 40 observations of 160 variables. Every third variable is constant, like the pixels at the
/// border of an image.
fn a_covariance_without_full_rank<T: Element>() {
    let mut x = random(1, 40, 160);
    for j in (0..160).step_by(3) {
        x.column_mut(j).fill(0.0);
    }
    let a = x.t().dot(&x);
    let values = check::<T>(&a, Order::RowMajor, UPLO::Lower);
    let zero = 160.0 * T::EPSILON * values[159];
    assert!(
        values.iter().take(120).all(|value| value.abs() <= zero),
        "{values}"
    );
    assert!(
        values.iter().skip(120).all(|value| *value > zero),
        "{values}"
    );
    check_all::<T>(&a);
}

/// Condition numbers are far beyond 1/ε, but the trace must still be right.
fn hilbert_matrices<T: Element>() {
    for n in [3, 12, 40] {
        let values = check::<T>(&hilbert(n), Order::ColumnMajor, UPLO::Upper);
        let trace: f64 = (0..n).map(|i| 1.0 / (2 * i + 1) as f64).sum();
        assert!((values.sum() - trace).abs() <= 8.0 * n as f64 * T::EPSILON);
        check_all::<T>(&hilbert(n));
    }
}

fn order_one<T: Element>() {
    for value in [-3.0, 0.0, 2.5] {
        let (values, vectors) = array![[T::of(value)]].eigh(UPLO::Upper).unwrap();
        assert_eq!(values[0].wide(), value);
        assert_eq!(vectors[[0, 0]].wide().abs(), 1.0);
    }
}

fn order_two<T: Element>() {
    let (values, vectors) = lay_out::<T>(&array![[2.0, 1.0], [1.0, 2.0]], Order::RowMajor)
        .eigh(UPLO::Lower)
        .unwrap();
    let half = 0.5_f64.sqrt();
    assert!((values[0].wide() - 1.0).abs() <= 4.0 * T::EPSILON);
    assert!((values[1].wide() - 3.0).abs() <= 4.0 * T::EPSILON);
    assert!(
        vectors
            .iter()
            .all(|x| (x.wide().abs() - half).abs() <= 4.0 * T::EPSILON)
    );

    let entries = [-1e3, -1.0, -1e-3, -1e-9, 0.0, 1e-9, 1e-3, 1.0, 1e3];
    for a in entries {
        for b in entries {
            for d in entries {
                check_all::<T>(&array![[a, b], [b, d]]);
            }
        }
    }
}

/// Scaling by a power of two must scale the eigenvalues and leave the vectors orthonormal.
fn huge_and_tiny_matrices<T: Element>() {
    for n in [2, 9, 140, 300] {
        let a = symmetric(7, n);
        let plain = check::<T>(&a, Order::ColumnMajor, UPLO::Lower);
        let tiny = T::one() / T::HUGE;
        for scale in [
            T::HUGE,
            tiny,
            T::of(2_f64.powi(20)),
            T::of(0.5_f64.powi(20)),
        ] {
            let scaled = lay_out::<T>(&a, Order::ColumnMajor) * scale;
            let (values, vectors) = scaled.eigh(UPLO::Lower).unwrap();
            let v = widen(&vectors);
            let bound = 8.0 * n as f64 * T::EPSILON;
            assert!(norm((v.t().dot(&v) - Array2::<f64>::eye(n)).view()) <= bound);
            for (value, plain) in values.iter().zip(&plain) {
                let value = value.wide() / scale.wide();
                assert!(
                    (value - plain).abs() <= bound * plain.abs().max(1.0),
                    "{value} {plain}"
                );
            }
        }
    }
}

/// The matrix is in column-major order. For a row-major array, ndarray-linalg swaps the axes and
/// therefore the triangles.
fn the_other_triangle_is_not_read<T: Element>() {
    for n in [2, 17, 150] {
        for triangle in TRIANGLES {
            let mut a = lay_out::<T>(&symmetric(3, n), Order::ColumnMajor);
            let expected = a.eigh(triangle).unwrap();
            fill_outside(&mut a, triangle, T::NAN);
            assert_eq!(a.eigh(triangle).unwrap(), expected);
        }
    }
}

/// LAPACK itself returns finite eigenvalues for some matrices with a NaN.
#[cfg(not(feature = "openblas"))]
fn what_is_not_finite_is_refused<T: Element>() {
    for n in [1, 2, 3, 50, 150] {
        for poison in [T::NAN, T::INFINITY] {
            for at in [(0, 0), (n - 1, 0), (n / 2, n / 2), (n - 1, n - 1)] {
                let mut a = lay_out::<T>(&symmetric(5, n), Order::ColumnMajor);
                a[at] = poison;
                assert_eq!(
                    a.eigh(UPLO::Lower).unwrap_err().to_string(),
                    format!("Computational failure in LAPACK subroutine: return_code = {n}")
                );
            }
        }
    }
}

fn threads_get_the_same_bits<T: Element>() {
    // Large enough for faer to divide its products among threads.
    let a: Array2<T> = lay_out(&symmetric(11, 400), Order::RowMajor);
    let bits = || {
        let (values, vectors) = a.eigh(UPLO::Upper).unwrap();
        values
            .iter()
            .chain(&vectors)
            .map(|x| x.bits())
            .collect::<Vec<_>>()
    };
    let alone = bits();
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(bits)).collect();
        for thread in threads {
            assert!(thread.join().unwrap() == alone);
        }
    });
    for threads in [1, 2, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
        assert!(pool.build().unwrap().install(bits) == alone);
    }
}

fn square_root<T: Element>() {
    let a = positive_definite(2, 30);
    let stored: Array2<T> = lay_out(&a, Order::RowMajor);
    let root = widen(&stored.ssqrt(UPLO::Upper).unwrap());
    assert!(norm((root.dot(&root) - &a).view()) <= 30.0 * 8.0 * T::EPSILON * norm(a.view()));
    let values = stored.eigvalsh(UPLO::Lower).unwrap();
    assert!(values.iter().all(|value| value.wide() > 0.9));
}
