use crate::layers::convolution::{Convolution, Reader, SIDE, TAPS};
use crate::x86_64::lanes::Lanes;

/// Calls `$function::<L, $size, …>` with the constant that `$n` is, of 1 to 6.
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

/// Output maps that a block computes together, at most.
const MAPS: usize = 6;

/// `n` things in as few groups of at most `most` as there can be, as even as they can be:
/// (start, length) of each.
fn groups(n: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    let count = n.div_ceil(most);
    (0..count).map(move |group| {
        let start = group * n / count;
        (start, (group + 1) * n / count - start)
    })
}

/// # Safety
/// The CPU has the features of `L`; the lengths are those [`Convolution`] states.
#[inline(always)]
pub(crate) unsafe fn forward<L: Lanes>(
    c: &Convolution,
    kernels: &[f32],
    columns: &[f32],
    output: &mut [f32],
) {
    for (map, readers) in c.readers.iter().enumerate() {
        let columns = columns[map * SIDE * c.column_plane()..].as_ptr();
        for (position, vectors) in groups(c.plane() / L::N, L::POSITIONS) {
            for (first, maps) in groups(readers.len(), MAPS) {
                let readers = &readers[first..first + maps];
                let at = position * L::N;
                // SAFETY: the block lies within the planes of `output`, and within the columns
                // of this map, which reach four rows further than a plane.
                unsafe {
                    with_constant!(maps, M => match vectors {
                        1 => forward_block::<L, M, 1>(c, kernels, columns.add(at), output, at, readers),
                        2 => forward_block::<L, M, 2>(c, kernels, columns.add(at), output, at, readers),
                        3 => forward_block::<L, M, 3>(c, kernels, columns.add(at), output, at, readers),
                        _ => forward_block::<L, M, 4>(c, kernels, columns.add(at), output, at, readers),
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
    columns: *const f32,
    output: &mut [f32],
    at: usize,
    readers: &[Reader],
) {
    // SAFETY: as the caller.
    unsafe {
        let out: [*mut f32; M] =
            std::array::from_fn(|m| output[readers[m].output * c.plane() + at..].as_mut_ptr());
        let kernels: [*const f32; M] =
            std::array::from_fn(|m| kernels[readers[m].kernel * TAPS..].as_ptr());
        let mut sums = [[L::zero(); V]; M];
        for m in 0..M {
            for v in 0..V {
                sums[m][v] = L::load(out[m].add(v * L::N));
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
                    match maps {
                        1 => kernel_rows::<L, 1>(c, columns, delta, kernels, row, readers),
                        2 => kernel_rows::<L, 2>(c, columns, delta, kernels, row, readers),
                        _ => kernel_rows::<L, 3>(c, columns, delta, kernels, row, readers),
                    }
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
    // SAFETY: as the caller.
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
        let to = std::array::from_fn(|m| {
            kernels[readers[m].kernel * TAPS + row * SIDE..][..SIDE].as_mut_ptr()
        });
        L::row_sums(&sums, to);
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
        for (position, vectors) in groups(c.column_plane() / L::N, L::POSITIONS) {
            // SAFETY: the block lies within the five columns of this map, and within the
            // aprons, which reach four rows further.
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
    // SAFETY: as the caller.
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
