//! Eigen-decomposition of symmetric matrices: AV = VΛ, VᵀV = I.
//!
//! In three steps, as in LAPACK's `DSYEVD`: A = QTQᵀ with T tridiagonal; T = WΛWᵀ by divide and
//! conquer; V = QW. faer has one function for all three, but the second is accurate only for a
//! T whose norm is about 1: it compares differences of eigenvalues, which scale with T, with a
//! tolerance that in part does not. (At order 300, T a million times larger leaves eight digits
//! of an `f64` and two of an `f32`.) So T is brought to norm 1 in between, as LAPACK's
//! `DSTEDC` does.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::{
    ComputeEigenvectors, self_adjoint_evd_scratch, tridiag, tridiagonal_self_adjoint_evd,
};
use faer::linalg::householder::apply_block_householder_sequence_on_the_left_in_place_with_conj;
use faer::linalg::qr::no_pivoting::factor::recommended_block_size;
use faer::traits::RealField;
use faer::traits::math_utils::{abs, is_finite};
use faer::{Conj, Mat, MatMut, Par, Scale};

use crate::argument::{Job, Triangle};
use crate::info::Failure;

/// An element type whose numbers are a fraction times a power of two.
pub(crate) trait Real: RealField + Copy {
    /// The largest power of two up to the positive `self`, but at least the smallest normal
    /// number, so that it has a reciprocal.
    fn power_of_two_below(self) -> Self;
}

macro_rules! real {
    ($real:ident) => {
        impl Real for $real {
            fn power_of_two_below(self) -> $real {
                let exponent = $real::INFINITY.to_bits();
                $real::from_bits(self.to_bits() & exponent).max($real::MIN_POSITIVE)
            }
        }
    };
}

real!(f32);
real!(f64);

/// The eigenvalues of A in ascending order; A is replaced by the eigenvectors, one a column in
/// the same order, or left alone if only the values are asked for.
///
/// # Errors
/// [`Failure::Row`] with the order of A, if its triangle is not finite or if the iteration does
/// not converge.
pub(crate) fn decompose<T: Real>(
    a: MatMut<'_, T>,
    triangle: Triangle,
    job: Job,
) -> Result<Vec<T>, Failure> {
    let n = a.nrows();
    if n == 0 {
        return Ok(Vec::new());
    }
    // Always two parts, however many threads there are: like this the bits are always the same.
    // The first step is in one, since its short products would wait for each other.
    let parts = Par::rayon(2);
    // Covers each of the three steps.
    let scratch =
        self_adjoint_evd_scratch::<T>(n, ComputeEigenvectors::Yes, parts, Default::default());
    let mut scratch = MemBuffer::new(scratch);
    let scratch = MemStack::new(&mut scratch);

    // The reflections that make up Q: below T in one array, how they combine in the other.
    let mut t = Mat::<T>::zeros(n, n);
    t.copy_from_triangular_lower(triangle.lower(a.as_ref()));
    // Products of two elements must not overflow; and faer would iterate on a NaN to its limit.
    let unit = normalise(t.as_mut()).ok_or(Failure::Row(n))?;
    let mut reflections = Mat::<T>::zeros(recommended_block_size::<T>(n, n), n - 1);
    tridiag::tridiag_in_place(
        t.as_mut(),
        reflections.as_mut(),
        Par::Seq,
        scratch,
        Default::default(),
    );

    // The diagonal of T, and what is beside it.
    let mut band = Mat::<T>::zeros(n, 2);
    for i in 0..n {
        band[(i, 0)] = t[(i, i)];
        if i + 1 < n {
            band[(i, 1)] = t[(i + 1, i)];
        }
    }
    let t_unit = normalise(band.as_mut()).ok_or(Failure::Row(n))?;

    let mut values = Diag::<T>::zeros(n);
    let mut vectors = match job {
        Job::Values => None,
        Job::ValuesAndVectors => Some(a),
    };
    tridiagonal_self_adjoint_evd(
        band.col(0).as_diagonal(),
        band.col(1).as_diagonal(),
        values.as_mut(),
        vectors.as_mut().map(|vectors| vectors.as_mut()),
        parts,
        scratch,
        Default::default(),
    )
    .map_err(|_| Failure::Row(n))?;

    if let Some(vectors) = vectors {
        apply_block_householder_sequence_on_the_left_in_place_with_conj(
            t.submatrix(1, 0, n - 1, n - 1),
            reflections.as_ref(),
            Conj::No,
            vectors.subrows_mut(1, n - 1),
            parts,
            scratch,
        );
    }
    Ok(values
        .column_vector()
        .iter()
        .map(|&value| value * t_unit * unit)
        .collect())
}

/// Divides a matrix by a power of two, which is exact, so that its largest element is from 1 to
/// 2 (or less, if it was subnormal); returns the power, or nothing if an element is not finite.
fn normalise<T: Real>(mut matrix: MatMut<'_, T>) -> Option<T> {
    let mut largest = T::zero();
    for value in matrix.as_ref().col_iter().flat_map(|column| column.iter()) {
        if !is_finite(value) {
            return None;
        }
        let magnitude = abs(value);
        if magnitude > largest {
            largest = magnitude;
        }
    }
    let unit = largest.power_of_two_below();
    matrix *= Scale(T::one() / unit);
    Some(unit)
}
