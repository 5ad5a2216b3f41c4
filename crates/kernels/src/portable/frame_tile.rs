use super::Portable;
use crate::frame_tile::{FRAME, FramePair, FrameProduct, FrameTile};

impl FrameTile<1> for Portable {
    fn products_of(
        self,
        query: &[FramePair],
        [row]: [&[FramePair]; 1],
        [sums]: &mut [FrameProduct; 1],
    ) {
        *sums = [[0; FRAME]; FRAME];
        for (FramePair(query), FramePair(row)) in query.iter().zip(row) {
            for (sums, q) in sums.iter_mut().zip(query) {
                for (sum, r) in sums.iter_mut().zip(row) {
                    let [low, high] = [0, 1].map(|i| i32::from(q[i]) * i32::from(r[i]));
                    *sum = sum.wrapping_add(low).wrapping_add(high);
                }
            }
        }
    }
}
