use super::{rates, sums};
use crate::layers::{Dense, Rates};

pub(crate) fn forward(
    dense: Dense,
    weights: &[f32],
    biases: &[f32],
    input: &[f32],
    output: &mut [f32],
) {
    output.copy_from_slice(biases);
    for (row, &x) in weights.chunks_exact(dense.stride()).zip(input) {
        for (sum, weight) in output.iter_mut().zip(row) {
            *sum += weight * x;
        }
    }
}

pub(crate) fn input_gradient(dense: Dense, weights: &[f32], delta: &[f32], input: &mut [f32]) {
    for (row, sum) in weights.chunks_exact(dense.stride()).zip(input) {
        *sum = sums::<false>(row, delta).1;
    }
}

pub(crate) fn descend(
    dense: Dense,
    weights: &mut [f32],
    rates: &Rates,
    input: &[f32],
    delta: &[f32],
    input_gradient: &mut [f32],
) {
    let stride = dense.stride();
    let rows = weights.chunks_exact_mut(stride).zip(input);
    for (index, ((row, &x), sum)) in rows.zip(input_gradient).enumerate() {
        *sum = sums::<false>(row, delta).1;
        rates::descend(row, rates, index * stride, x, delta);
    }
}
