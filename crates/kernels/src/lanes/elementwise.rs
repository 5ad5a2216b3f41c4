/// Above this value, tanh is 1 in single precision.
const LIMIT: f32 = 7.905_311;
/// tanh t ≈ t P(t²) / Q(t²). These are the coefficients of P and of Q, the highest power first.
const P: [f32; 7] = [
    -2.760_768_5e-16,
    2.000_188e-13,
    -8.604_672e-11,
    5.122_297e-8,
    1.485_722_4e-5,
    6.372_619_3e-4,
    4.893_524_6e-3,
];
const Q: [f32; 4] = [1.198_258_4e-6, 1.185_347_1e-4, 2.268_434_6e-3, 4.893_525e-3];

/// Computes a · b + c, fused if `FUSED`. Without the CPU instruction, a fused operation would be a
/// library call.
#[inline(always)]
fn multiply_add<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED { a.mul_add(b, c) } else { a * b + c }
}

#[inline(always)]
pub(crate) fn squash<const FUSED: bool>((amplitude, slope): (f32, f32), values: &mut [f32]) {
    for value in values {
        // `max` and `min` would turn NaN into a limit.
        let t = slope * *value;
        let t = if t > LIMIT { LIMIT } else { t };
        let t = if t < -LIMIT { -LIMIT } else { t };
        let square = t * t;
        let mut p = P[0];
        for coefficient in &P[1..] {
            p = multiply_add::<FUSED>(p, square, *coefficient);
        }
        let mut q = Q[0];
        for coefficient in &Q[1..] {
            q = multiply_add::<FUSED>(q, square, *coefficient);
        }
        *value = amplitude * t * p / q;
    }
}

#[inline(always)]
pub(crate) fn chain((amplitude, slope): (f32, f32), states: &[f32], delta: &mut [f32]) {
    let factor = slope / amplitude;
    for (delta, state) in delta.iter_mut().zip(states) {
        *delta *= factor * ((amplitude - state) * (amplitude + state));
    }
}

#[inline(always)]
pub(crate) fn add_scaled(s: f32, a: &[f32], b: &[f32], w: &mut [f32]) {
    for ((w, a), b) in w.iter_mut().zip(a).zip(b) {
        *w += s * (a * b);
    }
}
