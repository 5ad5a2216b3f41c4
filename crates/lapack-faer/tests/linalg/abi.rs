//! Tests LAPACK's interface as lapack-sys declares it, with arguments that ndarray-linalg never
//! passes.

use std::ffi::{c_char, c_int};
use std::ptr::{null, null_mut};

use ndarray::Array2;
use ndarray_linalg::UPLO;

use crate::support::*;

for_each_element! {
    eigen_of_a_part_of_an_array
    eigenvalues_alone
    eigen_workspace
    eigen_arguments
    cholesky_of_a_part_of_an_array
    cholesky_solves_many_columns
    cholesky_inverse_of_a_singular_factor
    cholesky_arguments
    triangular_operands
    triangular_arguments
    letters_in_lower_case
    #[cfg(not(feature = "openblas"))]
    triangular_letters_in_lower_case
    nothing_to_do
}

/// The routines for one element type, as safe functions over slices.
trait Routines: Element {
    #[expect(clippy::too_many_arguments, reason = "as LAPACK has them")]
    fn syev(
        jobz: char,
        uplo: char,
        n: c_int,
        a: &mut [Self],
        lda: c_int,
        w: &mut [Self],
        work: &mut [Self],
        lwork: c_int,
    ) -> c_int;
    fn potrf(uplo: char, n: c_int, a: &mut [Self], lda: c_int) -> c_int;
    fn potrs(
        uplo: char,
        n: c_int,
        nrhs: c_int,
        a: &[Self],
        lda: c_int,
        b: &mut [Self],
        ldb: c_int,
    ) -> c_int;
    fn potri(uplo: char, n: c_int, a: &mut [Self], lda: c_int) -> c_int;
    #[expect(clippy::too_many_arguments, reason = "as LAPACK has them")]
    fn trtrs(
        uplo: char,
        trans: char,
        diag: char,
        n: c_int,
        nrhs: c_int,
        a: &[Self],
        lda: c_int,
        b: &mut [Self],
        ldb: c_int,
    ) -> c_int;
    /// A workspace query. All arrays are null except the one for the answer.
    fn syev_query(n: c_int) -> (c_int, Self);
}

macro_rules! routines {
    ($real:ident $syev:ident $potrf:ident $potrs:ident $potri:ident $trtrs:ident) => {
        impl Routines for $real {
            fn syev(
                jobz: char,
                uplo: char,
                n: c_int,
                a: &mut [$real],
                lda: c_int,
                w: &mut [$real],
                work: &mut [$real],
                lwork: c_int,
            ) -> c_int {
                assert!(has_room(a.len(), n, n, lda) && has_room(w.len(), n, 1, n));
                assert!(work.len() as c_int >= lwork);
                let mut info = c_int::MIN;
                // SAFETY: the arrays have been seen to have room for what the scalars announce.
                unsafe {
                    lapack_sys::$syev(
                        &(jobz as c_char),
                        &(uplo as c_char),
                        &n,
                        a.as_mut_ptr(),
                        &lda,
                        w.as_mut_ptr(),
                        work.as_mut_ptr(),
                        &lwork,
                        &mut info,
                    );
                }
                info
            }

            fn syev_query(n: c_int) -> (c_int, $real) {
                let (mut info, mut answer) = (c_int::MIN, $real::NAN);
                // SAFETY: a query refers to no array but the answer's.
                unsafe {
                    lapack_sys::$syev(
                        &(b'V' as c_char),
                        &(b'U' as c_char),
                        &n,
                        null_mut(),
                        &n.max(1),
                        null_mut(),
                        &mut answer,
                        &-1,
                        &mut info,
                    );
                }
                (info, answer)
            }

            fn potrf(uplo: char, n: c_int, a: &mut [$real], lda: c_int) -> c_int {
                assert!(has_room(a.len(), n, n, lda));
                let mut info = c_int::MIN;
                // SAFETY: the array has been seen to have room for what the scalars announce.
                unsafe {
                    lapack_sys::$potrf(&(uplo as c_char), &n, a.as_mut_ptr(), &lda, &mut info);
                }
                info
            }

            fn potrs(
                uplo: char,
                n: c_int,
                nrhs: c_int,
                a: &[$real],
                lda: c_int,
                b: &mut [$real],
                ldb: c_int,
            ) -> c_int {
                assert!(has_room(a.len(), n, n, lda) && has_room(b.len(), n, nrhs, ldb));
                let mut info = c_int::MIN;
                // SAFETY: the arrays have been seen to have room for what the scalars announce.
                unsafe {
                    lapack_sys::$potrs(
                        &(uplo as c_char),
                        &n,
                        &nrhs,
                        a.as_ptr(),
                        &lda,
                        b.as_mut_ptr(),
                        &ldb,
                        &mut info,
                    );
                }
                info
            }

            fn potri(uplo: char, n: c_int, a: &mut [$real], lda: c_int) -> c_int {
                assert!(has_room(a.len(), n, n, lda));
                let mut info = c_int::MIN;
                // SAFETY: the array has been seen to have room for what the scalars announce.
                unsafe {
                    lapack_sys::$potri(&(uplo as c_char), &n, a.as_mut_ptr(), &lda, &mut info);
                }
                info
            }

            fn trtrs(
                uplo: char,
                trans: char,
                diag: char,
                n: c_int,
                nrhs: c_int,
                a: &[$real],
                lda: c_int,
                b: &mut [$real],
                ldb: c_int,
            ) -> c_int {
                assert!(has_room(a.len(), n, n, lda) && has_room(b.len(), n, nrhs, ldb));
                let mut info = c_int::MIN;
                // SAFETY: the arrays have been seen to have room for what the scalars announce.
                unsafe {
                    lapack_sys::$trtrs(
                        &(uplo as c_char),
                        &(trans as c_char),
                        &(diag as c_char),
                        &n,
                        &nrhs,
                        a.as_ptr(),
                        &lda,
                        b.as_mut_ptr(),
                        &ldb,
                        &mut info,
                    );
                }
                info
            }
        }
    };
}

