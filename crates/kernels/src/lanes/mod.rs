//! The network kernels, written once for the vectors of every level.
//!
//! Where it matters what is in a register and when, a kernel is written in [`Lanes`]; elsewhere
//! it is a plain loop, which a compiler makes vectors of. [`stamp`] compiles both for a level.

use std::ops::Range;

use half::bf16;

pub(crate) mod convolution;
pub(crate) mod dense;
pub(crate) mod elementwise;
pub(crate) mod rates;
pub(crate) mod sparse;
pub(crate) mod stamp;
pub(crate) mod subsampling;

/// A vector of `N` single-precision lanes.
///
/// # Safety
/// Every function needs the CPU features of the level, and, inlined into a function that is
/// compiled for them, becomes the instruction its name says. Pointers must be valid for the
/// lanes that are read or written, and aligned as numbers; those to vectors, as vectors.
pub(crate) trait Lanes: Copy {
    /// Lanes of a vector.
    const N: usize;
    /// Vectors of one map in a block of positions, at most.
    const POSITIONS: usize;
    /// Output maps that a block computes together, at most.
    const MAPS: usize;
    /// Maps whose kernel rows are summed together, at most.
    const ROWS: usize;
    /// Vectors of sums that leave registers for what is added to them.
    const SUMS: usize;

    unsafe fn zero() -> Self;
    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    unsafe fn load_bf16(from: *const bf16) -> Self;
    unsafe fn store(self, to: *mut f32);
    /// The lanes of `lanes`, zeros elsewhere; memory of other lanes is not touched.
    unsafe fn load_some(lanes: Range<usize>, from: *const f32) -> Self;
    /// The first `n` lanes; memory beyond them is not touched.
    unsafe fn store_first(self, n: usize, to: *mut f32);
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn mul(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    /// self · b + c, fused where the level has an instruction for it.
    unsafe fn mul_add(self, b: Self, c: Self) -> Self;

    /// The sums of neighbours, lanes 2i and 2i + 1, of `self` and then of `other`.
    unsafe fn pair_sums(self, other: Self) -> Self;
    /// Each lane twice in a row.
    unsafe fn doubled(self) -> [Self; 2];

    /// Of `N` numbers at `first` and at `second`, those where either is not zero, one after the
    /// other, and `at` plus the lane of each; returns how many. There is room for `N` of each.
    #[inline(always)]
    unsafe fn gather(
        (first, second): (*const f32, *const f32),
        at: u32,
        (indices, firsts, seconds): (*mut u32, *mut f32, *mut f32),
    ) -> usize {
        // SAFETY: the caller has `N` numbers at each source and, apart from these, at each target.
        unsafe {
            let vectors = (
                std::slice::from_raw_parts(first, Self::N),
                std::slice::from_raw_parts(second, Self::N),
            );
            let found = (
                std::slice::from_raw_parts_mut(indices, Self::N),
                std::slice::from_raw_parts_mut(firsts, Self::N),
                std::slice::from_raw_parts_mut(seconds, Self::N),
            );
            gather_each(vectors, at, found)
        }
    }

    /// The lane sums of `N` vectors, in order.
    unsafe fn sums(vectors: *const Self) -> Self;

    /// The lane sums of five vectors for each of `M` maps, five values at each `to`.
    unsafe fn row_sums<const M: usize>(sums: &[[Self; 5]; M], to: [*mut f32; M]);
}

/// A number in memory that becomes a lane.
///
/// # Safety
/// As [`Lanes`].
pub(crate) trait Stored: Copy {
    unsafe fn load<L: Lanes>(from: *const Self) -> L;
}

impl Stored for f32 {
    #[inline(always)]
    unsafe fn load<L: Lanes>(from: *const Self) -> L {
        // SAFETY: the caller has what the vector asks for: the features, and `N` numbers at `from`.
        unsafe { L::load(from) }
    }
}

impl Stored for bf16 {
    #[inline(always)]
    unsafe fn load<L: Lanes>(from: *const Self) -> L {
        // SAFETY: the caller has what the vector asks for: the features, and `N` numbers at `from`.
        unsafe { L::load_bf16(from) }
    }
}

/// `n` things in as few groups of at most `most` as there can be, as even as they can be:
/// (start, length) of each.
fn groups(n: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let count = n.div_ceil(most);
    (0..count).map(move |group| {
        let start = group * n / count;
        (start, (group + 1) * n / count - start)
    })
}

/// [`Lanes::gather`] one by one, for vectors that begin `at` an index.
#[inline(always)]
fn gather_each(
    (first, second): (&[f32], &[f32]),
    at: u32,
    (indices, firsts, seconds): (&mut [u32], &mut [f32], &mut [f32]),
) -> usize {
    let mut count = 0;
    // No branch, since ink begins and ends at no pixel that could be foreseen.
    for ((&a, &b), index) in first.iter().zip(second).zip(at..) {
        (indices[count], firsts[count], seconds[count]) = (index, a, b);
        count += usize::from(a != 0.0 || b != 0.0);
    }
    count
}

/// A call with the width of the maps as a constant where it is one of the networks', so that a
/// row is a known number of vectors.
macro_rules! with_width {
    ($width:expr, $constant:ident => $call:expr) => {
        match $width {
            28 => {
                let $constant = 28;
                $call
            }
            24 => {
                let $constant = 24;
                $call
            }
            10 => {
                let $constant = 10;
                $call
            }
            8 => {
                let $constant = 8;
                $call
            }
            $constant => $call,
        }
    };
}
use with_width;
