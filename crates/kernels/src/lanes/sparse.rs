use super::{Lanes, Stored, gather_each};
use crate::layout::{Rates, Sparse, SparsePair};
use crate::prefetch::prefetch_line;

/// Number of rows that are added to a sum while it stays in a register.
const ROWS: usize = 4;

/// # Safety
/// The CPU has the features of `L`; `weights` has a row as long as `output`, a multiple of
/// `L::N`, for each value of `input`'s vector.
#[inline(always)]
pub(crate) unsafe fn forward<L: Lanes, T: Stored>(
    weights: &[T],
    input: &Sparse,
    output: &mut [f32],
) {
    let stride = output.len();
    output.fill(0.0);
    let (indices, last_indices) = input.indices().as_chunks::<ROWS>();
    let (values, last_values) = input.values().as_chunks::<ROWS>();
    // SAFETY: every index is that of a row, and every row as long as the outputs.
    unsafe {
        for (k, (here, values)) in indices.iter().zip(values).enumerate() {
            let next = *indices.get(k + 1).unwrap_or(here);
            add_rows::<L, T, ROWS>(weights, *here, *values, next, output.as_mut_ptr(), stride);
        }
        for (&index, &value) in last_indices.iter().zip(last_values) {
            add_rows::<L, T, 1>(
                weights,
                [index],
                [value],
                [index],
                output.as_mut_ptr(),
                stride,
            );
        }
    }
}

/// Adds rows of weights to `stride` sums, and prefetches the rows of the `next` indices.
#[inline(always)]
unsafe fn add_rows<L: Lanes, T: Stored, const R: usize>(
    weights: &[T],
    indices: [u32; R],
    values: [f32; R],
    next: [u32; R],
    sums: *mut f32,
    stride: usize,
) {
    // SAFETY: the caller's indices are those of rows of `stride` weights, as many as sums.
    unsafe {
        let rows = indices.map(|index| weights.as_ptr().add(index as usize * stride));
        let next = next.map(|index| weights.as_ptr().add(index as usize * stride));
        let mut x = [L::zero(); R];
        for r in 0..R {
            x[r] = L::splat(values[r]);
        }
        let mut at = 0;
        while at < stride {
            let mut sum = L::load(sums.add(at));
            for r in 0..R {
                prefetch_line(next[r].add(at));
                sum = x[r].mul_add(T::load(rows[r].add(at)), sum);
            }
            sum.store(sums.add(at));
            at += L::N;
        }
    }
}

/// # Safety
/// As [`forward`], with `delta` in place of `output`. There is a rate for each weight.
#[inline(always)]
pub(crate) unsafe fn descend<L: Lanes>(
    weights: &mut [f32],
    rates: &Rates,
    input: &Sparse,
    delta: &[f32],
) {
    // SAFETY: the caller has the features, a row for each index and a rate for each weight.
    unsafe {
        match rates {
            Rates::Same(rate) => {
                let rate = L::splat(*rate);
                descend_at(weights, |_| rate, input, delta);
            }
            Rates::Each(rates) => {
                let rates = rates.as_ptr();
                let rate = |index: usize| L::load_bf16(rates.add(index));
                descend_at(weights, rate, input, delta);
            }
        }
    }
}

/// Does the work of [`descend`]. `rate` returns the rates of the weights from an index on.
#[inline(always)]
unsafe fn descend_at<L: Lanes>(
    weights: &mut [f32],
    rate: impl Fn(usize) -> L,
    input: &Sparse,
    delta: &[f32],
) {
    let stride = delta.len();
    // SAFETY: every index is that of a row, and every row as long as the deltas.
    unsafe {
        for (&index, &value) in input.indices().iter().zip(input.values()) {
            let start = index as usize * stride;
            let x = L::splat(value);
            let mut at = 0;
            while at < stride {
                let row = weights.as_mut_ptr().add(start + at);
                let step = rate(start + at).mul(x.mul(L::load(delta.as_ptr().add(at))));
                L::load(row).sub(step).store(row);
                at += L::N;
            }
        }
    }
}

