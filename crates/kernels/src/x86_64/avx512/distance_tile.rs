use std::arch::x86_64::{
    _mm512_add_ps, _mm512_load_ps, _mm512_mul_ps, _mm512_set1_ps, _mm512_setzero_ps,
    _mm512_store_ps, _mm512_sub_ps,
};

use super::Avx512;
use crate::distance_tile::{DistanceTile, FloatLanes, QUERIES};

impl DistanceTile for Avx512 {
    fn squared_distances(
        self,
        queries: &[[f32; QUERIES]],
        panel: &[FloatLanes],
    ) -> [FloatLanes; QUERIES] {
        // SAFETY: `self` proves the features.
        unsafe { squared_distances(queries, panel) }
    }
}

#[target_feature(enable = "avx512f")]
fn squared_distances(queries: &[[f32; QUERIES]], panel: &[FloatLanes]) -> [FloatLanes; QUERIES] {
    let mut sums = [_mm512_setzero_ps(); QUERIES];
    for (queries, FloatLanes(rows)) in queries.iter().zip(panel) {
        // SAFETY: `FloatLanes` is 64 aligned bytes.
        let rows = unsafe { _mm512_load_ps(rows.as_ptr()) };
        for (sum, &query) in sums.iter_mut().zip(queries) {
            let difference = _mm512_sub_ps(rows, _mm512_set1_ps(query));
            *sum = _mm512_add_ps(*sum, _mm512_mul_ps(difference, difference));
        }
    }
    let mut distances = [FloatLanes::ZERO; QUERIES];
    for (FloatLanes(distances), sum) in distances.iter_mut().zip(sums) {
        // SAFETY: `FloatLanes` is 64 aligned bytes.
        unsafe { _mm512_store_ps(distances.as_mut_ptr(), sum) };
    }
    distances
}
