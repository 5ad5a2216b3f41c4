use super::{Lanes, Stored};
use crate::layers::{Rates, Sparse};
use crate::prefetch::prefetch_line;

/// Rows that are added to a sum while it is in a register.
const ROWS: usize = 4;
/// How many rows ahead of its use a row of a step is fetched: the CPU cannot foresee where the
/// ink is.
const AHEAD: usize = 2;

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

/// Adds rows of weights to `stride` sums, and has those of the `next` indices fetched.
#[inline(always)]
unsafe fn add_rows<L: Lanes, T: Stored, const R: usize>(
    weights: &[T],
    indices: [u32; R],
    values: [f32; R],
    next: [u32; R],
    sums: *mut f32,
    stride: usize,
) {
    // SAFETY: as the caller.
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
/// As [`forward`], with `delta` for `output`; there is a rate for each weight.
#[inline(always)]
pub(crate) unsafe fn descend<L: Lanes>(
    weights: &mut [f32],
    rates: &Rates,
    input: &Sparse,
    delta: &[f32],
) {
    // SAFETY: the caller's.
    unsafe {
        match rates {
            Rates::Same(rate) => {
                let rate = L::splat(*rate);
                descend_at(weights, |_| rate, |_| (), input, delta);
            }
            Rates::Each(rates) => {
                let rates = rates.as_ptr();
                let rate = |index: usize| L::load_bf16(rates.add(index));
                let prefetch = |index: usize| prefetch_line(rates.wrapping_add(index));
                descend_at(weights, rate, prefetch, input, delta);
            }
        }
    }
}

/// [`descend`] by the rates that `rate` gives for the weights from an index on; `prefetch` has
/// those of a later row fetched.
#[inline(always)]
unsafe fn descend_at<L: Lanes>(
    weights: &mut [f32],
    rate: impl Fn(usize) -> L,
    prefetch: impl Fn(usize),
    input: &Sparse,
    delta: &[f32],
) {
    let stride = delta.len();
    let indices = input.indices();
    // SAFETY: every index is that of a row, and every row as long as the deltas.
    unsafe {
        for (k, (&index, &value)) in indices.iter().zip(input.values()).enumerate() {
            let start = index as usize * stride;
            let ahead = *indices.get(k + AHEAD).unwrap_or(&index) as usize * stride;
            let x = L::splat(value);
            let mut at = 0;
            while at < stride {
                prefetch_line(weights.as_ptr().wrapping_add(ahead + at));
                prefetch(ahead + at);
                let row = weights.as_mut_ptr().add(start + at);
                let step = rate(start + at).mul(x.mul(L::load(delta.as_ptr().add(at))));
                L::load(row).sub(step).store(row);
                at += L::N;
            }
        }
    }
}
