//! Eigen-decomposition of symmetric matrices: AV = VΛ, VᵀV = I.
//!
//! In three steps, as in LAPACK's `DSYEVD`: A = QTQᵀ with T [tridiagonal](crate::tridiagonal);
//! T = WΛWᵀ by [divide and conquer](crate::divide_and_conquer); V = QW.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::householder::{
    apply_block_householder_sequence_on_the_left_in_place_scratch,
    apply_block_householder_sequence_on_the_left_in_place_with_conj,
};
use faer::traits::RealField;
use faer::traits::math_utils::{abs, is_finite};
use faer::{Conj, Mat, MatMut, Par, Scale};
use num_traits::Float;

use crate::argument::{Job, Triangle};
use crate::divide_and_conquer;
use crate::info::Failure;
use crate::tridiagonal::Tridiagonal;
use crate::vectors::Vectors;

/// An element type whose numbers are a fraction times a power of two.
pub(crate) trait Real: RealField + Float + Vectors {
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
    mut a: MatMut<'_, T>,
    triangle: Triangle,
    job: Job,
) -> Result<Vec<T>, Failure> {
    let n = a.nrows();
    if n == 0 {
        return Ok(Vec::new());
    }
    // Products of two elements must not overflow; and faer would iterate on a NaN to its limit.
    let mut scaled = Mat::<T>::zeros(n, n);
    scaled.copy_from_triangular_lower(triangle.lower(a.as_ref()));
    let unit = normalise(scaled.as_mut()).ok_or(Failure::Row(n))?;
    // On a thread of the pool, lest each of its hundreds of parts has to be brought there.
    let (t, ()) = rayon::join(|| Tridiagonal::new(scaled.as_ref()), || ());

    // The diagonal of T, and what is beside it, brought to norm 1 as in LAPACK's `DSTEDC`: what
    // is negligible is so beside both T and vectors of length 1.
    let mut band = Mat::<T>::zeros(n, 2);
    for i in 0..n {
        band[(i, 0)] = t.element(i, i);
        if i + 1 < n {
            band[(i, 1)] = t.element(i + 1, i);
        }
    }
    let t_unit = normalise(band.as_mut()).ok_or(Failure::Row(n))?;
    let (diagonal, subdiagonal) = (band.col_as_slice(0), band.col_as_slice(1));

    let values = match job {
        Job::Values => divide_and_conquer::values(diagonal, subdiagonal),
        Job::ValuesAndVectors => divide_and_conquer::decompose(diagonal, subdiagonal, a.as_mut()),
    };
    let values = values.map_err(|_| Failure::Row(n))?;
    if let Job::ValuesAndVectors = job {
        let (reflections, factor) = (t.reflections(), t.factor());
        let scratch = apply_block_householder_sequence_on_the_left_in_place_scratch::<T>(
            n - 1,
            factor.nrows(),
            n,
        );
        apply_block_householder_sequence_on_the_left_in_place_with_conj(
            reflections,
            factor,
            Conj::No,
            a.subrows_mut(1, n - 1),
            // Always two parts, however many threads there are: the same bits.
            Par::rayon(2),
            MemStack::new(&mut MemBuffer::new(scratch)),
        );
    }
    let unscaled = values.into_iter().map(|value| value * t_unit * unit);
    Ok(unscaled.collect())
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
