//! Test matrices, and measures of how far a result is from the right one, computed in `f64`.

use ndarray::{Array2, ArrayView2, LinalgScalar, ScalarOperand};
use ndarray_linalg::{Lapack, Scalar, UPLO};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// The element types that the crate supplies routines for.
pub(crate) trait Element:
    Lapack + Scalar<Real = Self> + LinalgScalar + ScalarOperand + PartialOrd + Send + Sync
{
    const EPSILON: f64;
    const NAN: Self;
    const INFINITY: Self;
    /// A power of two whose square overflows if it is not scaled first.
    const HUGE: Self;

    fn of(value: f64) -> Self;
    fn wide(self) -> f64;
    fn bits(self) -> u64;
}

impl Element for f32 {
    const EPSILON: f64 = f32::EPSILON as f64;
    const NAN: f32 = f32::NAN;
    const INFINITY: f32 = f32::INFINITY;
    const HUGE: f32 = (1_u128 << 110) as f32;

    fn of(value: f64) -> f32 {
        value as f32
    }
    fn wide(self) -> f64 {
        f64::from(self)
    }
    fn bits(self) -> u64 {
        self.to_bits().into()
    }
}

impl Element for f64 {
    const EPSILON: f64 = f64::EPSILON;
    const NAN: f64 = f64::NAN;
    const INFINITY: f64 = f64::INFINITY;
    const HUGE: f64 = f64::from_bits((1023 + 900) << 52);

    fn of(value: f64) -> f64 {
        value
    }
    fn wide(self) -> f64 {
        self
    }
    fn bits(self) -> u64 {
        self.to_bits()
    }
}

/// Makes a test for each element type from a generic test.
macro_rules! for_each_element {
    ($($(#[$attribute:meta])* $test:ident)*) => {
        mod f32 {
            $(#[test] $(#[$attribute])* fn $test() { super::$test::<f32>() })*
        }
        mod f64 {
            $(#[test] $(#[$attribute])* fn $test() { super::$test::<f64>() })*
        }
    };
}
pub(crate) use for_each_element;

pub(crate) const TRIANGLES: [UPLO; 2] = [UPLO::Upper, UPLO::Lower];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    RowMajor,
    ColumnMajor,
}

pub(crate) const ORDERS: [Order; 2] = [Order::RowMajor, Order::ColumnMajor];

/// The same matrix with elements of type `T`, in the given memory order.
pub(crate) fn lay_out<T: Element>(a: &Array2<f64>, order: Order) -> Array2<T> {
    match order {
        Order::RowMajor => Array2::from_shape_fn(a.raw_dim(), |ij| T::of(a[ij])),
        Order::ColumnMajor => {
            Array2::from_shape_fn(a.t().raw_dim(), |(j, i)| T::of(a[[i, j]])).reversed_axes()
        }
    }
}

pub(crate) fn widen<T: Element>(a: &Array2<T>) -> Array2<f64> {
    a.mapv(T::wide)
}

/// Sets every element outside `triangle` to `value`.
pub(crate) fn fill_outside<T: Element>(a: &mut Array2<T>, triangle: UPLO, value: T) {
    for ((i, j), element) in a.indexed_iter_mut() {
        if !holds(triangle, i, j) {
            *element = value;
        }
    }
}

/// Returns true if the triangle, including the diagonal, holds the element (i, j).
pub(crate) fn holds(triangle: UPLO, i: usize, j: usize) -> bool {
    match triangle {
        UPLO::Upper => i <= j,
        UPLO::Lower => i >= j,
    }
}

/// Frobenius norm.
pub(crate) fn norm(a: ArrayView2<'_, f64>) -> f64 {
    a.iter().map(|x| x * x).sum::<f64>().sqrt()
}

pub(crate) fn random(seed: u64, rows: usize, columns: usize) -> Array2<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    Array2::from_shape_simple_fn((rows, columns), || rng.random_range(-1.0..1.0))
}

pub(crate) fn symmetric(seed: u64, n: usize) -> Array2<f64> {
    let a = random(seed, n, n);
    &a + &a.t()
}

/// Well conditioned: eigenvalues between 1 and about 2.
pub(crate) fn positive_definite(seed: u64, n: usize) -> Array2<f64> {
    let a = random(seed, n, n);
    a.t().dot(&a) / n as f64 + Array2::<f64>::eye(n)
}

/// Second differences: 2 on the diagonal, −1 beside it. The determinant is n + 1, and the
/// eigenvalues are 2 − 2 cos(kπ / (n + 1)), k = 1 … n.
pub(crate) fn second_differences(n: usize) -> Array2<f64> {
    Array2::from_shape_fn((n, n), |(i, j)| match i.abs_diff(j) {
        0 => 2.0,
        1 => -1.0,
        _ => 0.0,
    })
}

/// Positive definite, with a condition number of about e^3.5n.
pub(crate) fn hilbert(n: usize) -> Array2<f64> {
    Array2::from_shape_fn((n, n), |(i, j)| 1.0 / (i + j + 1) as f64)
}

/// A seed and an order up to 60.
pub(crate) fn sizes() -> impl Strategy<Value = (u64, usize)> {
    (any::<u64>(), 1..=60_usize)
}
