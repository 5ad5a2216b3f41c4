use std::arch::x86_64::{
    __m512i, _mm512_add_epi32, _mm512_cmplt_epu32_mask, _mm512_dpbusd_epi32, _mm512_load_si512,
    _mm512_loadu_si512, _mm512_set1_epi32, _mm512_setzero_si512, _mm512_slli_epi32,
    _mm512_store_si512, _mm512_sub_epi32,
};

use super::Avx512;
use crate::dot_tile::{DotTile, Lanes, QueryTile};
use crate::packed::{PANEL_ROWS, PanelQuad, Panels, QUAD};

/// With [`PANELS`] this gives 24 accumulators, which fit into 32 registers. Fewer queries have more
/// zeros in common.
const QUERIES: usize = 4;
const PANELS: usize = 6;

/// Uses VNNI: one instruction adds four products of unsigned and signed bytes to each 32-bit lane.
impl DotTile for Avx512 {
    const QUERIES: usize = QUERIES;
    const PANELS: usize = PANELS;
    const GROUP: usize = QUAD;
    /// Four bytes in memory order.
    type Group = i32;

    fn group(pixels: &[u8]) -> i32 {
        i32::from_le_bytes(*pixels.first_chunk().expect("a group is a quad"))
    }

    fn for_each_tile(
        self,
        tiles: &[QueryTile<Self>],
        panels: Panels<'_>,
        visit: impl FnMut(usize, &mut [Lanes]),
    ) {
        match panels.n_panels() {
            1 => for_each_tile::<1>(self, tiles, panels, visit),
            2 => for_each_tile::<2>(self, tiles, panels, visit),
            3 => for_each_tile::<3>(self, tiles, panels, visit),
            4 => for_each_tile::<4>(self, tiles, panels, visit),
            5 => for_each_tile::<5>(self, tiles, panels, visit),
            _ => for_each_tile::<PANELS>(self, tiles, panels, visit),
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

fn for_each_tile<const N: usize>(
    _proof: Avx512,
    tiles: &[QueryTile<Avx512>],
    panels: Panels<'_>,
    mut visit: impl FnMut(usize, &mut [Lanes]),
) {
    let n_quads = panels.n_quads;
    let quads = std::array::from_fn(|p| &panels.quads[p * n_quads..(p + 1) * n_quads]);
    let mut dots = [[Lanes::ZERO; N]; QUERIES];
    for (i, tile) in tiles.iter().enumerate() {
        tile.check(panels);
        let (queries, _) = tile.groups().as_chunks();
        // SAFETY: `_proof` proves the features; `check` has found that every active group is
        // one of the `n_quads` of each panel.
        unsafe { dots_of::<N>(tile.active(), queries, quads, &mut dots) };
        visit(i, dots.as_flattened_mut());
    }
}

/// # Safety
/// `active` holds indices into each panel of `quads`.
#[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
unsafe fn dots_of<const N: usize>(
    active: &[u32],
    queries: &[[i32; QUERIES]],
    quads: [&[PanelQuad]; N],
    dots: &mut [[Lanes; N]; QUERIES],
) {
    let mut sums = [[_mm512_setzero_si512(); N]; QUERIES];
    for (&quad, queries) in active.iter().zip(queries) {
        let rows: [__m512i; N] = std::array::from_fn(|p| {
            // SAFETY: the index is one of the panel's; a `PanelQuad` is 64 aligned bytes.
            unsafe { _mm512_load_si512(quads[p].as_ptr().add(quad as usize).cast()) }
        });
        for (sums, &query) in sums.iter_mut().zip(queries) {
            let query = _mm512_set1_epi32(query);
            for (sum, row) in sums.iter_mut().zip(rows) {
                *sum = _mm512_dpbusd_epi32(*sum, query, row);
            }
        }
    }
    for (Lanes(lanes), sum) in dots.as_flattened_mut().iter_mut().zip(sums.as_flattened()) {
        // SAFETY: `Lanes` is 64 aligned bytes.
        unsafe { _mm512_store_si512(lanes.as_mut_ptr().cast(), *sum) };
    }
}

#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
fn any_of_panels_below(
    offsets: &[u32],
    norms: &[[u32; PANEL_ROWS]],
    thresholds: &[u32],
    dots: &[Lanes],
) -> u32 {
    let mut below = 0;
    for (i, dots) in dots.chunks_exact(norms.len()).enumerate() {
        let offset = _mm512_set1_epi32(offsets[i].cast_signed());
        let threshold = _mm512_set1_epi32(thresholds[i].cast_signed());
        let mut any = 0;
        for (norms, Lanes(dots)) in norms.iter().zip(dots) {
            // SAFETY: both have 64 bytes.
            let (norm, dot) = unsafe {
                (
                    _mm512_loadu_si512(norms.as_ptr().cast()),
                    _mm512_load_si512(dots.as_ptr().cast()),
                )
            };
            let distance =
                _mm512_sub_epi32(_mm512_add_epi32(norm, offset), _mm512_slli_epi32::<1>(dot));
            any |= _mm512_cmplt_epu32_mask(distance, threshold);
        }
        below |= u32::from(any != 0) << i;
    }
    below
}
