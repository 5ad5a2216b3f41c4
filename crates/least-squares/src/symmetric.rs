//! Decompositions of symmetric matrices, by ndarray-linalg. Its bindings to LAPACK do not compile
//! for WebAssembly: there faer is called, which `lapack-faer` puts behind the bindings elsewhere.

use ndarray::{Array1, Array2, ArrayViewMut1};

/// A symmetric matrix that has no such decomposition: not positive definite, or not finite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoDecomposition;

/// L of a positive definite A = L Lᵀ.
pub struct Cholesky(by::Cholesky);

impl Cholesky {
    /// Decomposes a symmetric matrix, of which the upper half is read.
    ///
    /// # Errors
    /// [`NoDecomposition`] if it is not positive definite in working precision.
    pub fn of(matrix: Array2<f64>) -> Result<Self, NoDecomposition> {
        by::Cholesky::of(matrix).map(Self)
    }

    /// The diagonal of L.
    pub fn diagonal(&self) -> Array1<f64> {
        self.0.diagonal()
    }

    /// Replaces b by the x of A x = b.
    ///
    /// # Errors
    /// [`NoDecomposition`] if LAPACK refuses it.
    pub fn solve(&self, right: ArrayViewMut1<'_, f64>) -> Result<(), NoDecomposition> {
        self.0.solve(right)
    }
}

/// The eigenvalues of a symmetric matrix, ascending, and the eigenvectors as columns; the upper
/// half is read.
///
/// # Errors
/// [`NoDecomposition`] if a number is not finite, or the iteration does not converge.
pub fn eigenvectors(matrix: Array2<f64>) -> Result<(Array1<f64>, Array2<f64>), NoDecomposition> {
    by::eigenvectors(matrix)
}

#[cfg(not(target_family = "wasm"))]
mod by {
    use ndarray::{Array1, Array2, ArrayViewMut1, OwnedRepr};
    use ndarray_linalg::{CholeskyFactorized, EighInto, FactorizeCInto, SolveC, UPLO};

    use super::NoDecomposition;

    pub(super) struct Cholesky(CholeskyFactorized<OwnedRepr<f64>>);

    impl Cholesky {
        pub(super) fn of(matrix: Array2<f64>) -> Result<Self, NoDecomposition> {
            // Symmetric, so its transpose is itself in the column order that LAPACK wants.
            let factor = matrix.reversed_axes().factorizec_into(UPLO::Lower);
            factor.map(Self).map_err(|_| NoDecomposition)
        }

        pub(super) fn diagonal(&self) -> Array1<f64> {
            self.0.factor.diag().to_owned()
        }

        pub(super) fn solve(
            &self,
            mut right: ArrayViewMut1<'_, f64>,
        ) -> Result<(), NoDecomposition> {
            let solved = self.0.solvec_inplace(&mut right);
            solved.map(drop).map_err(|_| NoDecomposition)
        }
    }

    pub(super) fn eigenvectors(
        matrix: Array2<f64>,
    ) -> Result<(Array1<f64>, Array2<f64>), NoDecomposition> {
        let found = matrix.reversed_axes().eigh_into(UPLO::Lower);
        found.map_err(|_| NoDecomposition)
    }
}

#[cfg(any(test, target_family = "wasm"))]
#[cfg_attr(not(target_family = "wasm"), allow(dead_code))]
mod by_faer {
    use faer::linalg::solvers::{Llt, SelfAdjointEigen, Solve as _};
    use faer::{MatMut, MatRef, Side};
    use ndarray::{Array1, Array2, ArrayViewMut1};

    use super::NoDecomposition;

    pub(super) struct Cholesky(Llt<f64>);

    /// A symmetric matrix in faer's order is its transpose: itself, with the upper half below.
    fn view(matrix: &Array2<f64>) -> MatRef<'_, f64> {
        let values = matrix.as_slice().expect("a new matrix");
        MatRef::from_column_major_slice(values, matrix.ncols(), matrix.nrows())
    }

    impl Cholesky {
        pub(super) fn of(matrix: Array2<f64>) -> Result<Self, NoDecomposition> {
            let factor = Llt::new(view(&matrix), Side::Lower);
            factor.map(Self).map_err(|_| NoDecomposition)
        }

        pub(super) fn diagonal(&self) -> Array1<f64> {
            let factor = self.0.L();
            (0..factor.nrows()).map(|i| factor[(i, i)]).collect()
        }

        pub(super) fn solve(
            &self,
            mut right: ArrayViewMut1<'_, f64>,
        ) -> Result<(), NoDecomposition> {
            let mut solved = right.to_vec();
            let n = solved.len();
            let column = MatMut::from_column_major_slice_mut(&mut solved, n, 1);
            self.0.solve_in_place(column);
            right.assign(&Array1::from(solved));
            Ok(())
        }
    }

    pub(super) fn eigenvectors(
        matrix: Array2<f64>,
    ) -> Result<(Array1<f64>, Array2<f64>), NoDecomposition> {
        let found =
            SelfAdjointEigen::new(view(&matrix), Side::Lower).map_err(|_| NoDecomposition)?;
        let (values, vectors) = (found.S(), found.U());
        let n = matrix.nrows();
        Ok((
            (0..n).map(|i| values[i]).collect(),
            Array2::from_shape_fn((n, n), |(i, j)| vectors[(i, j)]),
        ))
    }
}

#[cfg(target_family = "wasm")]
use by_faer as by;

#[cfg(test)]
mod tests {
    use ndarray::array;

    use super::*;

    fn matrix() -> Array2<f64> {
        array![[4.0, 1.0, 0.5], [1.0, 3.0, -1.0], [0.5, -1.0, 2.0]]
    }

    /// Both ways, of which a target compiles one.
    #[test]
    fn faer_by_itself_decomposes_as_behind_lapack() {
        let (lapack, faer) = (
            by::Cholesky::of(matrix()).unwrap(),
            by_faer::Cholesky::of(matrix()).unwrap(),
        );
        assert!(lapack.diagonal().abs_diff_eq(&faer.diagonal(), 1e-14));
        let mut solutions = [array![1.0, -2.0, 3.0], array![1.0, -2.0, 3.0]];
        lapack.solve(solutions[0].view_mut()).unwrap();
        faer.solve(solutions[1].view_mut()).unwrap();
        assert!(solutions[0].abs_diff_eq(&solutions[1], 1e-14));
        assert!(
            matrix()
                .dot(&solutions[0])
                .abs_diff_eq(&array![1.0, -2.0, 3.0], 1e-13)
        );

        let ((values, vectors), (others, _)) = (
            by::eigenvectors(matrix()).unwrap(),
            by_faer::eigenvectors(matrix()).unwrap(),
        );
        assert!(values.abs_diff_eq(&others, 1e-14));
        let (_, faers) = by_faer::eigenvectors(matrix()).unwrap();
        for (a, b) in vectors.columns().into_iter().zip(faers.columns()) {
            assert!((a.dot(&b).abs() - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn what_is_not_positive_definite_has_no_decomposition() {
        let indefinite = || array![[1.0, 2.0], [2.0, 1.0]];
        assert!(by::Cholesky::of(indefinite()).is_err());
        assert!(by_faer::Cholesky::of(indefinite()).is_err());
        assert!(Cholesky::of(indefinite()).is_err());
    }
}
