use crate::layers::Sparse;
use crate::x86_64::lanes::Lanes;

/// Rows that are added to a sum while it is in a register.
const ROWS: usize = 4;

/// # Safety
/// The CPU has the features of `L`; `weights` has a row as long as `output`, a multiple of
/// `L::N`, for each value of `input`'s vector.
#[inline(always)]
pub(crate) unsafe fn forward<L: Lanes>(weights: &[f32], input: &Sparse, output: &mut [f32]) {
    let stride = output.len();
    output.fill(0.0);
    let (indices, last_indices) = input.indices().as_chunks::<ROWS>();
    let (values, last_values) = input.values().as_chunks::<ROWS>();
    // SAFETY: every index is that of a row, and every row as long as the outputs.
    unsafe {
        for (indices, values) in indices.iter().zip(values) {
            add_rows::<L, ROWS>(weights, *indices, *values, output.as_mut_ptr(), stride);
        }
        for (&index, &value) in last_indices.iter().zip(last_values) {
            add_rows::<L, 1>(weights, [index], [value], output.as_mut_ptr(), stride);
        }
    }
}

/// Adds rows of weights to `stride` sums.
#[inline(always)]
unsafe fn add_rows<L: Lanes, const R: usize>(
    weights: &[f32],
    indices: [u32; R],
    values: [f32; R],
    sums: *mut f32,
    stride: usize,
) {
    // SAFETY: as the caller.
    unsafe {
        let rows = indices.map(|index| weights.as_ptr().add(index as usize * stride));
        let mut x = [L::zero(); R];
        for r in 0..R {
            x[r] = L::splat(values[r]);
        }
        let mut at = 0;
        while at < stride {
            let mut sum = L::load(sums.add(at));
            for r in 0..R {
                sum = x[r].mul_add(L::load(rows[r].add(at)), sum);
            }
            sum.store(sums.add(at));
            at += L::N;
        }
    }
}

/// # Safety
/// As [`forward`], with `step` for `output`.
#[inline(always)]
pub(crate) unsafe fn descend<L: Lanes>(weights: &mut [f32], input: &Sparse, step: &[f32]) {
    // SAFETY: every index is that of a row, and every row as long as the step.
    unsafe {
        for (&index, &value) in input.indices().iter().zip(input.values()) {
            let row = weights.as_mut_ptr().add(index as usize * step.len());
            let x = L::splat(value);
            let mut at = 0;
            while at < step.len() {
                let moved = L::load(row.add(at)).sub(x.mul(L::load(step.as_ptr().add(at))));
                moved.store(row.add(at));
                at += L::N;
            }
        }
    }
}

/// # Safety
/// As [`forward`], with `delta` for `output`; `rates` is as long as `weights`.
#[inline(always)]
pub(crate) unsafe fn descend_rated<L: Lanes>(
    weights: &mut [f32],
    rates: &[f32],
    input: &Sparse,
    delta: &[f32],
) {
    // SAFETY: every index is that of a row, and every row as long as the deltas.
    unsafe {
        for (&index, &value) in input.indices().iter().zip(input.values()) {
            let start = index as usize * delta.len();
            let row = weights.as_mut_ptr().add(start);
            let rates = rates.as_ptr().add(start);
            let x = L::splat(value);
            let mut at = 0;
            while at < delta.len() {
                let step = x.mul(L::load(delta.as_ptr().add(at)));
                let step = L::load(rates.add(at)).mul(step);
                L::load(row.add(at)).sub(step).store(row.add(at));
                at += L::N;
            }
        }
    }
}
