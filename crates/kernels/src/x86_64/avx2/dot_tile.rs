use std::arch::x86_64::{
    __m256i, _mm_setr_epi8, _mm256_add_epi32, _mm256_and_si256, _mm256_broadcastsi128_si256,
    _mm256_cmpeq_epi32, _mm256_load_si256, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_max_epu32,
    _mm256_movemask_epi8, _mm256_set1_epi32, _mm256_setzero_si256, _mm256_shuffle_epi8,
    _mm256_slli_epi32, _mm256_srai_epi16, _mm256_store_si256, _mm256_sub_epi32,
};

use super::Avx2;
use crate::dot_tile::{DotTile, Lanes, QueryTile};
use crate::packed::{PANEL_ROWS, PanelQuad, Panels};

/// There are twice as many accumulators, which fit into 16 registers.
const QUERIES: usize = 6;

/// Number of registers that a panel fills.
const HALVES: usize = 2;

/// Two features of the rows of a panel.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct PanelPair([[i16; 2]; PANEL_ROWS]);

/// Adds pairs of 16-bit products to each 32-bit lane. The instruction for bytes (`maddubs`) cannot
/// be used because it saturates.
impl DotTile for Avx2 {
    const QUERIES: usize = QUERIES;
    const PANELS: usize = 1;
    const GROUP: usize = 2;
    /// Two `i16`, the first the lower.
    type Group = i32;

    fn group(pixels: &[u8]) -> i32 {
        pixels
            .iter()
            .rev()
            .fold(0, |pair, &pixel| pair << 16 | i32::from(pixel))
    }

    fn for_each_tile(
        self,
        tiles: &[QueryTile<Self>],
        panels: Panels<'_>,
        mut visit: impl FnMut(usize, &mut [Lanes]),
    ) {
        // SAFETY: `self` proves the features.
        let pairs = unsafe { widen(panels.quads) };
        let mut dots = [Lanes::ZERO; QUERIES];
        for (i, tile) in tiles.iter().enumerate() {
            tile.check(panels);
            let (queries, _) = tile.groups().as_chunks();
            // SAFETY: `self` proves the features; `check` has made sure that every active group is
            // one of the pairs.
            unsafe { dots_of(tile.active(), queries, pairs.as_flattened(), &mut dots) };
            visit(i, &mut dots);
        }
    }

    fn any_of_panels_below(
        self,
        offsets: &[u32],
        norms: &[[u32; PANEL_ROWS]],
        thresholds: &[u32],
        dots: &[Lanes],
    ) -> u32 {
        // SAFETY: `self` proves the features.
        unsafe { any_of_panels_below(offsets, norms, thresholds, dots) }
    }
}

/// The pairs of a panel's quads.
#[target_feature(enable = "avx2")]
fn widen(quads: &[PanelQuad]) -> Vec<[PanelPair; 2]> {
    // Each byte goes to the upper half of 16 bits, from where a shift brings it down with its sign.
    // The place −1 stands for a zero.
    let places = [
        _mm_setr_epi8(-1, 0, -1, 1, -1, 4, -1, 5, -1, 8, -1, 9, -1, 12, -1, 13),
        _mm_setr_epi8(-1, 2, -1, 3, -1, 6, -1, 7, -1, 10, -1, 11, -1, 14, -1, 15),
    ];
    let places = [
        _mm256_broadcastsi128_si256(places[0]),
        _mm256_broadcastsi128_si256(places[1]),
    ];
    let mut pairs = vec![[PanelPair([[0; 2]; PANEL_ROWS]); 2]; quads.len()];
    for (pairs, quad) in pairs.iter_mut().zip(quads) {
        for half in 0..HALVES {
            // SAFETY: a `PanelQuad` is two halves of 32 aligned bytes.
            let quad = unsafe { _mm256_load_si256((&raw const *quad).cast::<__m256i>().add(half)) };
            for (pair, places) in pairs.iter_mut().zip(places) {
                let wide = _mm256_srai_epi16::<8>(_mm256_shuffle_epi8(quad, places));
                // SAFETY: a `PanelPair` is two halves of 32 aligned bytes.
                unsafe { _mm256_store_si256((&raw mut *pair).cast::<__m256i>().add(half), wide) };
            }
        }
    }
    pairs
}

/// # Safety
/// `active` holds indices into `pairs`.
#[target_feature(enable = "avx2")]
unsafe fn dots_of(
    active: &[u32],
    queries: &[[i32; QUERIES]],
    pairs: &[PanelPair],
    dots: &mut [Lanes; QUERIES],
) {
    let mut sums = [[_mm256_setzero_si256(); HALVES]; QUERIES];
    for (&pair, queries) in active.iter().zip(queries) {
        // SAFETY: the index is one of the pairs'.
        let rows = unsafe { pairs.as_ptr().add(pair as usize).cast::<__m256i>() };
        let rows: [__m256i; HALVES] = std::array::from_fn(|half| {
            // SAFETY: a `PanelPair` is two halves of 32 aligned bytes.
            unsafe { _mm256_load_si256(rows.add(half)) }
        });
        for (sums, &query) in sums.iter_mut().zip(queries) {
            let query = _mm256_set1_epi32(query);
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum = _mm256_add_epi32(*sum, _mm256_madd_epi16(query, row));
            }
        }
    }
    for (Lanes(lanes), sums) in dots.iter_mut().zip(sums) {
        for (half, sum) in sums.into_iter().enumerate() {
            // SAFETY: `Lanes` is two halves of 32 aligned bytes.
            unsafe { _mm256_store_si256(lanes.as_mut_ptr().cast::<__m256i>().add(half), sum) };
        }
    }
}

#[target_feature(enable = "avx2")]
fn any_of_panels_below(
    offsets: &[u32],
    norms: &[[u32; PANEL_ROWS]],
    thresholds: &[u32],
    dots: &[Lanes],
) -> u32 {
    let mut below = 0;
    for (i, dots) in dots.chunks_exact(norms.len()).enumerate() {
        let offset = _mm256_set1_epi32(offsets[i].cast_signed());
        let threshold = _mm256_set1_epi32(thresholds[i].cast_signed());
        let mut none = _mm256_set1_epi32(-1);
        for (norms, Lanes(dots)) in norms.iter().zip(dots) {
            for half in 0..HALVES {
                // SAFETY: both are two halves of 32 bytes, the second one aligned.
                let (norm, dot) = unsafe {
                    (
                        _mm256_loadu_si256(norms.as_ptr().cast::<__m256i>().add(half)),
                        _mm256_load_si256(dots.as_ptr().cast::<__m256i>().add(half)),
                    )
                };
                let distance =
                    _mm256_sub_epi32(_mm256_add_epi32(norm, offset), _mm256_slli_epi32::<1>(dot));
                let at_least = _mm256_cmpeq_epi32(_mm256_max_epu32(distance, threshold), distance);
                none = _mm256_and_si256(none, at_least);
            }
        }
        below |= u32::from(_mm256_movemask_epi8(none) != -1) << i;
    }
    below
}