routines!(f32 ssyev_ spotrf_ spotrs_ spotri_ strtrs_);
routines!(f64 dsyev_ dpotrf_ dpotrs_ dpotri_ dtrtrs_);

/// Returns true if `len` elements have room for a matrix of that shape. A shape that LAPACK must
/// reject needs no room.
fn has_room(len: usize, rows: c_int, columns: c_int, lda: c_int) -> bool {
    let legal = rows >= 0 && columns >= 0 && lda >= rows.max(1);
    !legal || rows == 0 || columns == 0 || len as c_int >= (columns - 1) * lda + rows
}

const LETTERS: [(char, UPLO); 2] = [('U', UPLO::Upper), ('L', UPLO::Lower)];

/// A value that no result has. It shows later whether something was written there.
const UNTOUCHED: f64 = -77.0;

/// A square matrix whose columns are `lda` elements apart. There is [`UNTOUCHED`] below each
/// column, and NaN in the triangle that is not named.
fn part_of_an_array<T: Element>(a: &Array2<f64>, triangle: UPLO, lda: usize) -> Vec<T> {
    let n = a.nrows();
    let mut array = vec![T::of(UNTOUCHED); (n - 1) * lda + n];
    for ((i, j), value) in a.indexed_iter() {
        array[i + j * lda] = if holds(triangle, i, j) {
            T::of(*value)
        } else {
            T::NAN
        };
    }
    array
}

/// Reads the `rows × columns` matrix whose columns are `lda` elements apart.
fn read<T: Element>(array: &[T], rows: usize, columns: usize, lda: usize) -> Array2<f64> {
    Array2::from_shape_fn((rows, columns), |(i, j)| array[i + j * lda].wide())
}

fn gaps_are_untouched<T: Element>(array: &[T], rows: usize, lda: usize) -> bool {
    let mut gaps = array.iter().enumerate().filter(|(at, _)| at % lda >= rows);
    gaps.all(|(_, x)| x.wide() == UNTOUCHED)
}

fn other_triangle_is_untouched<T: Element>(
    array: &[T],
    n: usize,
    triangle: UPLO,
    lda: usize,
) -> bool {
    let mut elements = array
        .iter()
        .enumerate()
        .map(|(at, x)| (at % lda, at / lda, x));
    elements.all(|(i, j, x)| i >= n || holds(triangle, i, j) || x.wide().is_nan())
}

fn zeros<T: Element>(len: usize) -> Vec<T> {
    vec![T::zero(); len]
}

fn eigen_of_a_part_of_an_array<T: Routines>() {
    for n in [1, 2, 7, 40, 140] {
        let (lda, a) = (n + 3, symmetric(21, n));
        for (letter, triangle) in LETTERS {
            let mut array: Vec<T> = part_of_an_array(&a, triangle, lda);
            let (mut w, mut work) = (zeros::<T>(n), zeros::<T>(3 * n));
            let info = T::syev(
                'V',
                letter,
                n as c_int,
                &mut array,
                lda as c_int,
                &mut w,
                &mut work,
                3 * n as c_int - 1,
            );
            assert_eq!(info, 0);
            assert!(gaps_are_untouched(&array, n, lda));
            let v = read(&array, n, n, lda);
            let lambda = w.iter().map(|x| x.wide()).collect::<ndarray::Array1<f64>>();
            let residual = norm((a.dot(&v) - &v * &lambda).view());
            assert!(residual <= 16.0 * n.max(4) as f64 * T::EPSILON * norm(a.view()));
        }
    }
}

