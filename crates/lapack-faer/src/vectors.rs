//! The CPU's vectors of an element type, for loops whose sums have to stay in registers.

use std::ops::{Add, Div, Mul, Sub};

use pulp::Simd;

/// A vector that can be computed with, by the instructions `S`.
#[derive(Clone, Copy)]
pub(crate) struct Vector<T: Vectors, S: Simd> {
    simd: S,
    pub(crate) lanes: T::V<S>,
}

impl<T: Vectors, S: Simd> Vector<T, S> {
    #[inline(always)]
    pub(crate) fn new(simd: S, lanes: T::V<S>) -> Self {
        Self { simd, lanes }
    }

    #[inline(always)]
    pub(crate) fn splat(simd: S, value: T) -> Self {
        Self::new(simd, T::splat(simd, value))
    }

    /// The sum of the lanes.
    #[inline(always)]
    pub(crate) fn sum(self) -> T {
        T::sum(self.simd, self.lanes)
    }

    /// The vector, and 1 where it is 0.
    #[inline(always)]
    pub(crate) fn nonzero(self) -> Self {
        Self::new(self.simd, T::nonzero(self.simd, self.lanes))
    }

    /// The vector where `sign` is negative, and where it is not; 0 elsewhere.
    #[inline(always)]
    pub(crate) fn split(self, sign: Self) -> (Self, Self) {
        let (negative, positive) = T::split(self.simd, sign.lanes, self.lanes);
        (
            Self::new(self.simd, negative),
            Self::new(self.simd, positive),
        )
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $function:ident) => {
        impl<T: Vectors, S: Simd> $trait for Vector<T, S> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self::new(self.simd, T::$function(self.simd, self.lanes, other.lanes))
            }
        }
    };
}

operator!(Add, add, plus);
operator!(Sub, sub, minus);
operator!(Mul, mul, times);
operator!(Div, div, over);

/// An element type that there are vectors of, `V<S>` with the instructions `S`.
pub(crate) trait Vectors: Copy {
    /// A vector.
    type V<S: Simd>: Copy;

    /// The number in every lane.
    fn splat<S: Simd>(simd: S, value: Self) -> Self::V<S>;
    /// A slice of whole vectors.
    fn vectors<S: Simd>(slice: &[Self]) -> &[Self::V<S>];
    /// A slice of whole vectors, to be written.
    fn vectors_mut<S: Simd>(slice: &mut [Self]) -> &mut [Self::V<S>];
    fn plus<S: Simd>(simd: S, a: Self::V<S>, b: Self::V<S>) -> Self::V<S>;
    fn minus<S: Simd>(simd: S, a: Self::V<S>, b: Self::V<S>) -> Self::V<S>;
    fn times<S: Simd>(simd: S, a: Self::V<S>, b: Self::V<S>) -> Self::V<S>;
    fn over<S: Simd>(simd: S, a: Self::V<S>, b: Self::V<S>) -> Self::V<S>;
    /// The sum of the lanes.
    fn sum<S: Simd>(simd: S, a: Self::V<S>) -> Self;
    /// `a`, and 1 where it is 0.
    fn nonzero<S: Simd>(simd: S, a: Self::V<S>) -> Self::V<S>;
    /// `a` where `sign` is negative, and `a` where it is not; 0 elsewhere.
    fn split<S: Simd>(simd: S, sign: Self::V<S>, a: Self::V<S>) -> (Self::V<S>, Self::V<S>);
}

macro_rules! vectors {
    ($real:ident, $lanes:ident, $splat:ident, $as_simd:ident, $as_mut_simd:ident, $add:ident,
     $sub:ident, $mul:ident, $div:ident, $sum:ident, $less:ident, $equal:ident, $select:ident) => {
        impl Vectors for $real {
            type V<S: Simd> = S::$lanes;

            #[inline(always)]
            fn splat<S: Simd>(simd: S, value: Self) -> S::$lanes {
                simd.$splat(value)
            }

            #[inline(always)]
            fn vectors<S: Simd>(slice: &[Self]) -> &[S::$lanes] {
                let (vectors, rest) = S::$as_simd(slice);
                debug_assert!(rest.is_empty());
                vectors
            }

            #[inline(always)]
            fn vectors_mut<S: Simd>(slice: &mut [Self]) -> &mut [S::$lanes] {
                let (vectors, rest) = S::$as_mut_simd(slice);
                debug_assert!(rest.is_empty());
                vectors
            }

            #[inline(always)]
            fn plus<S: Simd>(simd: S, a: S::$lanes, b: S::$lanes) -> S::$lanes {
                simd.$add(a, b)
            }

            #[inline(always)]
            fn minus<S: Simd>(simd: S, a: S::$lanes, b: S::$lanes) -> S::$lanes {
                simd.$sub(a, b)
            }

            #[inline(always)]
            fn times<S: Simd>(simd: S, a: S::$lanes, b: S::$lanes) -> S::$lanes {
                simd.$mul(a, b)
            }

            #[inline(always)]
            fn over<S: Simd>(simd: S, a: S::$lanes, b: S::$lanes) -> S::$lanes {
                simd.$div(a, b)
            }

            #[inline(always)]
            fn sum<S: Simd>(simd: S, a: S::$lanes) -> Self {
                simd.$sum(a)
            }

            #[inline(always)]
            fn nonzero<S: Simd>(simd: S, a: S::$lanes) -> S::$lanes {
                let is_zero = simd.$equal(a, simd.$splat(0.0));
                simd.$select(is_zero, simd.$splat(1.0), a)
            }

            #[inline(always)]
            fn split<S: Simd>(simd: S, sign: S::$lanes, a: S::$lanes) -> (S::$lanes, S::$lanes) {
                let zero = simd.$splat(0.0);
                let negative = simd.$less(sign, zero);
                (
                    simd.$select(negative, a, zero),
                    simd.$select(negative, zero, a),
                )
            }
        }
    };
}

vectors!(
    f32,
    f32s,
    splat_f32s,
    as_simd_f32s,
    as_mut_simd_f32s,
    add_f32s,
    sub_f32s,
    mul_f32s,
    div_f32s,
    reduce_sum_f32s,
    less_than_f32s,
    equal_f32s,
    select_f32s
);
vectors!(
    f64,
    f64s,
    splat_f64s,
    as_simd_f64s,
    as_mut_simd_f64s,
    add_f64s,
    sub_f64s,
    mul_f64s,
    div_f64s,
    reduce_sum_f64s,
    less_than_f64s,
    equal_f64s,
    select_f64s
);