/// Collects the values that a [`SparsePair`] holds of two vectors, and writes their number to
/// `count`.
///
/// # Safety
/// The CPU has the features of `L`. The vectors have the same length, and the outputs have room for
/// that many numbers and `L::N` more.
#[inline(always)]
pub(crate) unsafe fn gather<L: Lanes>(
    (first, second): (&[f32], &[f32]),
    (indices, firsts, seconds): (&mut [u32], &mut [f32], &mut [f32]),
    count: &mut usize,
) {
    let whole = first.len() / L::N * L::N;
    let mut n = 0;
    for at in (0..whole).step_by(L::N) {
        // SAFETY: the vectors have `L::N` numbers from `at` on, and what is found of them has
        // room, as the caller says.
        unsafe {
            let from = (first.as_ptr().add(at), second.as_ptr().add(at));
            let to = (
                indices.as_mut_ptr().add(n),
                firsts.as_mut_ptr().add(n),
                seconds.as_mut_ptr().add(n),
            );
            n += L::gather(from, at as u32, to);
        }
    }
    let rest = (&first[whole..], &second[whole..]);
    let found = (&mut indices[n..], &mut firsts[n..], &mut seconds[n..]);
    *count = n + gather_each(rest, whole as u32, found);
}

/// [`descend`] for the first vector of a pair, then [`forward`] for the second one with the weights
/// and with the rates, all in one sweep.
///
/// # Safety
/// As [`forward`], with `step` and `rate_sums` as long as `sums`.
#[inline(always)]
pub(crate) unsafe fn descend_forward<L: Lanes>(
    weights: &mut [f32],
    rates: &Rates,
    pair: &SparsePair,
    step: &[f32],
    sums: &mut [f32],
    rate_sums: &mut [f32],
) {
    // SAFETY: the caller has the features, a row for each index and a rate for each weight.
    unsafe {
        match rates {
            Rates::Same(rate) => {
                let all = L::splat(*rate);
                sweep::<L, false>(weights, |_| all, pair, step, sums, rate_sums);
                rate_sums.fill(rate * pair.second().iter().sum::<f32>());
            }
            Rates::Each(rates) => {
                let rates = rates.as_ptr();
                let rate = |index: usize| L::load_bf16(rates.add(index));
                sweep::<L, true>(weights, rate, pair, step, sums, rate_sums);
            }
        }
    }
}

#[inline(always)]
unsafe fn sweep<L: Lanes, const EACH: bool>(
    weights: &mut [f32],
    rate: impl Fn(usize) -> L + Copy,
    pair: &SparsePair,
    step: &[f32],
    sums: &mut [f32],
    rate_sums: &mut [f32],
) {
    let weights = weights.as_mut_ptr();
    sums.fill(0.0);
    rate_sums.fill(0.0);
    let (indices, last_indices) = pair.indices().as_chunks::<ROWS>();
    let (first, last_first) = pair.first().as_chunks::<ROWS>();
    let (second, last_second) = pair.second().as_chunks::<ROWS>();
    // SAFETY: every index is that of a row, and every row as long as the vectors of units.
    unsafe {
        for ((indices, first), second) in indices.iter().zip(first).zip(second) {
            let rows = (*indices, *first, *second);
            sweep_rows::<L, EACH, ROWS>(weights, rate, rows, step, sums, rate_sums);
        }
        for ((index, first), second) in last_indices.iter().zip(last_first).zip(last_second) {
            let row = ([*index], [*first], [*second]);
            sweep_rows::<L, EACH, 1>(weights, rate, row, step, sums, rate_sums);
        }
    }
}

#[inline(always)]
unsafe fn sweep_rows<L: Lanes, const EACH: bool, const R: usize>(
    weights: *mut f32,
    rate: impl Fn(usize) -> L,
    (indices, first, second): ([u32; R], [f32; R], [f32; R]),
    step: &[f32],
    sums: &mut [f32],
    rate_sums: &mut [f32],
) {
    let stride = step.len();
    let starts = indices.map(|index| index as usize * stride);
    // SAFETY: the caller's indices are those of rows, each as long as `step` and the sums.
    unsafe {
        let (mut x, mut next) = ([L::zero(); R], [L::zero(); R]);
        for r in 0..R {
            (x[r], next[r]) = (L::splat(first[r]), L::splat(second[r]));
        }
        let (sums, rate_sums) = (sums.as_mut_ptr(), rate_sums.as_mut_ptr());
        let mut at = 0;
        while at < stride {
            let delta = L::load(step.as_ptr().add(at));
            let mut sum = L::load(sums.add(at));
            let mut rate_sum = if EACH {
                L::load(rate_sums.add(at))
            } else {
                L::zero()
            };
            for r in 0..R {
                let rate = rate(starts[r] + at);
                let row = weights.add(starts[r] + at);
                let weight = L::load(row).sub(rate.mul(x[r].mul(delta)));
                weight.store(row);
                sum = next[r].mul_add(weight, sum);
                if EACH {
                    rate_sum = next[r].mul_add(rate, rate_sum);
                }
            }
            sum.store(sums.add(at));
            if EACH {
                rate_sum.store(rate_sums.add(at));
            }
            at += L::N;
        }
    }
}
