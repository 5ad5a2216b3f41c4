//! Triangular systems.

use faer::linalg::triangular_solve::{
    solve_lower_triangular_in_place, solve_unit_lower_triangular_in_place,
    solve_unit_upper_triangular_in_place, solve_upper_triangular_in_place,
};
use faer::traits::RealField;
use faer::{MatMut, MatRef, Par};

use crate::argument::{Diagonal, Operand, Triangle};
use crate::info::Failure;

/// Replaces B by the solution X of op(A)X = B.
///
/// # Errors
/// [`Failure::Row`] with the first zero on the diagonal of A. B does not change in this case.
pub(crate) fn solve<T: RealField>(
    a: MatRef<'_, T>,
    triangle: Triangle,
    operand: Operand,
    diagonal: Diagonal,
    b: MatMut<'_, T>,
) -> Result<(), Failure> {
    if diagonal == Diagonal::Stored {
        check_diagonal(a)?;
    }
    let (a, triangle) = match operand {
        Operand::Plain => (a, triangle),
        Operand::Transposed => (a.transpose(), triangle.opposite()),
    };
    let solve = match (triangle, diagonal) {
        (Triangle::Lower, Diagonal::Stored) => solve_lower_triangular_in_place,
        (Triangle::Lower, Diagonal::Unit) => solve_unit_lower_triangular_in_place,
        (Triangle::Upper, Diagonal::Stored) => solve_upper_triangular_in_place,
        (Triangle::Upper, Diagonal::Unit) => solve_unit_upper_triangular_in_place,
    };
    solve(a, b, Par::Seq);
    Ok(())
}

/// Checks that a triangular matrix is not singular, that is, that its diagonal has no zero.
///
/// # Errors
/// [`Failure::Row`] with the first zero on the diagonal.
pub(crate) fn check_diagonal<T: RealField>(a: MatRef<'_, T>) -> Result<(), Failure> {
    let zero = T::zero();
    match (0..a.nrows()).find(|&i| a[(i, i)] == zero) {
        Some(i) => Err(Failure::Row(i + 1)),
        None => Ok(()),
    }
}