fn eigenvalues_alone<T: Routines>() {
    for n in [1, 2, 3, 40, 140] {
        let a = symmetric(22, n);
        for (letter, triangle) in LETTERS {
            let results = ['N', 'V'].map(|job| {
                let mut array: Vec<T> = part_of_an_array(&a, triangle, n);
                let (mut w, mut work) = (zeros::<T>(n), zeros::<T>(3 * n));
                let order = n as c_int;
                let info = T::syev(
                    job,
                    letter,
                    order,
                    &mut array,
                    order,
                    &mut w,
                    &mut work,
                    3 * order - 1,
                );
                assert_eq!(info, 0);
                w
            });
            let bound = 8.0 * n.max(4) as f64 * T::EPSILON * norm(a.view());
            assert!(results[0].windows(2).all(|pair| pair[0] <= pair[1]));
            for (alone, beside_vectors) in results[0].iter().zip(&results[1]) {
                assert!((alone.wide() - beside_vectors.wide()).abs() <= bound);
            }
        }
    }
}

fn eigen_workspace<T: Routines>() {
    for n in [0, 1, 2, 100, 784] {
        let (info, answer) = T::syev_query(n);
        assert_eq!(info, 0);
        assert!(answer.wide() >= f64::from(3 * n - 1).max(1.0));
        assert_eq!(answer.wide().fract(), 0.0);
    }
}

fn eigen_arguments<T: Routines>() {
    let call = |jobz, uplo, n, lda, lwork| {
        T::syev(
            jobz,
            uplo,
            n,
            &mut zeros(9),
            lda,
            &mut zeros(3),
            &mut zeros(8),
            lwork,
        )
    };
    assert_eq!(call('V', 'U', 3, 3, 8), 0);
    assert_eq!(call('A', 'U', 3, 3, 8), -1);
    assert_eq!(call('V', 'X', 3, 3, 8), -2);
    assert_eq!(call('V', 'U', -1, 3, 8), -3);
    assert_eq!(call('V', 'U', 3, 2, 8), -5);
    assert_eq!(call('V', 'U', 0, 0, 8), -5);
    assert_eq!(call('V', 'U', 3, 3, 7), -8);
    assert_eq!(call('V', 'U', 3, 3, -2), -8);
    // If several arguments are illegal, the first one is reported.
    assert_eq!(call('A', 'X', -1, 0, 0), -1);
}

fn cholesky_of_a_part_of_an_array<T: Routines>() {
    for n in [1, 2, 7, 40, 140] {
        let (lda, a) = (n + 3, positive_definite(23, n));
        let bound = 16.0 * n as f64 * T::EPSILON;
        for (letter, triangle) in LETTERS {
            let mut array: Vec<T> = part_of_an_array(&a, triangle, lda);
            assert_eq!(T::potrf(letter, n as c_int, &mut array, lda as c_int), 0);
            assert!(gaps_are_untouched(&array, n, lda));
            assert!(other_triangle_is_untouched(&array, n, triangle, lda));
            let mut factor = read(&array, n, n, lda);
            fill_outside(&mut factor, triangle, 0.0);
            let product = match triangle {
                UPLO::Lower => factor.dot(&factor.t()),
                UPLO::Upper => factor.t().dot(&factor),
            };
            assert!(norm((product - &a).view()) <= bound * norm(a.view()));

            assert_eq!(T::potri(letter, n as c_int, &mut array, lda as c_int), 0);
            assert!(gaps_are_untouched(&array, n, lda));
            assert!(other_triangle_is_untouched(&array, n, triangle, lda));
            let stored = read(&array, n, n, lda);
            let inverse = Array2::from_shape_fn((n, n), |(i, j)| {
                if holds(triangle, i, j) {
                    stored[[i, j]]
                } else {
                    stored[[j, i]]
                }
            });
            let residual = norm((a.dot(&inverse) - Array2::<f64>::eye(n)).view());
            assert!(residual <= bound * norm(a.view()) * norm(inverse.view()));
        }
    }
}

