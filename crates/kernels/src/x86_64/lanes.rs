//! One vocabulary for the vectors of both levels, so that an algorithm is written once.

/// A vector of `N` single-precision lanes.
///
/// # Safety
/// Every function needs the CPU features of the level, and, inlined into a function that is
/// compiled for them, becomes the instruction its name says. Pointers must be valid for the
/// lanes that are read or written; none need be aligned.
pub(crate) trait Lanes: Copy {
    /// Lanes of a vector.
    const N: usize;
    /// Vectors of one map in a block of positions, at most.
    const POSITIONS: usize;
    /// Maps whose kernel rows are summed together, at most.
    const ROWS: usize;

    unsafe fn zero() -> Self;
    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    unsafe fn store(self, to: *mut f32);
    unsafe fn mul(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    /// self · b + c, fused.
    unsafe fn mul_add(self, b: Self, c: Self) -> Self;

    /// The lane sums of `N` vectors, in order.
    unsafe fn sums(vectors: *const Self) -> Self;

    /// The lane sums of five vectors for each of `M` maps, five values at each `to`.
    unsafe fn row_sums<const M: usize>(sums: &[[Self; 5]; M], to: [*mut f32; M]);
}
