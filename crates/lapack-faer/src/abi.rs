//! The interface of the crate. On the outside it is LAPACK's calling convention as lapack-sys
//! declares it; on the inside there are views of matrices.
//!
//! Every argument is passed by reference. Scalars are Rust references here, which have the same
//! bits as a C pointer, because LAPACK does not allow null for a scalar. Arrays are raw pointers,
//! because LAPACK does not look at an array without elements, nor at any matrix in a workspace
//! query.
//!
//! # Safety
//! Each routine here requires what LAPACK requires of its callers. Scalars point to initialised
//! values. An array of n columns that are `lda` elements apart is valid for all rows, holds
//! initialised elements, and does not overlap any argument that is written.

use std::ffi::{c_char, c_int};
use std::ptr::NonNull;

use faer::{MatMut, MatRef};

use crate::argument::{Diagonal, Job, Operand, Triangle, dimension, leading_dimension};
use crate::info::Failure::Argument;
use crate::info::info as run;
use crate::{cholesky, eigen, triangular};

macro_rules! routines {
    ($real:ident: $syev:ident $potrf:ident $potrs:ident $potri:ident $trtrs:ident) => {
        /// Writes the eigenvalues into `w` and the eigenvectors over `a`.
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $syev(
            jobz: &c_char,
            uplo: &c_char,
            n: &c_int,
            a: *mut $real,
            lda: &c_int,
            w: *mut $real,
            work: *mut $real,
            lwork: &c_int,
            info: &mut c_int,
        ) {
            *info = run(|| {
                let job = Job::from_letter(*jobz).ok_or(Argument(1))?;
                let triangle = Triangle::from_letter(*uplo).ok_or(Argument(2))?;
                let n = dimension(*n).ok_or(Argument(3))?;
                let lda = leading_dimension(*lda, n).ok_or(Argument(5))?;
                let least_lwork = (3 * n).max(2) - 1;
                // SAFETY: `work` has at least one element, in a query too.
                unsafe { work.write(least_lwork as $real) };
                match dimension(*lwork) {
                    None if *lwork == -1 => return Ok(()),
                    Some(lwork) if lwork >= least_lwork => {}
                    _ => return Err(Argument(8)),
                }
                // SAFETY: `a` is a matrix of order n; nothing else refers to it.
                let a = unsafe { matrix_mut(a, n, n, lda) };
                let values = eigen::decompose(a, triangle, job)?;
                // SAFETY: `w` has room for n elements, as many as there are values.
                unsafe { w.copy_from_nonoverlapping(values.as_ptr(), values.len()) };
                Ok(())
            });
        }

        /// Writes the Cholesky factor over `a`.
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $potrf(
            uplo: &c_char,
            n: &c_int,
            a: *mut $real,
            lda: &c_int,
            info: &mut c_int,
        ) {
            *info = run(|| {
                let triangle = Triangle::from_letter(*uplo).ok_or(Argument(1))?;
                let n = dimension(*n).ok_or(Argument(2))?;
                let lda = leading_dimension(*lda, n).ok_or(Argument(4))?;
                // SAFETY: `a` is a matrix of order n; nothing else refers to it.
                let a = unsafe { matrix_mut(a, n, n, lda) };
                cholesky::factor(a, triangle)
            });
        }

        /// Writes the solution over `b`, from the Cholesky factor in `a`.
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $potrs(
            uplo: &c_char,
            n: &c_int,
            nrhs: &c_int,
            a: *const $real,
            lda: &c_int,
            b: *mut $real,
            ldb: &c_int,
            info: &mut c_int,
        ) {
            *info = run(|| {
                let triangle = Triangle::from_letter(*uplo).ok_or(Argument(1))?;
                let n = dimension(*n).ok_or(Argument(2))?;
                let nrhs = dimension(*nrhs).ok_or(Argument(3))?;
                let lda = leading_dimension(*lda, n).ok_or(Argument(5))?;
                let ldb = leading_dimension(*ldb, n).ok_or(Argument(7))?;
                // SAFETY: `a` is a matrix of order n, `b` one of n × nrhs, apart from it.
                let (a, b) = unsafe { (matrix(a, n, n, lda), matrix_mut(b, n, nrhs, ldb)) };
                cholesky::solve(a, triangle, b);
                Ok(())
            });
        }

        /// Writes the inverse over `a`, from the Cholesky factor in `a`.
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $potri(
            uplo: &c_char,
            n: &c_int,
            a: *mut $real,
            lda: &c_int,
            info: &mut c_int,
        ) {
            *info = run(|| {
                let triangle = Triangle::from_letter(*uplo).ok_or(Argument(1))?;
                let n = dimension(*n).ok_or(Argument(2))?;
                let lda = leading_dimension(*lda, n).ok_or(Argument(4))?;
                // SAFETY: `a` is a matrix of order n; nothing else refers to it.
                let a = unsafe { matrix_mut(a, n, n, lda) };
                cholesky::invert(a, triangle)
            });
        }

        /// Writes the solution of the triangular system in `a` over `b`.
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $trtrs(
            uplo: &c_char,
            trans: &c_char,
            diag: &c_char,
            n: &c_int,
            nrhs: &c_int,
            a: *const $real,
            lda: &c_int,
            b: *mut $real,
            ldb: &c_int,
            info: &mut c_int,
        ) {
            *info = run(|| {
                let triangle = Triangle::from_letter(*uplo).ok_or(Argument(1))?;
                let operand = Operand::from_letter(*trans).ok_or(Argument(2))?;
                let diagonal = Diagonal::from_letter(*diag).ok_or(Argument(3))?;
                let n = dimension(*n).ok_or(Argument(4))?;
                let nrhs = dimension(*nrhs).ok_or(Argument(5))?;
                let lda = leading_dimension(*lda, n).ok_or(Argument(7))?;
                let ldb = leading_dimension(*ldb, n).ok_or(Argument(9))?;
                // SAFETY: `a` is a matrix of order n, `b` one of n × nrhs, apart from it.
                let (a, b) = unsafe { (matrix(a, n, n, lda), matrix_mut(b, n, nrhs, ldb)) };
                triangular::solve(a, triangle, operand, diagonal, b)
            });
        }
    };
}

