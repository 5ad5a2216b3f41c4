use ndarray::{Array1, Array2, Axis};
use ndarray_linalg::error::LinalgError;
use ndarray_linalg::{Cholesky, DeterminantC, FactorizeC, InverseC, SolveC, UPLO};
use proptest::prelude::*;

use crate::support::*;

for_each_element! {
    any_positive_definite_matrix
    larger_than_a_block
    second_differences_have_a_known_determinant
    hilbert_matrices
    the_other_triangle_is_not_read
    the_minor_that_is_not_positive_is_named
    semidefinite_is_not_definite
    order_zero_is_an_illegal_leading_dimension
    nothing_finite_comes_of_nan
}

/// Checks A = LLᵀ = UᵀU, AX = B and AA⁻¹ = I.
fn check<T: Element>(a: &Array2<f64>, order: Order, triangle: UPLO) {
    let n = a.nrows();
    let stored: Array2<T> = lay_out(a, order);
    let a = widen(&stored);
    let bound = 16.0 * n as f64 * T::EPSILON;

    let factor = widen(&stored.cholesky(triangle).unwrap());
    let product = match triangle {
        UPLO::Lower => factor.dot(&factor.t()),
        UPLO::Upper => factor.t().dot(&factor),
    };
    let residual = norm((product - &a).view());
    assert!(
        residual <= bound * norm(a.view()),
        "n = {n}: ‖A − LLᵀ‖ = {residual:e}"
    );
    let outside = factor
        .indexed_iter()
        .filter(|&((i, j), _)| !holds(triangle, i, j));
    assert!(outside.into_iter().all(|(_, x)| *x == 0.0));

    let factored = stored.factorizec(triangle).unwrap();
    let b = Array1::from_shape_fn(n, |i| T::of((i as f64).sin()));
    let x = factored.solvec(&b).unwrap();
    assert_eq!(stored.solvec_into(b.clone()).unwrap().len(), n);
    let residual = a.dot(&x.mapv(T::wide)) - b.mapv(T::wide);
    let scale = norm(a.view()) * norm(x.mapv(T::wide).insert_axis(Axis(1)).view());
    assert!(
        residual.dot(&residual).sqrt() <= bound * scale,
        "n = {n}: ‖Ax − b‖"
    );

    let inverse = widen(&factored.invc().unwrap());
    let residual = norm((a.dot(&inverse) - Array2::<f64>::eye(n)).view());
    assert!(
        residual <= bound * norm(a.view()) * norm(inverse.view()),
        "n = {n}: ‖AA⁻¹ − I‖ = {residual:e}"
    );
    assert_eq!(inverse, inverse.t());
}

fn check_all<T: Element>(a: &Array2<f64>) {
    for order in ORDERS {
        for triangle in TRIANGLES {
            check::<T>(a, order, triangle);
        }
    }
}

fn any_positive_definite_matrix<T: Element>() {
    proptest!(|((seed, n) in sizes())| check_all::<T>(&positive_definite(seed, n)));
}

fn larger_than_a_block<T: Element>() {
    for n in [64, 65, 127, 128, 129, 300] {
        check_all::<T>(&positive_definite(n as u64, n));
    }
}

fn second_differences_have_a_known_determinant<T: Element>() {
    for n in [1, 2, 3, 10, 100, 250] {
        let a = second_differences(n);
        check_all::<T>(&a);
        for order in ORDERS {
            let a: Array2<T> = lay_out(&a, order);
            let expected = (n as f64 + 1.0).ln();
            let bound = 16.0 * n as f64 * T::EPSILON;
            assert!((a.ln_detc().unwrap().wide() - expected).abs() <= bound);
        }
    }
}

/// The largest order that the element type can still distinguish from a singular matrix.
fn hilbert_matrices<T: Element>() {
    let largest = if T::EPSILON < 1e-10 { 10 } else { 4 };
    for n in 1..=largest {
        check_all::<T>(&hilbert(n));
    }
}

fn the_other_triangle_is_not_read<T: Element>() {
    for n in [2, 17, 70, 150] {
        for order in ORDERS {
            for triangle in TRIANGLES {
                let mut a = lay_out::<T>(&positive_definite(3, n), order);
                let expected = a.cholesky(triangle).unwrap();
                let mut factored = a.factorizec(triangle).unwrap();
                let b = Array1::from_elem(n, T::one());
                let x = factored.solvec(&b).unwrap();
                let inverse = factored.invc().unwrap();

                fill_outside(&mut a, triangle, T::NAN);
                assert_eq!(a.cholesky(triangle).unwrap(), expected);
                fill_outside(&mut factored.factor, triangle, T::NAN);
                assert_eq!(factored.solvec(&b).unwrap(), x);
                assert_eq!(factored.invc().unwrap(), inverse);
            }
        }
    }
}

/// A = LDLᵀ with one negative pivot at k. So the leading minors are positive up to order k.
fn the_minor_that_is_not_positive_is_named<T: Element>() {
    for (n, k) in [
        (1, 0),
        (5, 0),
        (5, 2),
        (5, 4),
        (70, 33),
        (150, 64),
        (150, 149),
        (200, 130),
    ] {
        let mut l = random(9, n, n) * 0.1;
        fill_outside(&mut l, UPLO::Lower, 0.0);
        l.diag_mut().fill(1.0);
        let mut d = Array1::ones(n);
        d[k] = -1.0;
        let a = (&l * &d).dot(&l.t());
        for order in ORDERS {
            for triangle in TRIANGLES {
                let error = lay_out::<T>(&a, order).cholesky(triangle).unwrap_err();
                assert_eq!(
                    error.to_string(),
                    format!(
                        "Computational failure in LAPACK subroutine: return_code = {}",
                        k + 1
                    )
                );
            }
        }
    }
}

fn semidefinite_is_not_definite<T: Element>() {
    let zeros = Array2::<T>::zeros((3, 3));
    assert!(zeros.cholesky(UPLO::Lower).is_err());
    let ones = Array2::<T>::ones((3, 3));
    assert!(ones.cholesky(UPLO::Upper).is_err());
}

/// ndarray-linalg passes lda = n = 0, which LAPACK rejects.
fn order_zero_is_an_illegal_leading_dimension<T: Element>() {
    let empty = Array2::<T>::zeros((0, 0));
    let Err(LinalgError::Lapack(error)) = empty.cholesky(UPLO::Upper) else {
        panic!("an empty matrix went through");
    };
    assert_eq!(
        error.to_string(),
        "Invalid value for LAPACK subroutine 4-th argument"
    );
}

fn nothing_finite_comes_of_nan<T: Element>() {
    for n in [1, 3, 50, 150] {
        for poison in [T::NAN, T::INFINITY] {
            for at in [(0, 0), (n - 1, 0), (n / 2, n / 2), (n - 1, n - 1)] {
                let mut a = lay_out::<T>(&positive_definite(5, n), Order::ColumnMajor);
                a[at] = poison;
                if let Ok(factor) = a.cholesky(UPLO::Lower) {
                    assert!(!factor.iter().all(|x| x.wide().is_finite()), "{n} {at:?}");
                }
            }
        }
    }
}
