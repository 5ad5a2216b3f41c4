//! The network kernels, written once for the vectors of every level.
//!
//! A kernel is written with [`Lanes`] if it must control what is in a register and when. Otherwise
//! it is a plain loop that the compiler vectorises. [`stamp`] compiles both kinds for a level.

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
/// Every function needs the CPU features of the level. Inlined into a function that is compiled for
/// these features, it becomes the instruction that its name says. Pointers to numbers must be valid
/// for the lanes that are read or written, and aligned as numbers. Pointers to vectors must be
/// aligned as vectors.
pub(crate) trait Lanes: Copy {
    /// Number of lanes in a vector.
    const N: usize;
    /// The largest number of vectors of one map in a block of positions.
    const POSITIONS: usize;
    /// The largest number of output maps that a block computes together.
    const MAPS: usize;
    /// The largest number of maps whose kernel rows are summed together.
    const ROWS: usize;
    /// Number of vectors of sums that leave enough registers for the values that are added.
    const SUMS: usize;

    unsafe fn zero() -> Self;
    unsafe fn splat(value: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    unsafe fn load_bf16(from: *const bf16) -> Self;
    unsafe fn store(self, to: *mut f32);
    /// Loads the lanes of the range `lanes`, with zeros elsewhere. The memory of the other lanes is
    /// not touched.
    unsafe fn load_some(lanes: Range<usize>, from: *const f32) -> Self;
    /// Stores the first `n` lanes. The memory after them is not touched.
    unsafe fn store_first(self, n: usize, to: *mut f32);
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn mul(self, other: Self) -> Self;
    unsafe fn sub(self, other: Self) -> Self;
    /// self · b + c, fused where the level has an instruction for it.
    unsafe fn mul_add(self, b: Self, c: Self) -> Self;

    /// The sums of neighbouring lanes, 2i and 2i + 1, first of `self` and then of `other`.
    unsafe fn pair_sums(self, other: Self) -> Self;
    /// Each lane twice in a row.
    unsafe fn doubled(self) -> [Self; 2];

    /// Looks at `N` numbers at `first` and at `second`. Where at least one of the two is not zero,
    /// it writes both numbers and their index (`at` plus the lane), one after the other. It returns
    /// how many it wrote. There is room for `N` of each.
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

    /// The sum of the lanes of each of `N` vectors, in order.
    unsafe fn sums(vectors: *const Self) -> Self;

    /// The lane sums of five vectors for each of `M` maps. Five values are written at each `to`.
    unsafe fn row_sums<const M: usize>(sums: &[[Self; 5]; M], to: [*mut f32; M]);
}

/// A number as it is stored in memory, which becomes a lane when it is loaded.
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

/// Divides `n` items into as few groups as possible with at most `most` items each. The groups are
/// as equal in size as possible. It returns (start, length) of each group.
fn groups(n: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let count = n.div_ceil(most);
    (0..count).map(move |group| {
        let start = group * n / count;
        (start, (group + 1) * n / count - start)
    })
}

/// Does the work of [`Lanes::gather`] one number at a time. The first number has the index `at`.
#[inline(always)]
fn gather_each(
    (first, second): (&[f32], &[f32]),
    at: u32,
    (indices, firsts, seconds): (&mut [u32], &mut [f32], &mut [f32]),
) -> usize {
    let mut count = 0;
    // No branch here: a CPU cannot predict at which pixel ink begins or ends.
    for ((&a, &b), index) in first.iter().zip(second).zip(at..) {
        (indices[count], firsts[count], seconds[count]) = (index, a, b);
        count += usize::from(a != 0.0 || b != 0.0);
    }
    count
}

/// Calls a function with the width of the maps. If it is a width that the networks have, it is
/// passed as a constant, so that the compiler knows the number of vectors in a row.
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
