use super::sums;
use crate::layers::convolution::{Convolution, SIDE, TAPS};
use crate::layers::with_width;

#[inline(always)]
pub(crate) fn copy_columns(c: &Convolution, input: &[f32], columns: &mut [f32]) {
    with_width!(c.out_width(), width => copy_runs(c, input, columns, width));
}

#[inline(always)]
fn copy_runs(c: &Convolution, input: &[f32], columns: &mut [f32], width: usize) {
    for (map, planes) in input
        .chunks_exact(c.in_height * c.in_width)
        .zip(columns.chunks_exact_mut(SIDE * c.column_plane()))
    {
        for (tap, plane) in planes.chunks_exact_mut(c.column_plane()).enumerate() {
            for (row, run) in map
                .chunks_exact(c.in_width)
                .zip(plane.chunks_exact_mut(width))
            {
                run.copy_from_slice(&row[tap..tap + width]);
            }
        }
    }
}

/// The run of column values that a tap meets.
fn run<'a>(c: &Convolution, columns: &'a [f32], map: usize, tap: usize) -> &'a [f32] {
    let plane = (map * SIDE + tap % SIDE) * c.column_plane();
    &columns[plane + tap / SIDE * c.out_width()..][..c.plane()]
}

pub(crate) fn forward(c: &Convolution, kernels: &[f32], columns: &[f32], output: &mut [f32]) {
    for (map, readers) in c.readers.iter().enumerate() {
        for reader in readers {
            let plane = &mut output[reader.output * c.plane()..][..c.plane()];
            for (tap, &weight) in kernels[reader.kernel * TAPS..][..TAPS].iter().enumerate() {
                for (sum, value) in plane.iter_mut().zip(run(c, columns, map, tap)) {
                    *sum += weight * value;
                }
            }
        }
    }
}

pub(crate) fn weight_gradient(
    c: &Convolution,
    columns: &[f32],
    delta: &[f32],
    kernels: &mut [f32],
) {
    for (map, readers) in c.readers.iter().enumerate() {
        for reader in readers {
            let plane = &delta[reader.output * c.plane()..][..c.plane()];
            for (tap, gradient) in kernels[reader.kernel * TAPS..][..TAPS]
                .iter_mut()
                .enumerate()
            {
                *gradient = sums::<false>(plane, run(c, columns, map, tap)).1;
            }
        }
    }
}

pub(crate) fn bias_gradient(c: &Convolution, delta: &[f32], biases: &mut [f32]) {
    for (bias, plane) in biases.iter_mut().zip(delta.chunks_exact(c.plane())) {
        *bias = sums::<false>(plane, plane).0;
    }
}

/// The gradient with respect to the columns, from output planes with aprons of zeros.
pub(crate) fn column_gradient(
    c: &Convolution,
    kernels: &[f32],
    aprons: &[f32],
    columns: &mut [f32],
) {
    columns.fill(0.0);
    for (map, readers) in c.readers.iter().enumerate() {
        for reader in readers {
            let apron = &aprons[reader.output * c.apron_plane()..][..c.apron_plane()];
            for (tap, &weight) in kernels[reader.kernel * TAPS..][..TAPS].iter().enumerate() {
                let plane = (map * SIDE + tap % SIDE) * c.column_plane();
                let sums = &mut columns[plane..][..c.column_plane()];
                let above = (SIDE - 1 - tap / SIDE) * c.out_width();
                for (sum, value) in sums.iter_mut().zip(&apron[above..]) {
                    *sum += weight * value;
                }
            }
        }
    }
}

/// Adds up what the five columns of each input map say about each of its values.
pub(crate) fn fold_columns(c: &Convolution, columns: &[f32], input: &mut [f32]) {
    with_width!(c.out_width(), width => fold_runs(c, columns, input, width));
}

fn fold_runs(c: &Convolution, columns: &[f32], input: &mut [f32], width: usize) {
    for (map, planes) in input
        .chunks_exact_mut(c.in_height * c.in_width)
        .zip(columns.chunks_exact(SIDE * c.column_plane()))
    {
        map.fill(0.0);
        for (tap, plane) in planes.chunks_exact(c.column_plane()).enumerate() {
            for (row, run) in map
                .chunks_exact_mut(c.in_width)
                .zip(plane.chunks_exact(width))
            {
                for (sum, value) in row[tap..].iter_mut().zip(run) {
                    *sum += value;
                }
            }
        }
    }
}
