use super::dispatch;
use crate::Level;

/// x ← A tanh(S x) for each value, where `scale` is (A, S).
///
/// The largest error is 6·10⁻⁷ of A. NaN stays NaN.
pub fn squash(level: Level, scale: (f32, f32), values: &mut [f32]) {
    dispatch!(level, elementwise_squash(scale, values));
}

/// δ ← δ f'(a), computed from the state y = f(a) = A tanh(S a), where `scale` is (A, S).
///
/// # Panics
/// If `states` and `delta` differ in length.
pub fn chain(level: Level, scale: (f32, f32), states: &[f32], delta: &mut [f32]) {
    assert_eq!(states.len(), delta.len());
    dispatch!(level, elementwise_chain(scale, states, delta));
}

/// w ← w + s · a · b for each value.
///
/// # Panics
/// If the lengths differ.
pub fn add_scaled(level: Level, s: f32, a: &[f32], b: &[f32], w: &mut [f32]) {
    assert!(a.len() == w.len() && b.len() == w.len());
    dispatch!(level, elementwise_add_scaled(s, a, b, w));
}
