use std::arch::x86_64::{
    __m256i, _mm256_add_epi32, _mm256_load_si256, _mm256_madd_epi16, _mm256_set1_epi32,
    _mm256_setzero_si256, _mm256_storeu_si256,
};

use super::Avx2;
use crate::frame_tile::{FRAME, FramePair, FrameProduct, FrameTile};

impl FrameTile<1> for Avx2 {
    fn products_of(
        self,
        query: &[FramePair],
        [row]: [&[FramePair]; 1],
        [product]: &mut [FrameProduct; 1],
    ) {
        // SAFETY: `self` proves the features.
        unsafe { frame_product(query, row, product) }
    }
}

/// Uses eight accumulators, one for each vector of the query. Their lanes are the vectors of the
/// row.
#[target_feature(enable = "avx2")]
fn frame_product(query: &[FramePair], row: &[FramePair], product: &mut FrameProduct) {
    let mut sums = [_mm256_setzero_si256(); FRAME];
    for (FramePair(query), row) in query.iter().zip(row) {
        // SAFETY: a `FramePair` is 32 aligned bytes.
        let row = unsafe { _mm256_load_si256(std::ptr::from_ref(row).cast::<__m256i>()) };
        for (sum, &[low, high]) in sums.iter_mut().zip(query) {
            let query = i32::from(low.cast_unsigned()) | i32::from(high) << 16;
            let products = _mm256_madd_epi16(_mm256_set1_epi32(query), row);
            *sum = _mm256_add_epi32(*sum, products);
        }
    }
    for (product, sum) in product.iter_mut().zip(sums) {
        // SAFETY: a row of a `FrameProduct` is 32 bytes.
        unsafe { _mm256_storeu_si256(product.as_mut_ptr().cast(), sum) };
    }
}
