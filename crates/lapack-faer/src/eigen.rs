//! Eigen-decomposition of symmetric matrices: AV = VΛ, VᵀV = I.

use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::{ComputeEigenvectors, self_adjoint_evd, self_adjoint_evd_scratch};
use faer::traits::math_utils::{abs, is_finite};
use faer::{Mat, MatMut, Par, Scale};

use crate::argument::{Job, Triangle};
use crate::info::Failure;
use crate::real::Real;

/// Returns the eigenvalues of A in ascending order. A is replaced by the eigenvectors, one in each
/// column, in the same order. If only the values are asked for, A does not change.
///
/// # Errors
/// [`Failure::Row`] with the order of A, if the triangle is not finite or if the iteration does not
/// converge.
pub(crate) fn decompose<T: Real>(
    a: MatMut<'_, T>,
    triangle: Triangle,
    job: Job,
) -> Result<Vec<T>, Failure> {
    let n = a.nrows();
    if n == 0 {
        return Ok(Vec::new());
    }
    let mut scaled = Mat::<T>::zeros(n, n);
    scaled.copy_from_triangular_lower(triangle.lower(a.as_ref()));
    // Products of two elements must not overflow. With a NaN, faer would iterate up to its limit.
    let largest = largest(&scaled).ok_or(Failure::Row(n))?;
    let unit = divide_by_power_of_two(&mut scaled, largest);
    // Some of faer's tolerances are absolute and suit a norm of about 1.
    let norm = scaled.norm_l2();
    let norm = divide_by_power_of_two(&mut scaled, norm);

    let (vectors, compute) = match job {
        Job::Values => (None, ComputeEigenvectors::No),
        Job::ValuesAndVectors => (Some(a), ComputeEigenvectors::Yes),
    };
    let scratch = self_adjoint_evd_scratch::<T>(n, compute, Par::Seq, Default::default());
    let mut values = Diag::<T>::zeros(n);
    self_adjoint_evd(
        scaled.as_ref(),
        values.as_mut(),
        vectors,
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
        Default::default(),
    )
    .map_err(|_| Failure::Row(n))?;
    let values = values.column_vector().iter();
    Ok(values.map(|&value| value * norm * unit).collect())
}

/// Returns the largest absolute value, or `None` if an element is not finite.
fn largest<T: Real>(matrix: &Mat<T>) -> Option<T> {
    let mut largest = T::zero();
    for value in matrix.col_iter().flat_map(|column| column.iter()) {
        if !is_finite(value) {
            return None;
        }
        let magnitude = abs(value);
        if magnitude > largest {
            largest = magnitude;
        }
    }
    Some(largest)
}

/// Divides a matrix by the largest power of two that is not larger than `size`, and returns this
/// power. The division is exact.
fn divide_by_power_of_two<T: Real>(matrix: &mut Mat<T>, size: T) -> T {
    let unit = size.power_of_two_below();
    *matrix *= Scale(T::one() / unit);
    unit
}
