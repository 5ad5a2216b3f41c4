//! Symmetric positive definite matrices: A = LLᵀ, or UᵀU with U = Lᵀ.

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt;
use faer::traits::RealField;
use faer::{Mat, MatMut, MatRef, Par};

use crate::argument::Triangle;
use crate::info::Failure;

/// Replaces the triangle of A by its Cholesky factor.
///
/// # Errors
/// [`Failure::Row`] with the order of the first leading minor that is not positive or not finite. A
/// does not change in this case.
pub(crate) fn factor<T: RealField>(a: MatMut<'_, T>, triangle: Triangle) -> Result<(), Failure> {
    let n = a.nrows();
    let mut a = triangle.lower_mut(a);
    // faer's blocks also write above the diagonal, into the triangle that LAPACK does not touch.
    let mut l = Mat::<T>::zeros(n, n);
    l.copy_from_triangular_lower(a.as_ref());
    let scratch = llt::factor::cholesky_in_place_scratch::<T>(n, Par::Seq, Default::default());
    llt::factor::cholesky_in_place(
        l.as_mut(),
        Default::default(),
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
        Default::default(),
    )
    .map_err(|llt::factor::LltError::NonPositivePivot { index }| Failure::Row(index + 1))?;
    a.copy_from_triangular_lower(l);
    Ok(())
}

/// Replaces B by the solution X of AX = B, where `factor` is A's Cholesky factor.
pub(crate) fn solve<T: RealField>(factor: MatRef<'_, T>, triangle: Triangle, b: MatMut<'_, T>) {
    let (n, columns) = b.shape();
    let scratch = llt::solve::solve_in_place_scratch::<T>(n, columns, Par::Seq);
    llt::solve::solve_in_place(
        triangle.lower(factor),
        b,
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
    );
}

/// Replaces the triangle of A's Cholesky factor by that of A⁻¹.
///
/// # Errors
/// [`Failure::Row`] with the first zero on the factor's diagonal.
pub(crate) fn invert<T: RealField>(
    factor: MatMut<'_, T>,
    triangle: Triangle,
) -> Result<(), Failure> {
    let n = factor.nrows();
    let mut l = triangle.lower_mut(factor);
    crate::triangular::check_diagonal(l.as_ref())?;
    let mut inverse = Mat::<T>::zeros(n, n);
    let scratch = llt::inverse::inverse_scratch::<T>(n, Par::Seq);
    llt::inverse::inverse(
        inverse.as_mut(),
        l.as_ref(),
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
    );
    l.copy_from_triangular_lower(inverse);
    Ok(())
}
