use std::arch::x86_64::{
    _mm256_add_ps, _mm256_load_ps, _mm256_mul_ps, _mm256_set1_ps, _mm256_setzero_ps,
    _mm256_store_ps, _mm256_sub_ps,
};

use super::Avx2;
use crate::distance_tile::{DistanceTile, FloatLanes, QUERIES};

/// Number of rows in half a panel.
const HALF: usize = 8;

impl DistanceTile for Avx2 {
    fn squared_distances(
        self,
        queries: &[[f32; QUERIES]],
        panel: &[FloatLanes],
    ) -> [FloatLanes; QUERIES] {
        // SAFETY: `self` proves the features.
        unsafe { squared_distances(queries, panel) }
    }
}

#[target_feature(enable = "avx2")]
fn squared_distances(queries: &[[f32; QUERIES]], panel: &[FloatLanes]) -> [FloatLanes; QUERIES] {
    let mut sums = [[_mm256_setzero_ps(); 2]; QUERIES];
    for (queries, FloatLanes(rows)) in queries.iter().zip(panel) {
        // SAFETY: `FloatLanes` is two halves of 32 aligned bytes.
        let rows = unsafe {
            [
                _mm256_load_ps(rows.as_ptr()),
                _mm256_load_ps(rows.as_ptr().add(HALF)),
            ]
        };
        for (sums, &query) in sums.iter_mut().zip(queries) {
            let query = _mm256_set1_ps(query);
            for (sum, rows) in sums.iter_mut().zip(rows) {
                let difference = _mm256_sub_ps(rows, query);
                *sum = _mm256_add_ps(*sum, _mm256_mul_ps(difference, difference));
            }
        }
    }
    let mut distances = [FloatLanes::ZERO; QUERIES];
    for (FloatLanes(distances), sums) in distances.iter_mut().zip(sums) {
        for (half, sum) in sums.into_iter().enumerate() {
            // SAFETY: `FloatLanes` is two halves of 32 aligned bytes.
            unsafe { _mm256_store_ps(distances.as_mut_ptr().add(half * HALF), sum) };
        }
    }
    distances
}