fn cholesky_solves_many_columns<T: Routines>() {
    for (n, nrhs) in [(1, 1), (5, 10), (40, 1), (140, 33)] {
        let (a, b) = (positive_definite(24, n), random(25, n, nrhs));
        let (lda, ldb) = (n + 1, n + 2);
        for (letter, triangle) in LETTERS {
            let mut array: Vec<T> = part_of_an_array(&a, triangle, lda);
            assert_eq!(T::potrf(letter, n as c_int, &mut array, lda as c_int), 0);
            let mut x = vec![T::of(UNTOUCHED); (nrhs - 1) * ldb + n];
            for ((i, j), value) in b.indexed_iter() {
                x[i + j * ldb] = T::of(*value);
            }
            let info = T::potrs(
                letter,
                n as c_int,
                nrhs as c_int,
                &array,
                lda as c_int,
                &mut x,
                ldb as c_int,
            );
            assert_eq!(info, 0);
            assert!(gaps_are_untouched(&x, n, ldb));
            let x = read(&x, n, nrhs, ldb);
            let residual = norm((a.dot(&x) - &b).view());
            let bound = 16.0 * n as f64 * T::EPSILON * norm(a.view()) * norm(x.view());
            assert!(residual <= bound, "{residual:e}");
        }
    }
}

fn cholesky_inverse_of_a_singular_factor<T: Routines>() {
    for (n, k) in [(1, 0), (6, 3), (90, 89)] {
        let mut factor = zeros::<T>(n * n);
        for i in (0..n).filter(|&i| i != k) {
            factor[i * (n + 1)] = T::one();
        }
        for letter in ['U', 'L'] {
            assert_eq!(
                T::potri(letter, n as c_int, &mut factor, n as c_int),
                k as c_int + 1
            );
        }
    }
}

fn cholesky_arguments<T: Routines>() {
    let identity = || [1.0, 0.0, 0.0, 1.0].map(T::of);
    for routine in [T::potrf, T::potri] {
        let call = |uplo, n, lda| routine(uplo, n, &mut identity(), lda);
        assert_eq!(call('U', 2, 2), 0);
        assert_eq!(call('N', 2, 2), -1);
        assert_eq!(call('U', -1, 2), -2);
        assert_eq!(call('U', 2, 1), -4);
        assert_eq!(call('U', 0, 0), -4);
    }
    let call =
        |uplo, n, nrhs, lda, ldb| T::potrs(uplo, n, nrhs, &identity(), lda, &mut zeros(4), ldb);
    assert_eq!(call('L', 2, 2, 2, 2), 0);
    assert_eq!(call('?', 2, 2, 2, 2), -1);
    assert_eq!(call('L', -1, 2, 2, 2), -2);
    assert_eq!(call('L', 2, -1, 2, 2), -3);
    assert_eq!(call('L', 2, 2, 1, 2), -5);
    assert_eq!(call('L', 2, 2, 2, 1), -7);
}

/// Solves op(T)X = B for N, T and C, and checks each solution by multiplying back.
fn triangular_operands<T: Routines>() {
    let (n, nrhs) = (37, 4);
    let (lda, ldb) = (n + 2, n + 1);
    let b = random(26, n, nrhs);
    for (letter, triangle) in LETTERS {
        for trans in ['N', 'T', 'C'] {
            for diag in ['N', 'U'] {
                let mut t = random(27, n, n) / n as f64;
                fill_outside(&mut t, triangle, 0.0);
                t.diag_mut().fill(if diag == 'U' { 1.0 } else { 1.5 });
                let mut array: Vec<T> = part_of_an_array(&t, triangle, lda);
                if diag == 'U' {
                    (0..n).for_each(|i| array[i * (lda + 1)] = T::NAN);
                }
                let mut x = vec![T::of(UNTOUCHED); (nrhs - 1) * ldb + n];
                for ((i, j), value) in b.indexed_iter() {
                    x[i + j * ldb] = T::of(*value);
                }
                let info = T::trtrs(
                    letter,
                    trans,
                    diag,
                    n as c_int,
                    nrhs as c_int,
                    &array,
                    lda as c_int,
                    &mut x,
                    ldb as c_int,
                );
                assert_eq!(info, 0);
                assert!(gaps_are_untouched(&x, n, ldb));
                let x = read(&x, n, nrhs, ldb);
                let product = if trans == 'N' {
                    t.dot(&x)
                } else {
                    t.t().dot(&x)
                };
                assert!(norm((product - &b).view()) <= 1e3 * T::EPSILON * norm(x.view()));
            }
        }
    }
}

