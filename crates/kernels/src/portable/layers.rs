//! The network kernels on vectors of four lanes, which every 64-bit CPU supports.

use std::ops::Range;

use half::bf16;
use wide::f32x4;

use super::Portable;
use crate::lanes::Lanes;
use crate::lanes::stamp::stamp_layers;

/// True if the build may assume that the CPU has fused multiply-add.
const FUSED: bool = cfg!(any(target_arch = "aarch64", target_feature = "fma"));

impl Lanes for f32x4 {
    const N: usize = 4;
    const POSITIONS: usize = 2;
    const MAPS: usize = 5;
    const ROWS: usize = 2;
    const SUMS: usize = 8;

    #[inline(always)]
    unsafe fn zero() -> Self {
        f32x4::ZERO
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        f32x4::splat(value)
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller has four numbers at `from`; an array is aligned where they are.
        f32x4::from(unsafe { *from.cast::<[f32; 4]>() })
    }

    #[inline(always)]
    unsafe fn load_bf16(from: *const bf16) -> Self {
        // SAFETY: the caller has four numbers at `from`; an array is aligned where they are.
        let values = unsafe { *from.cast::<[bf16; 4]>() };
        // A bf16 number is the upper half of the f32 number it stands for. `to_f32` also looks for
        // NaN, lane by lane.
        f32x4::from(values.map(|value| f32::from_bits(u32::from(value.to_bits()) << 16)))
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller has room for four numbers at `to`; an array is aligned where they are.
        unsafe { *to.cast::<[f32; 4]>() = self.to_array() };
    }

    #[inline(always)]
    unsafe fn load_some(lanes: Range<usize>, from: *const f32) -> Self {
        // SAFETY: the caller has the numbers of the range, and no other is read.
        unsafe {
            if lanes.start == 0 && lanes.end >= Self::N {
                return Self::load(from);
            }
            let mut values = [0.0; 4];
            for lane in lanes.start..lanes.end.min(Self::N) {
                values[lane] = *from.add(lane);
            }
            f32x4::from(values)
        }
    }

    #[inline(always)]
    unsafe fn store_first(self, n: usize, to: *mut f32) {
        // SAFETY: the caller has room for `n` numbers, and no more are written.
        unsafe {
            if n >= Self::N {
                return self.store(to);
            }
            for (lane, value) in self.to_array().into_iter().take(n).enumerate() {
                *to.add(lane) = value;
            }
        }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        self + other
    }

    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        self * other
    }

    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        self - other
    }

    #[inline(always)]
    unsafe fn mul_add(self, b: Self, c: Self) -> Self {
        f32x4::mul_add(self, b, c)
    }

    #[inline(always)]
    unsafe fn pair_sums(self, other: Self) -> Self {
        let ([a, b, c, d], [e, f, g, h]) = (self.to_array(), other.to_array());
        f32x4::from([a, c, e, g]) + f32x4::from([b, d, f, h])
    }

    #[inline(always)]
    unsafe fn doubled(self) -> [Self; 2] {
        let [a, b, c, d] = self.to_array();
        [f32x4::from([a, a, b, b]), f32x4::from([c, c, d, d])]
    }

    #[inline(always)]
    unsafe fn sums(vectors: *const Self) -> Self {
        // SAFETY: the caller has four aligned vectors at `vectors`, which is an array of them.
        let [a, b, c, d] = f32x4::transpose(unsafe { *vectors.cast::<[Self; 4]>() });
        (a + b) + (c + d)
    }

    #[inline(always)]
    unsafe fn row_sums<const M: usize>(sums: &[[Self; 5]; M], to: [*mut f32; M]) {
        for (sums, to) in sums.iter().zip(to) {
            // SAFETY: the caller has room for five numbers at each `to`: a vector and one.
            unsafe {
                Self::sums(sums.as_ptr()).store(to);
                *to.add(4) = sums[4].reduce_add();
            }
        }
    }
}

stamp_layers!(Portable, [], f32x4, fused: FUSED);
