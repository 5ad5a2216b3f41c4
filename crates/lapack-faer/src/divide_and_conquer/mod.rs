//! Eigen-decomposition of symmetric tridiagonal matrices by divide and conquer (Cuppen 1981; Gu
//! and Eisenstat 1994), T = WΛWᵀ.
//!
//! T is two smaller tridiagonal matrices and a matrix of rank one where they meet. Given
//! W₁Λ₁W₁ᵀ and W₂Λ₂W₂ᵀ, what is left is a diagonal D plus ρzzᵀ, whose eigenvalues are the roots of
//! the [`secular`] equation; its eigenvectors U, multiplied from the left with W₁ and W₂, are
//! those of T. Elements of z that are negligible leave their eigenvectors as they are, and of
//! two equal elements of D a rotation makes one negligible (*deflation*).
//!
//! faer has this too, but its secular equation is solved one number after the other, which for
//! a matrix of order 784 takes half of the time of `?syev`; and its tolerances are right for
//! matrices of norm 1 only.

mod deflation;
mod secular;

use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::evd::{
    ComputeEigenvectors, EvdError, self_adjoint_evd_scratch, tridiagonal_self_adjoint_evd,
};
use faer::linalg::matmul::matmul;
use faer::traits::math_utils::{abs, sqrt};
use faer::{Accum, ColMut, ColRef, Mat, MatMut, MatRef, Par};

use crate::eigen::Real;
use crate::parts::in_two;
use deflation::{Rows, deflate};
use secular::Roots;

/// Orders below this are left to faer's QR iterations.
const LEAF: usize = 64;

/// The eigenvalues of the tridiagonal matrix with that diagonal and that `subdiagonal`,
/// ascending, and its eigenvectors, a column each in the same order.
///
/// # Errors
/// If the iteration for a small part does not converge.
pub(crate) fn decompose<T: Real>(
    diagonal: &[T],
    subdiagonal: &[T],
    mut vectors: MatMut<'_, T>,
) -> Result<Vec<T>, EvdError> {
    let n = diagonal.len();
    let mut values = diagonal.to_vec();
    let mut unordered = Mat::<T>::zeros(n, n);
    let mut scratch = vec![T::zero(); scratch_len(n)];
    solve(&mut values, subdiagonal, unordered.as_mut(), &mut scratch)?;
    let order = ascending(&values);
    for (to, &from) in order.iter().enumerate() {
        vectors.as_mut().col_mut(to).copy_from(unordered.col(from));
    }
    Ok(order.iter().map(|&index| values[index]).collect())
}

/// Indices of the values, the smallest first.
fn ascending<T: Real>(values: &[T]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].partial_cmp(&values[b]).expect("finite"));
    order
}

/// The eigenvalues alone, ascending.
///
/// # Errors
/// If the iteration does not converge.
pub(crate) fn values<T: Real>(diagonal: &[T], subdiagonal: &[T]) -> Result<Vec<T>, EvdError> {
    let mut values = vec![T::zero(); diagonal.len()];
    iterate(diagonal, subdiagonal, &mut values, None)?;
    Ok(values)
}

/// Numbers that [`merge`] needs beside its matrix: U, what is multiplied with it, and the
/// columns that are not.
fn scratch_len(n: usize) -> usize {
    2 * n * n
}

/// Replaces the diagonal by the eigenvalues, in the order of the eigenvectors in `vectors`, which
/// is zero.
fn solve<T: Real>(
    diagonal: &mut [T],
    subdiagonal: &[T],
    mut vectors: MatMut<'_, T>,
    scratch: &mut [T],
) -> Result<(), EvdError> {
    let n = diagonal.len();
    if n < LEAF {
        let given = diagonal.to_vec();
        iterate(&given, subdiagonal, diagonal, Some(vectors))?;
        return Ok(());
    }
    let middle = n / 2;
    let coupling = subdiagonal[middle - 1];
    diagonal[middle - 1] -= abs(&coupling);
    diagonal[middle] -= abs(&coupling);
    {
        let (first, second) = diagonal.split_at_mut(middle);
        let (first_subdiagonal, second_subdiagonal) =
            (&subdiagonal[..middle - 1], &subdiagonal[middle..]);
        let (first_vectors, _, _, second_vectors) = vectors.as_mut().split_at_mut(middle, middle);
        let (first_scratch, second_scratch) = scratch.split_at_mut(scratch.len() / 2);
        let (a, b) = in_two(
            n,
            || solve(first, first_subdiagonal, first_vectors, first_scratch),
            || solve(second, second_subdiagonal, second_vectors, second_scratch),
        );
        a?;
        b?;
    }
    merge(diagonal, coupling, vectors, scratch);
    Ok(())
}

