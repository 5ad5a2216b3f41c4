use super::sums;
use crate::layers::subsampling::{MAX_WIDTH, Subsampling};
use crate::layers::with_width;

pub(crate) fn pool(s: &Subsampling, weight: f32, input: &[f32], pooled: &mut [f32]) {
    with_width!(s.in_width, width => pool_rows(s, weight, input, pooled, width));
}

fn pool_rows(s: &Subsampling, weight: f32, input: &[f32], pooled: &mut [f32], width: usize) {
    for (&source, map) in s.sources.iter().zip(pooled.chunks_exact_mut(s.area())) {
        let plane = &input[source * s.in_plane..][..s.in_height * width];
        for (rows, out) in plane
            .chunks_exact(2 * width)
            .zip(map.chunks_exact_mut(width / 2))
        {
            let (above, below) = rows.split_at(width);
            let mut columns = [0.0; MAX_WIDTH];
            for (sum, (a, b)) in columns.iter_mut().zip(above.iter().zip(below)) {
                *sum = a + b;
            }
            for (value, pair) in out.iter_mut().zip(columns.as_chunks::<2>().0) {
                *value = weight * (pair[0] + pair[1]);
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

pub(crate) fn spread(s: &Subsampling, slopes: &[f32], delta: &[f32], input: &mut [f32]) {
    for plane in input.chunks_exact_mut(s.in_plane) {
        plane[..s.in_height * s.in_width].fill(0.0);
    }
    with_width!(s.in_width, width => spread_rows(s, slopes, delta, input, width));
}

fn spread_rows(s: &Subsampling, slopes: &[f32], delta: &[f32], input: &mut [f32], width: usize) {
    for ((&source, &slope), map) in s
        .sources
        .iter()
        .zip(slopes)
        .zip(delta.chunks_exact(s.area()))
    {
        let plane = &mut input[source * s.in_plane..][..s.in_height * width];
        for (row, delta) in map.chunks_exact(width / 2).enumerate() {
            let rows = &mut plane[2 * row * width..][..2 * width];
            let (above, below) = rows.split_at_mut(width);
            for column in 0..width {
                let value = slope * delta[column / 2];
                above[column] += value;
                below[column] += value;
            }
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
        (*b, *c) = sums::<false>(delta, pooled);
    }
}
