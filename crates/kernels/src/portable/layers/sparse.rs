use crate::layers::Sparse;

/// The non-zero inputs, each with where its row of weights begins.
fn rows(input: &Sparse, stride: usize) -> impl Iterator<Item = (usize, f32)> {
    let starts = input.indices().iter().map(move |&i| i as usize * stride);
    starts.zip(input.values().iter().copied())
}

pub(crate) fn forward(weights: &[f32], input: &Sparse, output: &mut [f32]) {
    let stride = output.len();
    output.fill(0.0);
    for (start, x) in rows(input, stride) {
        for (sum, weight) in output.iter_mut().zip(&weights[start..]) {
            *sum += weight * x;
        }
    }
}

pub(crate) fn descend(weights: &mut [f32], input: &Sparse, step: &[f32]) {
    for (start, x) in rows(input, step.len()) {
        for (weight, d) in weights[start..].iter_mut().zip(step) {
            *weight -= x * d;
        }
    }
}

pub(crate) fn descend_rated(weights: &mut [f32], rates: &[f32], input: &Sparse, delta: &[f32]) {
    for (start, x) in rows(input, delta.len()) {
        let row = weights[start..].iter_mut().zip(&rates[start..]);
        for ((weight, rate), d) in row.zip(delta) {
            *weight -= rate * (x * d);
        }
    }
}
