use std::arch::aarch64::{
    int16x8_t, int32x4_t, vget_low_s16, vmlal_high_laneq_s16, vmlal_laneq_s16,
};

/// Sums for eight rows.
pub(super) type Sums = [int32x4_t; 2];

/// Adds one number of each of eight rows, times that of a query, to their sums modulo 2³².
///
/// In 16 bits, because NEON does not multiply unsigned by signed bytes, and the extensions that
/// add up four products of bytes (dotprod, i8mm) have no stable intrinsics in Rust.
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