fn triangular_arguments<T: Routines>() {
    let call = |uplo, trans, diag, n, nrhs, lda, ldb| {
        let identity = [1.0, 0.0, 0.0, 1.0].map(T::of);
        T::trtrs(
            uplo,
            trans,
            diag,
            n,
            nrhs,
            &identity,
            lda,
            &mut zeros(4),
            ldb,
        )
    };
    assert_eq!(call('U', 'N', 'N', 2, 2, 2, 2), 0);
    assert_eq!(call('N', 'N', 'N', 2, 2, 2, 2), -1);
    assert_eq!(call('U', 'U', 'N', 2, 2, 2, 2), -2);
    assert_eq!(call('U', 'N', 'T', 2, 2, 2, 2), -3);
    assert_eq!(call('U', 'N', 'N', -1, 2, 2, 2), -4);
    assert_eq!(call('U', 'N', 'N', 2, -1, 2, 2), -5);
    assert_eq!(call('U', 'N', 'N', 2, 2, 1, 2), -7);
    assert_eq!(call('U', 'N', 'N', 2, 2, 2, 1), -9);
}

fn letters_in_lower_case<T: Routines>() {
    let a = || [4.0, 2.0, 2.0, 5.0].map(T::of);
    for letter in ['u', 'l'] {
        let mut factor = a();
        assert_eq!(T::potrf(letter, 2, &mut factor, 2), 0);
        assert_eq!(factor[0].wide(), 2.0);
        assert_eq!(T::potrs(letter, 2, 1, &factor, 2, &mut zeros(2), 2), 0);
        assert_eq!(T::potri(letter, 2, &mut factor, 2), 0);
        for job in ['n', 'v'] {
            let info = T::syev(job, letter, 2, &mut a(), 2, &mut zeros(2), &mut zeros(8), 8);
            assert_eq!(info, 0);
        }
    }
}

/// OpenBLAS 0.3.21 does not accept lower-case letters in `?trtrs`.
#[cfg(not(feature = "openblas"))]
fn triangular_letters_in_lower_case<T: Routines>() {
    let upper = [2.0, 0.0, 1.0, 4.0].map(T::of);
    for (uplo, trans, diag, expected) in [
        ('u', 'n', 'n', [0.375, 0.25]),
        ('u', 't', 'n', [0.5, 0.125]),
        ('u', 'c', 'u', [1.0, 0.0]),
        ('l', 'n', 'n', [0.5, 0.25]),
        ('l', 'n', 'u', [1.0, 1.0]),
    ] {
        let mut x = [1.0, 1.0].map(T::of);
        assert_eq!(T::trtrs(uplo, trans, diag, 2, 1, &upper, 2, &mut x, 2), 0);
        assert_eq!(x.map(T::wide), expected);
    }
}

/// Order zero with a legal leading dimension, and systems without right-hand sides.
fn nothing_to_do<T: Routines>() {
    let none = || -> [T; 0] { [] };
    for letter in ['U', 'L'] {
        for job in ['N', 'V'] {
            assert_eq!(
                T::syev(
                    job,
                    letter,
                    0,
                    &mut none(),
                    1,
                    &mut none(),
                    &mut zeros(1),
                    1
                ),
                0
            );
        }
        assert_eq!(T::potrf(letter, 0, &mut none(), 1), 0);
        assert_eq!(T::potri(letter, 0, &mut none(), 1), 0);
        assert_eq!(T::potrs(letter, 0, 3, &none(), 1, &mut none(), 1), 0);
        assert_eq!(T::potrs(letter, 1, 0, &[T::one()], 1, &mut none(), 1), 0);
        assert_eq!(
            T::trtrs(letter, 'N', 'N', 0, 3, &none(), 1, &mut none(), 1),
            0
        );
        assert_eq!(
            T::trtrs(letter, 'N', 'N', 1, 0, &[T::one()], 1, &mut none(), 1),
            0
        );
    }
}

/// Null pointers for arrays that have no elements.
#[test]
fn null_for_an_empty_matrix() {
    let mut info = c_int::MIN;
    // SAFETY: matrices of order 0 have no elements to refer to.
    unsafe { lapack_sys::dpotrf_(&(b'L' as c_char), &0, null_mut(), &1, &mut info) };
    assert_eq!(info, 0);
    info = c_int::MIN;
    let letter = b'L' as c_char;
    // SAFETY: matrices of order 0 have no elements to refer to.
    unsafe { lapack_sys::dpotrs_(&letter, &0, &2, null(), &1, null_mut(), &1, &mut info) };
    assert_eq!(info, 0);
}
