use std::arch::aarch64::{int16x8_t, int16x8x2_t, vdupq_n_s32, vld2q_s16, vst1q_s32};

use super::Neon;
use super::products::{Sums, add_products};
use crate::frame_tile::{FRAME, FramePair, FrameProduct, FrameTile};

impl FrameTile<1> for Neon {
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

/// Uses sixteen accumulators, two for each vector of the query. Their lanes are the vectors of the
/// row.
#[target_feature(enable = "neon")]
fn frame_product(query: &[FramePair], row: &[FramePair], product: &mut FrameProduct) {
    let mut sums = [[vdupq_n_s32(0); 2]; FRAME];
    for (query, row) in query.iter().zip(row) {
        for (query, row) in entries(query).into_iter().zip(entries(row)) {
            add_entry(&mut sums, query, row);
        }
    }
    for (product, sums) in product.iter_mut().zip(sums) {
        let (halves, _) = product.as_chunks_mut::<4>();
        for (half, sum) in halves.iter_mut().zip(sums) {
            // SAFETY: half a row of a `FrameProduct` is four numbers.
            unsafe { vst1q_s32(half.as_mut_ptr(), sum) };
        }
    }
}

/// Returns the first entries of all vectors, and the second entries.
#[inline]
#[target_feature(enable = "neon")]
fn entries(FramePair(pairs): &FramePair) -> [int16x8_t; 2] {
    // SAFETY: a `FramePair` is two entries of eight vectors.
    let int16x8x2_t(first, second) = unsafe { vld2q_s16(pairs.as_flattened().as_ptr()) };
    [first, second]
}

#[inline]
#[target_feature(enable = "neon")]
fn add_entry(sums: &mut [Sums; FRAME], query: int16x8_t, row: int16x8_t) {
    add_products::<0>(&mut sums[0], row, query);
    add_products::<1>(&mut sums[1], row, query);
    add_products::<2>(&mut sums[2], row, query);
    add_products::<3>(&mut sums[3], row, query);
    add_products::<4>(&mut sums[4], row, query);
    add_products::<5>(&mut sums[5], row, query);
    add_products::<6>(&mut sums[6], row, query);
    add_products::<7>(&mut sums[7], row, query);
}
