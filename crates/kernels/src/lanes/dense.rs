use super::Lanes;
use crate::layout::{Dense, Rates};

/// The largest number of vectors of outputs that are summed together.
const VECTORS: usize = 8;
/// Number of partial sums for a single vector of outputs. With only one sum, each multiply-add
/// would wait for the one before.
const PARTS: usize = 4;

/// Computes `R` patterns at once, so that each weight is loaded once for all of them.
///
/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Dense`] states.
#[inline(always)]
pub(crate) unsafe fn forward<L: Lanes, const R: usize>(
    dense: Dense,
    weights: &[f32],
    biases: &[f32],
    patterns: [(&[f32], &mut [f32]); R],
) {
    let patterns = patterns.map(|(input, output)| (input.as_ptr(), output.as_mut_ptr()));
    let vectors = dense.stride() / L::N;
    if vectors == 1 {
        // SAFETY: the caller has the features and the lengths; a row of weights is one vector.
        unsafe { forward_narrow::<L, R>(dense, weights.as_ptr(), biases.as_ptr(), patterns) };
        return;
    }
    let most = (L::SUMS / R).clamp(1, VECTORS);
    for first in (0..vectors).step_by(most) {
        let at = first * L::N;
        // SAFETY: the block lies within a row of weights and within the outputs.
        unsafe {
            let (weights, biases) = (weights.as_ptr().add(at), biases.as_ptr().add(at));
            let patterns = patterns.map(|(input, output)| (input, output.add(at)));
            match (vectors - first).min(most) {
                1 => forward_block::<L, R, 1>(dense, weights, biases, patterns),
                2 => forward_block::<L, R, 2>(dense, weights, biases, patterns),
                3 => forward_block::<L, R, 3>(dense, weights, biases, patterns),
                4 => forward_block::<L, R, 4>(dense, weights, biases, patterns),
                5 => forward_block::<L, R, 5>(dense, weights, biases, patterns),
                6 => forward_block::<L, R, 6>(dense, weights, biases, patterns),
                7 => forward_block::<L, R, 7>(dense, weights, biases, patterns),
                _ => forward_block::<L, R, 8>(dense, weights, biases, patterns),
            }
        }
    }
}

#[inline(always)]
unsafe fn forward_block<L: Lanes, const R: usize, const V: usize>(
    dense: Dense,
    weights: *const f32,
    biases: *const f32,
    patterns: [(*const f32, *mut f32); R],
) {
    // SAFETY: the caller's pointers have `V` vectors in each row of weights, biases and outputs.
    unsafe {
        let mut sums = [[L::zero(); V]; R];
        for v in 0..V {
            let bias = L::load(biases.add(v * L::N));
            for r in 0..R {
                sums[r][v] = bias;
            }
        }
        for i in 0..dense.inputs() {
            let row = weights.add(i * dense.stride());
            let mut x = [L::zero(); R];
            for r in 0..R {
                x[r] = L::splat(*patterns[r].0.add(i));
            }
            for v in 0..V {
                let weight = L::load(row.add(v * L::N));
                for r in 0..R {
                    sums[r][v] = x[r].mul_add(weight, sums[r][v]);
                }
            }
        }
        for r in 0..R {
            for v in 0..V {
                sums[r][v].store(patterns[r].1.add(v * L::N));
            }
        }
    }
}

#[inline(always)]
unsafe fn forward_narrow<L: Lanes, const R: usize>(
    dense: Dense,
    weights: *const f32,
    biases: *const f32,
    patterns: [(*const f32, *mut f32); R],
) {
    // SAFETY: the caller has a vector of weights for each input, one of biases and of outputs.
    unsafe {
        let mut sums = [[L::zero(); PARTS]; R];
        for r in 0..R {
            sums[r][0] = L::load(biases);
        }
        let whole = dense.inputs() / PARTS * PARTS;
        for first in (0..whole).step_by(PARTS) {
            for part in 0..PARTS {
                let weight = L::load(weights.add((first + part) * L::N));
                for r in 0..R {
                    let x = L::splat(*patterns[r].0.add(first + part));
                    sums[r][part] = x.mul_add(weight, sums[r][part]);
                }
            }
        }
        for i in whole..dense.inputs() {
            let weight = L::load(weights.add(i * L::N));
            for r in 0..R {
                sums[r][0] = L::splat(*patterns[r].0.add(i)).mul_add(weight, sums[r][0]);
            }
        }
        for r in 0..R {
            let [a, b, c, d] = sums[r];
            a.add(b).add(c.add(d)).store(patterns[r].1);
        }
    }
}

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Dense`] states.
#[inline(always)]
pub(crate) unsafe fn input_gradient<L: Lanes>(
    dense: Dense,
    weights: &[f32],
    delta: &[f32],
    input: &mut [f32],
) {
    let weights = weights.as_ptr();
    // SAFETY: each row is one of the weights'.
    unsafe {
        each_row::<L>(dense, input, |row| {
            let weights = weights.add(row * dense.stride());
            let mut sum = L::zero();
            let mut at = 0;
            while at < dense.stride() {
                sum = L::load(weights.add(at)).mul_add(L::load(delta.as_ptr().add(at)), sum);
                at += L::N;
            }
            sum
        });
    }
}

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Dense`] states.
#[inline(always)]
pub(crate) unsafe fn descend<L: Lanes>(
    dense: Dense,
    weights: &mut [f32],
    rates: &Rates,
    input: &[f32],
    delta: &[f32],
    input_gradient: &mut [f32],
) {
    // SAFETY: the caller has the features and the lengths, and a rate for each weight.
    unsafe {
        match rates {
            Rates::Same(rate) => {
                let rate = L::splat(*rate);
                descend_at(dense, weights, |_| rate, input, delta, input_gradient);
            }
            Rates::Each(rates) => {
                let rates = rates.as_ptr();
                let rate = |index: usize| L::load_bf16(rates.add(index));
                descend_at(dense, weights, rate, input, delta, input_gradient);
            }
        }
    }
}

/// Does the work of [`descend`]. `rate` returns the rates of the weights from an index on.
#[inline(always)]
unsafe fn descend_at<L: Lanes>(
    dense: Dense,
    weights: &mut [f32],
    rate: impl Fn(usize) -> L,
    input: &[f32],
    delta: &[f32],
    input_gradient: &mut [f32],
) {
    let weights = weights.as_mut_ptr();
    let stride = dense.stride();
    // SAFETY: each row is one of the weights'.
    unsafe {
        each_row::<L>(dense, input_gradient, |row| {
            let x = L::splat(*input.get_unchecked(row));
            let mut sum = L::zero();
            let mut at = 0;
            while at < stride {
                let index = row * stride + at;
                let weight = L::load(weights.add(index));
                let delta = L::load(delta.as_ptr().add(at));
                sum = weight.mul_add(delta, sum);
                let step = rate(index).mul(x.mul(delta));
                weight.sub(step).store(weights.add(index));
                at += L::N;
            }
            sum
        });
    }
}

/// `row` returns a vector for each input. Writes the sum of its lanes into `sums`, `L::N` sums at a
/// time.
#[inline(always)]
unsafe fn each_row<L: Lanes>(dense: Dense, sums: &mut [f32], row: impl Fn(usize) -> L) {
    let mut first = 0;
    while first < dense.inputs() {
        // SAFETY: `sums` is padded to whole vectors.
        unsafe {
            let mut block = [L::zero(); 16];
            for (offset, sum) in block[..L::N.min(dense.inputs() - first)]
                .iter_mut()
                .enumerate()
            {
                *sum = row(first + offset);
            }
            L::sums(block.as_ptr()).store(sums.as_mut_ptr().add(first));
        }
        first += L::N;
    }
}
