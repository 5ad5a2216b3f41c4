//! The network kernels on vectors of eight lanes.

use std::arch::x86_64::*;
use std::ops::Range;

use half::bf16;

use super::Avx2;
use crate::lanes::Lanes;
use crate::lanes::stamp::stamp_layers;

impl Lanes for __m256 {
    const N: usize = 8;
    const POSITIONS: usize = 2;
    const MAPS: usize = 6;
    const ROWS: usize = 2;
    const SUMS: usize = 8;

    #[inline(always)]
    unsafe fn zero() -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm256_setzero_ps() }
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm256_set1_ps(value) }
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller has the features and eight numbers at `from`, aligned or not.
        unsafe { _mm256_loadu_ps(from) }
    }

    #[inline(always)]
    unsafe fn load_bf16(from: *const bf16) -> Self {
        // SAFETY: the caller has the features and eight numbers at `from`, aligned or not.
        unsafe {
            // A bf16 number is the upper half of the f32 number it stands for.
            _mm256_castsi256_ps(_mm256_slli_epi32::<16>(_mm256_cvtepu16_epi32(
                _mm_loadu_si128(from.cast()),
            )))
        }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller has the features and room for eight numbers, aligned or not.
        unsafe { _mm256_storeu_ps(to, self) }
    }

    #[inline(always)]
    unsafe fn load_some(lanes: Range<usize>, from: *const f32) -> Self {
        // SAFETY: the caller has the features and these numbers; the mask leaves out all others.
        unsafe {
            _mm256_maskload_ps(
                from,
                _mm256_andnot_si256(first(lanes.start), first(lanes.end)),
            )
        }
    }

    #[inline(always)]
    unsafe fn store_first(self, n: usize, to: *mut f32) {
        // SAFETY: the caller has the features and room for `n`; the mask leaves out all others.
        unsafe { _mm256_maskstore_ps(to, first(n), self) }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm256_add_ps(self, other) }
    }

    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm256_mul_ps(self, other) }
    }

    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm256_sub_ps(self, other) }
    }

    #[inline(always)]
    unsafe fn mul_add(self, b: Self, c: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm256_fmadd_ps(self, b, c) }
    }

    #[inline(always)]
    unsafe fn pair_sums(self, other: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe {
            // The two halves of the result come interleaved: a, b, a, b.
            let sums = _mm256_castps_pd(_mm256_hadd_ps(self, other));
            _mm256_castpd_ps(_mm256_permute4x64_pd::<0b11_01_10_00>(sums))
        }
    }

    #[inline(always)]
    unsafe fn doubled(self) -> [Self; 2] {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe {
            let low = _mm256_unpacklo_ps(self, self);
            let high = _mm256_unpackhi_ps(self, self);
            [
                _mm256_permute2f128_ps::<0x20>(low, high),
                _mm256_permute2f128_ps::<0x31>(low, high),
            ]
        }
    }

    #[inline(always)]
    unsafe fn sums(vectors: *const Self) -> Self {
        // SAFETY: the caller has the features and eight aligned vectors, four for each call.
        unsafe {
            let (p, q) = (four_sums(vectors), four_sums(vectors.add(4)));
            _mm256_add_ps(
                _mm256_permute2f128_ps::<0x20>(p, q),
                _mm256_permute2f128_ps::<0x31>(p, q),
            )
        }
    }

    #[inline(always)]
    unsafe fn row_sums<const M: usize>(sums: &[[Self; 5]; M], to: [*mut f32; M]) {
        // SAFETY: the caller has the features and room for five at each `to`, the lanes of a mask.
        unsafe {
            let five = _mm256_setr_epi32(-1, -1, -1, -1, -1, 0, 0, 0);
            for (sums, to) in sums.iter().zip(to) {
                let mut all = [_mm256_setzero_ps(); 8];
                all[..5].copy_from_slice(sums);
                _mm256_maskstore_ps(to, five, Self::sums(all.as_ptr()));
            }
        }
    }
}

/// A mask of the first `n` lanes; of all lanes if `n` is larger.
#[inline(always)]
unsafe fn first(n: usize) -> __m256i {
    // SAFETY: the caller has the CPU features, which is all that registers need.
    unsafe {
        let lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
        _mm256_cmpgt_epi32(_mm256_set1_epi32(n.min(8) as i32), lanes)
    }
}

/// The lane sums of four vectors, each in two parts. Half k of the result holds part k of all four
/// sums.
#[inline(always)]
unsafe fn four_sums(vectors: *const __m256) -> __m256 {
    // SAFETY: the caller has the features, and four aligned vectors at `vectors`.
    unsafe {
        _mm256_hadd_ps(
            _mm256_hadd_ps(*vectors, *vectors.add(1)),
            _mm256_hadd_ps(*vectors.add(2), *vectors.add(3)),
        )
    }
}

stamp_layers!(Avx2, ["avx2,fma"], __m256, fused: true);