routines!(f32: ssyev_ spotrf_ spotrs_ spotri_ strtrs_);
routines!(f64: dsyev_ dpotrf_ dpotrs_ dpotri_ dtrtrs_);

/// The `rows × columns` matrix at `a`, whose columns start `lda` elements apart.
///
/// # Safety
/// If the matrix has elements, each one is initialised and valid for reads, and none is written
/// during `'a`.
unsafe fn matrix<'a, T>(a: *const T, rows: usize, columns: usize, lda: usize) -> MatRef<'a, T> {
    let a = match NonNull::new(a.cast_mut()) {
        Some(a) if rows > 0 && columns > 0 => a.as_ptr(),
        _ => NonNull::dangling().as_ptr(),
    };
    // SAFETY: the caller guarantees the elements; a pointer to no elements is never dereferenced.
    unsafe { MatRef::from_raw_parts(a, rows, columns, 1, lda as isize) }
}

/// Does the same as [`matrix`] for a mutable view.
///
/// # Safety
/// If the matrix has elements, each one is initialised. During `'a` each one is valid for reads and
/// writes, only through this view.
unsafe fn matrix_mut<'a, T>(a: *mut T, rows: usize, columns: usize, lda: usize) -> MatMut<'a, T> {
    let a = match NonNull::new(a) {
        Some(a) if rows > 0 && columns > 0 => a.as_ptr(),
        _ => NonNull::dangling().as_ptr(),
    };
    // SAFETY: the caller guarantees the elements; a pointer to no elements is never dereferenced.
    unsafe { MatMut::from_raw_parts_mut(a, rows, columns, 1, lda as isize) }
}
