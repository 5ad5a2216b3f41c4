//! The network kernels on vectors of sixteen lanes.

use std::arch::x86_64::*;
use std::ops::Range;

use half::bf16;

use super::Avx512;
use crate::lanes::Lanes;
use crate::lanes::stamp::stamp_layers;

impl Lanes for __m512 {
    const N: usize = 16;
    const POSITIONS: usize = 4;
    const MAPS: usize = 6;
    const ROWS: usize = 5;
    const SUMS: usize = 16;

    #[inline(always)]
    unsafe fn zero() -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm512_setzero_ps() }
    }

    #[inline(always)]
    unsafe fn splat(value: f32) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm512_set1_ps(value) }
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        // SAFETY: the caller has the features and sixteen numbers at `from`, aligned or not.
        unsafe { _mm512_loadu_ps(from) }
    }

    #[inline(always)]
    unsafe fn load_bf16(from: *const bf16) -> Self {
        // SAFETY: the caller has the features and sixteen numbers at `from`, aligned or not.
        unsafe {
            // A bf16 number is the upper half of the f32 number it stands for.
            _mm512_castsi512_ps(_mm512_slli_epi32::<16>(_mm512_cvtepu16_epi32(
                _mm256_loadu_si256(from.cast()),
            )))
        }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        // SAFETY: the caller has the features and room for sixteen numbers, aligned or not.
        unsafe { _mm512_storeu_ps(to, self) }
    }

    #[inline(always)]
    unsafe fn load_some(lanes: Range<usize>, from: *const f32) -> Self {
        // SAFETY: the caller has the features and these numbers; the mask leaves out all others.
        unsafe { _mm512_maskz_loadu_ps(first(lanes.end) & !first(lanes.start), from) }
    }

    #[inline(always)]
    unsafe fn store_first(self, n: usize, to: *mut f32) {
        // SAFETY: the caller has the features and room for `n`; the mask leaves out all others.
        unsafe { _mm512_mask_storeu_ps(to, first(n), self) }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm512_add_ps(self, other) }
    }

    #[inline(always)]
    unsafe fn mul(self, other: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm512_mul_ps(self, other) }
    }

    #[inline(always)]
    unsafe fn sub(self, other: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm512_sub_ps(self, other) }
    }

    #[inline(always)]
    unsafe fn mul_add(self, b: Self, c: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe { _mm512_fmadd_ps(self, b, c) }
    }

    #[inline(always)]
    unsafe fn pair_sums(self, other: Self) -> Self {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe {
            let even = _mm512_setr_epi32(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30);
            let odd = _mm512_add_epi32(even, _mm512_set1_epi32(1));
            _mm512_add_ps(
                _mm512_permutex2var_ps(self, even, other),
                _mm512_permutex2var_ps(self, odd, other),
            )
        }
    }

    #[inline(always)]
    unsafe fn doubled(self) -> [Self; 2] {
        // SAFETY: the caller has the CPU features, which is all that registers need.
        unsafe {
            let low = _mm512_setr_epi32(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7);
            let high = _mm512_add_epi32(low, _mm512_set1_epi32(8));
            [
                _mm512_permutexvar_ps(low, self),
                _mm512_permutexvar_ps(high, self),
            ]
        }
    }

    #[inline(always)]
    unsafe fn gather(
        (first, second): (*const f32, *const f32),
        at: u32,
        (indices, firsts, seconds): (*mut u32, *mut f32, *mut f32),
    ) -> usize {
        // SAFETY: the caller has the features and `N` numbers at each source and each target.
        unsafe {
            let (a, b) = (Self::load(first), Self::load(second));
            let zero = Self::zero();
            let either = _mm512_cmp_ps_mask::<_CMP_NEQ_UQ>(a, zero)
                | _mm512_cmp_ps_mask::<_CMP_NEQ_UQ>(b, zero);
            let lanes = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            let lanes = _mm512_add_epi32(lanes, _mm512_set1_epi32(at.cast_signed()));
            // Compress into a register first. On some CPUs, compressing into memory takes a hundred
            // cycles.
            let lanes = _mm512_maskz_compress_epi32(either, lanes);
            _mm512_storeu_si512(indices.cast(), lanes);
            _mm512_maskz_compress_ps(either, a).store(firsts);
            _mm512_maskz_compress_ps(either, b).store(seconds);
            either.count_ones() as usize
        }
    }

    #[inline(always)]
    unsafe fn sums(vectors: *const Self) -> Self {
        // SAFETY: the caller has the features and sixteen aligned vectors, four for each call.
        unsafe {
            // Pairs of vectors are interleaved and added. This halves the number of vectors four
            // times. The last vector has the sum of vector i in lane i.
            let p = four_sums(vectors);
            let q = four_sums(vectors.add(4));
            let r = four_sums(vectors.add(8));
            let s = four_sums(vectors.add(12));
            quarter_sums(quarter_sums(p, q), quarter_sums(r, s))
        }
    }

    #[inline(always)]
    unsafe fn row_sums<const M: usize>(sums: &[[Self; 5]; M], to: [*mut f32; M]) {
        // SAFETY: the caller has the features and room for five at each `to`, the lanes of a mask.
        unsafe {
            let mut all = [_mm512_setzero_ps(); 16];
            for (m, sums) in sums.iter().enumerate() {
                all[5 * m..5 * m + 5].copy_from_slice(sums);
            }
            let sums = Self::sums(all.as_ptr());
            for (m, to) in to.into_iter().enumerate() {
                _mm512_mask_storeu_ps(to.wrapping_sub(5 * m), 0b11111 << (5 * m), sums);
            }
        }
    }
}

/// A mask of the first `n` lanes; of all lanes if `n` is larger.
#[inline(always)]
fn first(n: usize) -> __mmask16 {
    ((1u32 << n.min(16)) - 1) as __mmask16
}

/// The lane sums of four vectors, each in four parts. Quarter k of the result holds part k of all
/// four sums.
#[inline(always)]
unsafe fn four_sums(vectors: *const __m512) -> __m512 {
    // SAFETY: the caller has the features, and four aligned vectors at `vectors`.
    unsafe {
        let (a, b) = (*vectors, *vectors.add(1));
        let (c, d) = (*vectors.add(2), *vectors.add(3));
        let ab = _mm512_add_ps(_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
        let cd = _mm512_add_ps(_mm512_unpacklo_ps(c, d), _mm512_unpackhi_ps(c, d));
        _mm512_add_ps(
            _mm512_shuffle_ps::<0b01_00_01_00>(ab, cd),
            _mm512_shuffle_ps::<0b11_10_11_10>(ab, cd),
        )
    }
}

/// The even quarters of two vectors plus their odd quarters.
#[inline(always)]
unsafe fn quarter_sums(a: __m512, b: __m512) -> __m512 {
    // SAFETY: the caller has the CPU features, which is all that registers need.
    unsafe {
        _mm512_add_ps(
            _mm512_shuffle_f32x4::<0b10_00_10_00>(a, b),
            _mm512_shuffle_f32x4::<0b11_01_11_01>(a, b),
        )
    }
}

stamp_layers!(Avx512, ["avx512f,avx512vl,avx2,fma"], __m512, fused: true);
