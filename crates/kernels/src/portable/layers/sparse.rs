use half::bf16;

use super::rates;
use crate::layers::{Rates, Sparse};

/// The non-zero inputs, each with where its row of weights begins.
fn rows(input: &Sparse, stride: usize) -> impl Iterator<Item = (usize, f32)> {
    let starts = input.indices().iter().map(move |&i| i as usize * stride);
    starts.zip(input.values().iter().copied())
}

pub(crate) fn forward(weights: &[f32], input: &Sparse, output: &mut [f32]) {
    sum_rows(weights, input, output);
}

pub(crate) fn sum_rates(rates: &[bf16], input: &Sparse, output: &mut [f32]) {
    sum_rows(rates, input, output);
}

fn sum_rows<T: Copy + Into<f32>>(weights: &[T], input: &Sparse, output: &mut [f32]) {
    let stride = output.len();
    output.fill(0.0);
    for (start, x) in rows(input, stride) {
        for (sum, &weight) in output.iter_mut().zip(&weights[start..]) {
            *sum += weight.into() * x;
        }
    }
}

pub(crate) fn descend(weights: &mut [f32], rates: &Rates, input: &Sparse, delta: &[f32]) {
    let stride = delta.len();
    for (start, x) in rows(input, stride) {
        rates::descend(&mut weights[start..][..stride], rates, start, x, delta);
    }
}