/// faer's QR iterations: few enough are as fast as anything.
fn iterate<T: Real>(
    diagonal: &[T],
    subdiagonal: &[T],
    values: &mut [T],
    vectors: Option<MatMut<'_, T>>,
) -> Result<(), EvdError> {
    let n = diagonal.len();
    let mut padded = subdiagonal.to_vec();
    padded.resize(n, T::zero());
    let scratch =
        self_adjoint_evd_scratch::<T>(n, ComputeEigenvectors::Yes, Par::Seq, Default::default());
    tridiagonal_self_adjoint_evd(
        ColRef::from_slice(diagonal).as_diagonal(),
        ColRef::from_slice(&padded).as_diagonal(),
        ColMut::from_slice_mut(values).as_diagonal_mut(),
        vectors,
        Par::Seq,
        MemStack::new(&mut MemBuffer::new(scratch)),
        Default::default(),
    )
}

/// From the eigenvalues `d` and eigenvectors of two halves to those of the whole, with the number
/// `coupling` beside its diagonal where the halves meet.
fn merge<T: Real>(d: &mut [T], coupling: T, mut vectors: MatMut<'_, T>, scratch: &mut [T]) {
    let n = d.len();
    let middle = n / 2;
    let mut z = rank_one_vector(coupling, vectors.as_ref());
    let rho = abs(&coupling) + abs(&coupling);

    let mut rows: Vec<Rows> = (0..n)
        .map(|i| {
            if i < middle {
                Rows::First
            } else {
                Rows::Second
            }
        })
        .collect();
    let (kept, deflated) = deflate(d, &mut z, rho, &mut rows, vectors.as_mut());
    if kept.is_empty() {
        return;
    }
    let of_kept = |values: &[T]| -> Vec<T> { kept.iter().map(|&i| values[i]).collect() };
    let roots = Roots::find(&of_kept(d), &of_kept(&z), rho);
    multiply(&roots, &kept, &rows, &deflated, vectors, scratch);
    let values = roots.values().chain(deflated.iter().map(|&i| d[i]));
    let values: Vec<T> = values.collect();
    d.copy_from_slice(&values);
}

/// z of T = D + 2|coupling| zzᵀ, with ‖z‖ = 1.
fn rank_one_vector<T: Real>(coupling: T, vectors: MatRef<'_, T>) -> Vec<T> {
    let n = vectors.nrows();
    let middle = n / 2;
    let half = sqrt(&(T::one() / (T::one() + T::one())));
    let sign = if coupling < T::zero() { -half } else { half };
    (0..n)
        .map(|i| {
            if i < middle {
                half * vectors[(middle - 1, i)]
            } else {
                sign * vectors[(middle, i)]
            }
        })
        .collect()
}

/// The eigenvectors W of D times those of D + ρzzᵀ: first as many columns as there are roots,
/// then those that were deflated.
fn multiply<T: Real>(
    roots: &Roots<T>,
    kept: &[usize],
    rows: &[Rows],
    deflated: &[usize],
    vectors: MatMut<'_, T>,
    scratch: &mut [T],
) {
    let (n, k) = (vectors.nrows(), kept.len());
    let middle = n / 2;
    // The rows of U in the order of what they are multiplied with.
    let mut by_rows: Vec<usize> = (0..k).collect();
    by_rows.sort_by_key(|&i| rows[kept[i]]);
    let count = |of: Rows| kept.iter().filter(|&&i| rows[i] == of).count();
    let (only_first, only_second) = (count(Rows::First), count(Rows::Second));
    let (n_first, n_second) = (k - only_second, k - only_first);

    let (u, rest) = scratch.split_at_mut(k * k);
    let (first, rest) = rest.split_at_mut(middle * n_first);
    let (second, rest) = rest.split_at_mut((n - middle) * n_second);
    let mut deflated_vectors =
        MatMut::from_column_major_slice_mut(&mut rest[..n * deflated.len()], n, deflated.len());
    let mut u = MatMut::from_column_major_slice_mut(u, k, k);
    let mut first = MatMut::from_column_major_slice_mut(first, middle, n_first);
    let mut second = MatMut::from_column_major_slice_mut(second, n - middle, n_second);

    roots.vectors(&by_rows, u.as_mut());
    let copy = |mut to: MatMut<'_, T>, columns: &[usize], start: usize| {
        for (index, &column) in columns.iter().enumerate() {
            let rows = vectors.as_ref().col(column).subrows(start, to.nrows());
            to.as_mut().col_mut(index).copy_from(rows);
        }
    };
    let columns: Vec<usize> = by_rows.iter().map(|&i| kept[i]).collect();
    copy(first.as_mut(), &columns[..n_first], 0);
    copy(second.as_mut(), &columns[only_first..], middle);
    copy(deflated_vectors.as_mut(), deflated, 0);

    let (multiplied, mut left) = vectors.split_at_col_mut(k);
    let (upper, lower) = multiplied.split_at_row_mut(middle);
    let product = |to: MatMut<'_, T>, a: MatRef<'_, T>, b: MatRef<'_, T>| {
        matmul(to, Accum::Replace, a, b, T::one(), Par::Seq);
    };
    in_two(
        n,
        || product(upper, first.as_ref(), u.as_ref().subrows(0, n_first)),
        || {
            product(
                lower,
                second.as_ref(),
                u.as_ref().subrows(only_first, n_second),
            )
        },
    );
    left.as_mut().copy_from(deflated_vectors.as_ref());
}
