use crate::frames::{FRAME, FramePair, FrameProduct};

/// The products of one frame with those of `indices`.
pub(crate) fn frame_products<'a>(
    query: &[FramePair],
    row: impl Fn(usize) -> &'a [FramePair],
    indices: &[usize],
    products: &mut [FrameProduct],
) {
    for (product, &index) in products.iter_mut().zip(indices) {
        let mut sums = [[0i32; FRAME]; FRAME];
        for (FramePair(query), FramePair(row)) in query.iter().zip(row(index)) {
            for (sums, q) in sums.iter_mut().zip(query) {
                for (sum, r) in sums.iter_mut().zip(row) {
                    let [low, high] = [0, 1].map(|i| i32::from(q[i]) * i32::from(r[i]));
                    *sum = sum.wrapping_add(low).wrapping_add(high);
                }
            }
        }
        *product = sums;
    }
}
