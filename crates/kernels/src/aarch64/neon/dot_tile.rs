use std::arch::aarch64::{
    int16x8_t, vaddq_u32, vcltq_u32, vcombine_s16, vdupq_n_s32, vdupq_n_u32, vld1_s16, vld1q_s16,
    vld1q_u32, vmaxvq_u32, vorrq_u32, vreinterpretq_u32_s32, vshlq_n_u32, vst1q_u32, vsubq_u32,
};

use super::Neon;
use super::products::{Sums, add_products};
use crate::dot_tile::{DotTile, Lanes, QueryTile};
use crate::packed::{PANEL_ROWS, Panels};
use crate::portable::dot_tile::features_of;

/// There are four times as many accumulators, enough that none waits for another. 32 registers
/// leave room for two more queries, but fewer queries have more zeros in common.
const QUERIES: usize = 4;

/// Number of `i16` values in a register, then the number of `u32` values.
const HALF: usize = 8;
const QUARTER: usize = 4;

/// A feature of the rows of a panel.
type PanelFeature = [i16; PANEL_ROWS];

/// Adds 16-bit products to each 32-bit lane, one feature in each step.
impl DotTile for Neon {
    const QUERIES: usize = QUERIES;
    const PANELS: usize = 1;
    const GROUP: usize = 1;
    type Group = i16;

    fn group(pixels: &[u8]) -> i16 {
        pixels[0].into()
    }

    fn for_each_tile(
        self,
        tiles: &[QueryTile<Self>],
        panels: Panels<'_>,
        mut visit: impl FnMut(usize, &mut [Lanes]),
    ) {
        let features: Vec<[PanelFeature; 4]> = panels.quads.iter().map(features_of).collect();
        let mut dots = [Lanes::ZERO; QUERIES];
        for (i, tile) in tiles.iter().enumerate() {
            tile.check(panels);
            let (queries, _) = tile.groups().as_chunks();
            // SAFETY: `self` proves the features; `check` has found that every active group is
            // one of the features.
            unsafe { dots_of(tile.active(), queries, features.as_flattened(), &mut dots) };
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

/// # Safety
/// `active` are indices into `features`.
#[target_feature(enable = "neon")]
unsafe fn dots_of(
    active: &[u32],
    queries: &[[i16; QUERIES]],
    features: &[PanelFeature],
    dots: &mut [Lanes; QUERIES],
) {
    // For each query, the sums of both halves of the panel.
    let mut sums: [[Sums; 2]; QUERIES] = [[[vdupq_n_s32(0); 2]; 2]; QUERIES];
    for (&feature, queries) in active.iter().zip(queries) {
        // SAFETY: the index is one of the features'.
        let rows = unsafe { features.as_ptr().add(feature as usize).cast::<i16>() };
        // SAFETY: four numbers are 8 bytes.
        let queries = unsafe { vld1_s16(queries.as_ptr()) };
        let queries = vcombine_s16(queries, queries);
        for half in 0..2 {
            // SAFETY: a `PanelFeature` is two halves of 16 bytes.
            let rows: int16x8_t = unsafe { vld1q_s16(rows.add(half * HALF)) };
            add_products::<0>(&mut sums[0][half], rows, queries);
            add_products::<1>(&mut sums[1][half], rows, queries);
            add_products::<2>(&mut sums[2][half], rows, queries);
            add_products::<3>(&mut sums[3][half], rows, queries);
        }
    }
    for (Lanes(lanes), sums) in dots.iter_mut().zip(&sums) {
        let (quarters, _) = lanes.as_chunks_mut::<QUARTER>();
        for (quarter, &sum) in quarters.iter_mut().zip(sums.as_flattened()) {
            // SAFETY: a quarter is 16 bytes.
            unsafe { vst1q_u32(quarter.as_mut_ptr(), vreinterpretq_u32_s32(sum)) };
        }
    }
}

#[target_feature(enable = "neon")]
fn any_of_panels_below(
    offsets: &[u32],
    norms: &[[u32; PANEL_ROWS]],
    thresholds: &[u32],
    dots: &[Lanes],
) -> u32 {
    let mut below = 0;
    for (i, dots) in dots.chunks_exact(norms.len()).enumerate() {
        let offset = vdupq_n_u32(offsets[i]);
        let threshold = vdupq_n_u32(thresholds[i]);
        let mut any = vdupq_n_u32(0);
        for (norms, Lanes(dots)) in norms.iter().zip(dots) {
            for first in (0..PANEL_ROWS).step_by(QUARTER) {
                // SAFETY: both are four quarters of 16 bytes.
                let (norm, dot) = unsafe {
                    (
                        vld1q_u32(norms.as_ptr().add(first)),
                        vld1q_u32(dots.as_ptr().add(first)),
                    )
                };
                let distance = vsubq_u32(vaddq_u32(norm, offset), vshlq_n_u32::<1>(dot));
                any = vorrq_u32(any, vcltq_u32(distance, threshold));
            }
        }
        below |= u32::from(vmaxvq_u32(any) != 0) << i;
    }
    below
}
