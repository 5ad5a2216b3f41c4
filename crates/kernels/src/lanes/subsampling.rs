use super::{Lanes, with_width};
use crate::layout::Subsampling;

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Subsampling`] states.
#[inline(always)]
pub(crate) unsafe fn pool<L: Lanes>(
    s: &Subsampling,
    weight: f32,
    input: &[f32],
    pooled: &mut [f32],
) {
    // SAFETY: the caller has the features and the lengths; the width is that of the maps.
    unsafe { with_width!(s.in_width, width => pool_maps::<L>(s, weight, input, pooled, width)) }
}

#[inline(always)]
unsafe fn pool_maps<L: Lanes>(
    s: &Subsampling,
    weight: f32,
    input: &[f32],
    pooled: &mut [f32],
    width: usize,
) {
    // SAFETY: a row is `width` values of a plane, a pooled one half as many of a map.
    unsafe {
        let weight = L::splat(weight);
        let mut to = pooled.as_mut_ptr();
        for &source in &s.sources {
            let plane = input.as_ptr().add(source * s.in_plane);
            for row in (0..s.in_height).step_by(2) {
                let above = plane.add(row * width);
                let below = above.add(width);
                let mut at = 0;
                while at < width {
                    let n = width - at;
                    let second = if n > L::N {
                        column_sums::<L>(above, below, at + L::N, width)
                    } else {
                        L::zero()
                    };
                    let first = column_sums::<L>(above, below, at, width);
                    let sums = first.pair_sums(second);
                    weight.mul(sums).store_first(n / 2, to.add(at / 2));
                    at += 2 * L::N;
                }
                to = to.add(width / 2);
            }
        }
    }
}

/// The sums of two rows from column `at` on. As a closure it would be compiled without the features
/// of the level, and each of its instructions would be a call.
#[inline(always)]
unsafe fn column_sums<L: Lanes>(
    above: *const f32,
    below: *const f32,
    at: usize,
    width: usize,
) -> L {
    // SAFETY: the caller has the features, and `width` values in each row.
    unsafe {
        let n = width - at;
        L::load_some(0..n, above.wrapping_add(at)).add(L::load_some(0..n, below.wrapping_add(at)))
    }
}

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Subsampling`] states.
#[inline(always)]
pub(crate) unsafe fn spread<L: Lanes>(
    s: &Subsampling,
    slopes: &[f32],
    delta: &[f32],
    input: &mut [f32],
) {
    if !s.one_reader {
        for plane in input.chunks_exact_mut(s.in_plane) {
            plane[..s.in_height * s.in_width].fill(0.0);
        }
    }
    // SAFETY: the caller has the features and the lengths; the width is that of the maps.
    unsafe { with_width!(s.in_width, width => spread_maps::<L>(s, slopes, delta, input, width)) }
}

#[inline(always)]
unsafe fn spread_maps<L: Lanes>(
    s: &Subsampling,
    slopes: &[f32],
    delta: &[f32],
    input: &mut [f32],
    width: usize,
) {
    // SAFETY: a row is `width` values of a plane, a pooled one half as many of a map.
    unsafe {
        let mut from = delta.as_ptr();
        for (&source, &slope) in s.sources.iter().zip(slopes) {
            let slope = L::splat(slope);
            let plane = input.as_mut_ptr().add(source * s.in_plane);
            for row in (0..s.in_height).step_by(2) {
                let above = plane.add(row * width);
                let below = above.add(width);
                let mut at = 0;
                while at < width {
                    let n = width - at;
                    let values = slope
                        .mul(L::load_some(0..n / 2, from.add(at / 2)))
                        .doubled();
                    for (half, values) in values.into_iter().enumerate() {
                        let lanes = n.saturating_sub(half * L::N);
                        for start in [above, below] {
                            let to = start.wrapping_add(at + half * L::N);
                            let spread = if s.one_reader {
                                values
                            } else {
                                L::load_some(0..lanes, to).add(values)
                            };
                            spread.store_first(lanes, to);
                        }
                    }
                    at += 2 * L::N;
                }
                from = from.add(width / 2);
            }
        }
    }
}

#[inline(always)]
pub(crate) fn affine(
    s: &Subsampling,
    coefficients: &[f32],
    biases: &[f32],
    pooled: &[f32],
    output: &mut [f32],
) {
    for (((&c, &b), pooled), output) in coefficients
        .iter()
        .zip(biases)
        .zip(pooled.chunks_exact(s.area()))
        .zip(output.chunks_exact_mut(s.area()))
    {
        for (y, s) in output.iter_mut().zip(pooled) {
            *y = c * s + b;
        }
    }
}

#[inline(always)]
pub(crate) fn weight_gradient(
    s: &Subsampling,
    pooled: &[f32],
    delta: &[f32],
    coefficients: &mut [f32],
    biases: &mut [f32],
) {
    for (((c, b), pooled), delta) in coefficients
        .iter_mut()
        .zip(biases)
        .zip(pooled.chunks_exact(s.area()))
        .zip(delta.chunks_exact(s.area()))
    {
        (*b, *c) = sums(delta, pooled);
    }
}

/// Computes Σ of the values and Σ of the products, each in sixteen interleaved partial sums.
#[inline(always)]
fn sums(a: &[f32], b: &[f32]) -> (f32, f32) {
    let mut total = [0.0f32; 16];
    let mut products = [0.0f32; 16];
    let (a_chunks, a_rest) = a.as_chunks::<16>();
    let (b_chunks, b_rest) = b.as_chunks::<16>();
    for (a, b) in a_chunks.iter().zip(b_chunks) {
        for lane in 0..16 {
            total[lane] += a[lane];
            products[lane] += a[lane] * b[lane];
        }
    }
    for (lane, (a, b)) in a_rest.iter().zip(b_rest).enumerate() {
        total[lane] += a;
        products[lane] += a * b;
    }
    (halve(total), halve(products))
}

/// Adds sixteen values by repeated halving.
#[inline(always)]
fn halve(mut lanes: [f32; 16]) -> f32 {
    let mut width = 8;
    while width > 0 {
        for lane in 0..width {
            lanes[lane] += lanes[lane + width];
        }
        width /= 2;
    }
    lanes[0]
}
