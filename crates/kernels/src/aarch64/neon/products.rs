use std::arch::aarch64::{
    int16x8_t, int32x4_t, vget_low_s16, vmlal_high_laneq_s16, vmlal_laneq_s16,
};

/// Sums for eight rows.
pub(super) type Sums = [int32x4_t; 2];

/// Takes one number from each of eight rows, multiplies it by a number of the query, and adds the
/// product to the sum of the row, modulo 2³².
///
/// The products have 16-bit factors, because NEON does not multiply unsigned bytes by signed bytes.
/// The extensions that add up four products of bytes (dotprod, i8mm) have no stable intrinsics in
/// Rust.
#[inline]
#[target_feature(enable = "neon")]
pub(super) fn add_products<const QUERY: i32>(
    [low, high]: &mut Sums,
    rows: int16x8_t,
    queries: int16x8_t,
) {
    *low = vmlal_laneq_s16::<QUERY>(*low, vget_low_s16(rows), queries);
    *high = vmlal_high_laneq_s16::<QUERY>(*high, rows, queries);
}
