use crate::layers::{Subsampling, with_width};
use crate::x86_64::lanes::Lanes;

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Subsampling`] states.
#[inline(always)]
pub(crate) unsafe fn pool<L: Lanes>(
    s: &Subsampling,
    weight: f32,
    input: &[f32],
    pooled: &mut [f32],
) {
    // SAFETY: the caller's.
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
                    let columns = |at: usize| {
                        let n = width - at;
                        L::load_some(0..n, above.wrapping_add(at))
                            .add(L::load_some(0..n, below.wrapping_add(at)))
                    };
                    let n = width - at;
                    let second = if n > L::N {
                        columns(at + L::N)
                    } else {
                        L::zero()
                    };
                    let sums = columns(at).pair_sums(second);
                    weight.mul(sums).store_first(n / 2, to.add(at / 2));
                    at += 2 * L::N;
                }
                to = to.add(width / 2);
            }
        }
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
    // SAFETY: the caller's.
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
