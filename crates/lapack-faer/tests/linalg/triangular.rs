use ndarray::{Array1, Array2, Axis};
use ndarray_linalg::{Diag, SolveTriangular};
use proptest::prelude::*;

use crate::support::*;

for_each_element! {
    any_triangular_matrix
    a_zero_on_the_diagonal_is_named
    nan_stays_nan
}

/// Checks TX = B for a matrix and a vector of right-hand sides, with NaN where T is not stored.
fn any_triangular_matrix<T: Element>() {
    proptest!(|((seed, n) in sizes(), columns in 1..12_usize)| {
        for order in ORDERS {
            for triangle in TRIANGLES {
                for diagonal in [Diag::NonUnit, Diag::Unit] {
                    let mut stored = lay_out::<T>(&(random(seed, n, n) / n as f64), order);
                    stored.diag_mut().mapv_inplace(|x| x + T::one());
                    fill_outside(&mut stored, triangle, T::zero());
                    let mut t = widen(&stored);
                    fill_outside(&mut stored, triangle, T::NAN);
                    if matches!(diagonal, Diag::Unit) {
                        t.diag_mut().fill(1.0);
                        stored.diag_mut().fill(T::NAN);
                    }
                    let b: Array2<T> = lay_out(&random(!seed, n, columns), order);

                    let x = stored.solve_triangular(triangle, diagonal, &b).unwrap();
                    let x_norm = norm(widen(&x).view());
                    let residual = norm((t.dot(&widen(&x)) - widen(&b)).view());
                    let bound = 8.0 * n as f64 * T::EPSILON * norm(t.view());
                    prop_assert!(residual <= bound * x_norm, "{residual:e}");

                    let first: Array1<T> = b.index_axis(Axis(1), 0).to_owned();
                    let x = stored.solve_triangular(triangle, diagonal, &first).unwrap();
                    let residual = t.dot(&x.mapv(T::wide)) - first.mapv(T::wide);
                    prop_assert!(residual.dot(&residual).sqrt() <= bound * x_norm);
                }
            }
        }
    });
}

fn a_zero_on_the_diagonal_is_named<T: Element>() {
    for (n, k) in [(1, 0), (6, 0), (6, 3), (80, 79)] {
        let mut a = Array2::<T>::eye(n);
        a[[k, k]] = T::zero();
        let b = Array1::<T>::ones(n);
        for triangle in TRIANGLES {
            let error = a.solve_triangular(triangle, Diag::NonUnit, &b).unwrap_err();
            assert_eq!(
                error.to_string(),
                format!(
                    "Computational failure in LAPACK subroutine: return_code = {}",
                    k + 1
                )
            );
            assert_eq!(a.solve_triangular(triangle, Diag::Unit, &b).unwrap(), b);
        }
    }
}

fn nan_stays_nan<T: Element>() {
    let mut a = Array2::<T>::eye(20);
    a[[10, 3]] = T::NAN;
    let b = Array1::<T>::ones(20);
    let x = a
        .solve_triangular(ndarray_linalg::UPLO::Lower, Diag::NonUnit, &b)
        .unwrap();
    assert!(x[10].wide().is_nan());
    assert_eq!(x[9].wide(), 1.0);
}
