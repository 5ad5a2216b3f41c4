//! Coordinates in fixed point: 16 bits after the point, of which the 11 that a weight has
//! count. The product of two weights and a byte fits a `u32`.

pub(super) const POINT: u32 = 16;
const WEIGHT: u32 = 11;
const CUT_OFF: u32 = POINT - WEIGHT;

/// A weight of one.
const ONE: u32 = 1 << WEIGHT;

pub(super) fn fixed(value: f64) -> i64 {
    (value * f64::from(1 << POINT)).round() as i64
}

/// A coordinate that gives the nearest weight when the bits that do not count are cut off.
pub(super) fn rounded(coordinate: i64) -> i64 {
    coordinate + (1 << (CUT_OFF - 1))
}

/// What is after the point, as a weight.
fn weight(coordinate: i32) -> u32 {
    (coordinate as u32 >> CUT_OFF) % ONE
}

/// The value at `(x, y)` between four pixels, rounded to the nearest byte.
pub(super) fn bilinear([[a, b], [c, d]]: [[u8; 2]; 2], x: i32, y: i32) -> u8 {
    let (right, below) = (weight(x), weight(y));
    let mean = |a: u8, b: u8| u32::from(a) * (ONE - right) + u32::from(b) * right;
    let mean = mean(a, b) * (ONE - below) + mean(c, d) * below;
    ((mean + ONE * ONE / 2) >> (2 * WEIGHT)) as u8
}
