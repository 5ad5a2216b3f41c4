use std::arch::x86_64::{
    __m256i, __m512i, _mm256_load_si256, _mm256_storeu_si256, _mm512_castsi256_si512,
    _mm512_castsi512_si256, _mm512_dpwssd_epi32, _mm512_extracti64x4_epi64, _mm512_inserti64x4,
    _mm512_set1_epi32, _mm512_setzero_si512,
};

use super::Avx512;
use crate::frame_tile::{FRAME, FramePair, FrameProduct, FrameTile};

/// Number of rows at a time. With two rows in a register there are 16 accumulators. This hides the
/// latency of multiply-adds at two in each cycle.
const ROWS: usize = 4;

impl FrameTile<ROWS> for Avx512 {
    fn products_of(
        self,
        query: &[FramePair],
        rows: [&[FramePair]; ROWS],
        products: &mut [FrameProduct; ROWS],
    ) {
        // SAFETY: `self` proves the features.
        unsafe { products_of(query, rows, products) }
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
fn products_of(
    query: &[FramePair],
    rows: [&[FramePair]; ROWS],
    products: &mut [FrameProduct; ROWS],
) {
    let [a, b, c, d] = rows.map(|row| &row[..query.len()]);
    let mut sums = [[_mm512_setzero_si512(); ROWS / 2]; FRAME];
    for (i, FramePair(query)) in query.iter().enumerate() {
        let rows = [two(&a[i], &b[i]), two(&c[i], &d[i])];
        for (sums, &[low, high]) in sums.iter_mut().zip(query) {
            let query = i32::from(low.cast_unsigned()) | i32::from(high) << 16;
            let query = _mm512_set1_epi32(query);
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum = _mm512_dpwssd_epi32(*sum, query, row);
            }
        }
    }
    for (vector, sums) in sums.into_iter().enumerate() {
        for (pair, sum) in products.chunks_exact_mut(2).zip(sums) {
            let halves = [
                _mm512_castsi512_si256(sum),
                _mm512_extracti64x4_epi64::<1>(sum),
            ];
            for (product, half) in pair.iter_mut().zip(halves) {
                // SAFETY: a row of a `FrameProduct` is 32 bytes.
                unsafe { _mm256_storeu_si256(product[vector].as_mut_ptr().cast(), half) };
            }
        }
    }
}

/// Two rows side by side.
#[inline]
#[target_feature(enable = "avx512f,avx512vl")]
fn two(low: &FramePair, high: &FramePair) -> __m512i {
    let [low, high] = [low, high].map(|pair| {
        // SAFETY: a `FramePair` is 32 aligned bytes.
        unsafe { _mm256_load_si256(std::ptr::from_ref(pair).cast::<__m256i>()) }
    });
    _mm512_inserti64x4::<1>(_mm512_castsi256_si512(low), high)
}
