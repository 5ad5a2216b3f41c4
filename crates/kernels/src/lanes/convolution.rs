use super::{Lanes, groups, with_width};
use crate::layout::convolution::{Convolution, Reader, SIDE, TAPS};

/// Calls a function with the value of `$n`, which is 1 to 6, as a constant.
macro_rules! with_constant {
    ($n:expr, $name:ident => $call:expr) => {
        match $n {
            1 => {
                const $name: usize = 1;
                $call
            }
            2 => {
                const $name: usize = 2;
                $call
            }
            3 => {
                const $name: usize = 3;
                $call
            }
            4 => {
                const $name: usize = 4;
                $call
            }
            5 => {
                const $name: usize = 5;
                $call
            }
            _ => {
                const $name: usize = 6;
                $call
            }
        }
    };
}

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

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Convolution`] states.
#[inline(always)]
pub(crate) unsafe fn forward<L: Lanes>(
    c: &Convolution,
    kernels: &[f32],
    biases: &[f32],
    columns: &[f32],
    output: &mut [f32],
) {
    for (map, readers) in c.readers.iter().enumerate() {
        let columns = columns[map * SIDE * c.column_plane()..].as_ptr();
        for (position, vectors) in groups(c.plane() / L::N, L::POSITIONS) {
            for (first, maps) in groups(readers.len(), L::MAPS) {
                let readers = &readers[first..first + maps];
                let at = position * L::N;
                // SAFETY: the block lies within the planes of `output` and within the columns of
                // this map; the columns have four rows more than a plane.
                unsafe {
                    with_constant!(maps, M => match vectors {
                        1 => forward_block::<L, M, 1>(c, kernels, biases, columns.add(at), output, at, readers),
                        2 => forward_block::<L, M, 2>(c, kernels, biases, columns.add(at), output, at, readers),
                        3 => forward_block::<L, M, 3>(c, kernels, biases, columns.add(at), output, at, readers),
                        _ => forward_block::<L, M, 4>(c, kernels, biases, columns.add(at), output, at, readers),
                    });
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn forward_block<L: Lanes, const M: usize, const V: usize>(
    c: &Convolution,
    kernels: &[f32],
    biases: &[f32],
    columns: *const f32,
    output: &mut [f32],
    at: usize,
    readers: &[Reader],
) {
    // SAFETY: the caller's block is within planes and columns, so there are `V` vectors at each
    // tap.
    unsafe {
        let out: [*mut f32; M] =
            std::array::from_fn(|m| output[readers[m].output * c.plane() + at..].as_mut_ptr());
        let kernels: [*const f32; M] =
            std::array::from_fn(|m| kernels[readers[m].kernel * TAPS..].as_ptr());
        let mut sums = [[L::zero(); V]; M];
        for m in 0..M {
            let bias = L::splat(biases[readers[m].output]);
            for v in 0..V {
                sums[m][v] = if readers[m].first {
                    bias
                } else {
                    L::load(out[m].add(v * L::N))
                };
            }
        }
        for row in 0..SIDE {
            for column in 0..SIDE {
                let run = columns.add(column * c.column_plane() + row * c.out_width());
                let mut values = [L::zero(); V];
                for v in 0..V {
                    values[v] = L::load(run.add(v * L::N));
                }
                for m in 0..M {
                    let weight = L::splat(*kernels[m].add(row * SIDE + column));
                    for v in 0..V {
                        sums[m][v] = weight.mul_add(values[v], sums[m][v]);
                    }
                }
            }
        }
        for m in 0..M {
            for v in 0..V {
                sums[m][v].store(out[m].add(v * L::N));
            }
        }
    }
}

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Convolution`] states.
#[inline(always)]
pub(crate) unsafe fn weight_gradient<L: Lanes>(
    c: &Convolution,
    columns: &[f32],
    delta: &[f32],
    kernels: &mut [f32],
) {
    for (map, readers) in c.readers.iter().enumerate() {
        let columns = columns[map * SIDE * c.column_plane()..].as_ptr();
        for (first, maps) in groups(readers.len(), L::ROWS) {
            let readers = &readers[first..first + maps];
            for row in 0..SIDE {
                // SAFETY: five runs of a plane's length within the columns of this map.
                unsafe {
                    let columns = columns.add(row * c.out_width());
                    with_constant!(maps, M => {
                        kernel_rows::<L, M>(c, columns, delta, kernels, row, readers)
                    });
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn kernel_rows<L: Lanes, const M: usize>(
    c: &Convolution,
    columns: *const f32,
    delta: &[f32],
    kernels: &mut [f32],
    row: usize,
    readers: &[Reader],
) {
    // SAFETY: the caller's columns have five runs of a plane; kernels are inside, as asserted.
    unsafe {
        let delta: [*const f32; M] =
            std::array::from_fn(|m| delta[readers[m].output * c.plane()..].as_ptr());
        let mut sums = [[L::zero(); SIDE]; M];
        let mut at = 0;
        while at < c.plane() {
            let mut deltas = [L::zero(); M];
            for m in 0..M {
                deltas[m] = L::load(delta[m].add(at));
            }
            for column in 0..SIDE {
                let value = L::load(columns.add(column * c.column_plane() + at));
                for m in 0..M {
                    sums[m][column] = deltas[m].mul_add(value, sums[m][column]);
                }
            }
            at += L::N;
        }
        let inside = |reader: &Reader| (reader.kernel + 1) * TAPS <= kernels.len();
        assert!(readers.iter().all(inside));
        let kernels = kernels.as_mut_ptr();
        let to = |m: usize| kernels.add(readers[m].kernel * TAPS + row * SIDE);
        // Fifteen sums fill a vector of the widest level.
        let mut m = 0;
        while m + 3 <= M {
            let three = [to(m), to(m + 1), to(m + 2)];
            L::row_sums(&[sums[m], sums[m + 1], sums[m + 2]], three);
            m += 3;
        }
        match M - m {
            0 => {}
            1 => L::row_sums(&[sums[m]], [to(m)]),
            _ => L::row_sums(&[sums[m], sums[m + 1]], [to(m), to(m + 1)]),
        }
    }
}

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Convolution`] states.
#[inline(always)]
pub(crate) unsafe fn bias_gradient<L: Lanes>(c: &Convolution, delta: &[f32], biases: &mut [f32]) {
    let planes = delta.chunks_exact(c.plane());
    for (biases, first) in biases.chunks_mut(L::N).zip((0..).step_by(L::N)) {
        // SAFETY: a plane is whole vectors; a block has no more lanes than `sums`.
        unsafe {
            let mut sums = [L::zero(); 16];
            for (sum, plane) in sums.iter_mut().zip(planes.clone().skip(first).take(L::N)) {
                let mut vectors = plane.chunks_exact(2 * L::N);
                let mut parts = [L::zero(); 2];
                for two in &mut vectors {
                    parts[0] = parts[0].add(L::load(two.as_ptr()));
                    parts[1] = parts[1].add(L::load(two.as_ptr().add(L::N)));
                }
                for one in vectors.remainder().chunks_exact(L::N) {
                    parts[0] = parts[0].add(L::load(one.as_ptr()));
                }
                *sum = parts[0].add(parts[1]);
            }
            L::sums(sums.as_ptr()).store_first(biases.len(), biases.as_mut_ptr());
        }
    }
}

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Convolution`] states.
#[inline(always)]
pub(crate) unsafe fn column_gradient<L: Lanes>(
    c: &Convolution,
    kernels: &[f32],
    aprons: &[f32],
    columns: &mut [f32],
) {
    for (map, readers) in c.readers.iter().enumerate() {
        let columns = columns[map * SIDE * c.column_plane()..].as_mut_ptr();
        let vectors = (c.in_height * c.out_width()).div_ceil(L::N);
        for (position, vectors) in groups(vectors, L::POSITIONS) {
            // SAFETY: the block lies within the five columns of this map, and within the aprons,
            // which have four rows more.
            unsafe {
                let columns = columns.add(position * L::N);
                let at = position * L::N;
                match vectors {
                    1 => column_block::<L, 1>(c, kernels, aprons, columns, at, readers),
                    2 => column_block::<L, 2>(c, kernels, aprons, columns, at, readers),
                    3 => column_block::<L, 3>(c, kernels, aprons, columns, at, readers),
                    _ => column_block::<L, 4>(c, kernels, aprons, columns, at, readers),
                }
            }
        }
    }
}

#[inline(always)]
unsafe fn column_block<L: Lanes, const V: usize>(
    c: &Convolution,
    kernels: &[f32],
    aprons: &[f32],
    columns: *mut f32,
    at: usize,
    readers: &[Reader],
) {
    // SAFETY: the caller's block is within columns and aprons, so there are `V` vectors at each
    // tap.
    unsafe {
        let mut sums = [[L::zero(); V]; SIDE];
        for reader in readers {
            let apron = aprons[reader.output * c.apron_plane() + at..].as_ptr();
            let kernel = kernels[reader.kernel * TAPS..][..TAPS].as_ptr();
            for row in 0..SIDE {
                let run = apron.add((SIDE - 1 - row) * c.out_width());
                let mut values = [L::zero(); V];
                for v in 0..V {
                    values[v] = L::load(run.add(v * L::N));
                }
                for column in 0..SIDE {
                    let weight = L::splat(*kernel.add(row * SIDE + column));
                    for v in 0..V {
                        sums[column][v] = weight.mul_add(values[v], sums[column][v]);
                    }
                }
            }
        }
        for column in 0..SIDE {
            for v in 0..V {
                sums[column][v].store(columns.add(column * c.column_plane() + v * L::N));
            }
        }
    }
}

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Convolution`] states.
#[inline(always)]
pub(crate) unsafe fn fold_columns<L: Lanes>(c: &Convolution, columns: &[f32], input: &mut [f32]) {
    // SAFETY: the caller has the features and the lengths; the width is that of a run.
    unsafe {
        with_width!(c.out_width(), width => fold_maps::<L>(c, columns, input, width));
    }
}

#[inline(always)]
unsafe fn fold_maps<L: Lanes>(c: &Convolution, columns: &[f32], input: &mut [f32], width: usize) {
    let in_width = width + SIDE - 1;
    let maps = input.chunks_exact_mut(c.in_height * in_width);
    for (map, planes) in maps.zip(columns.chunks_exact(SIDE * c.column_plane())) {
        for (row, to) in map.chunks_exact_mut(in_width).enumerate() {
            let mut at = 0;
            while at < in_width {
                // SAFETY: a run of each plane is `width` values, and no lane beside it is
                // read or written.
                unsafe {
                    let mut sum = L::zero();
                    for tap in 0..SIDE {
                        // Value i of the run belongs to column i + tap of the map.
                        let lanes = tap.saturating_sub(at)..(tap + width).saturating_sub(at);
                        let run = planes.as_ptr().add(tap * c.column_plane() + row * width);
                        let from = run.wrapping_add(at).wrapping_sub(tap);
                        sum = sum.add(L::load_some(lanes, from));
                    }
                    sum.store_first(in_width - at, to.as_mut_ptr().add(at));
                }
                at += L::N;
            }
        }
    }
}
