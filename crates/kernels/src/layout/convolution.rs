use super::padded;

/// Side of every kernel, in pixels.
pub(crate) const SIDE: usize = 5;
/// Number of weights in a kernel.
pub(crate) const TAPS: usize = SIDE * SIDE;

/// Convolution with 5×5 kernels between two layers of maps. Not every pair of maps needs to be
/// connected.
///
/// The input is first copied into *columns*, five planes for each map. Plane k holds, for each
/// input row, the values that are multiplied by column k of a kernel, one after the other for all
/// output columns. So all values that one weight is multiplied by form one contiguous run. A
/// convolution then only multiplies runs by weights, for any width of the map.
///
/// Each kernel has 25 weights, row by row. The kernels are in the order of the pairs.
#[derive(Clone, Debug)]
pub struct Convolution {
    pub(crate) in_height: usize,
    pub(crate) in_width: usize,
    pub(crate) n_inputs: usize,
    pub(crate) n_outputs: usize,
    /// For each input map, the kernels that read it and the output maps they add to.
    pub(crate) readers: Vec<Vec<Reader>>,
    /// Output maps without a kernel.
    pub(crate) bare: Vec<usize>,
    pub(crate) n_pairs: usize,
}

/// A kernel that reads some input map, and the output map it adds to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader {
    pub(crate) kernel: usize,
    pub(crate) output: usize,
    /// True if this kernel is the first to add to the output map.
    pub(crate) first: bool,
}

impl Convolution {
    /// Connects `n_inputs` maps of `in_height` × `in_width` with `n_outputs` maps. Kernel k reads
    /// input map `pairs[k].1` and adds to output map `pairs[k].0`.
    ///
    /// # Panics
    /// If the maps are smaller than a kernel, or if a pair names a map that does not exist or
    /// appears twice.
    pub fn new(
        (in_height, in_width): (usize, usize),
        (n_inputs, n_outputs): (usize, usize),
        pairs: &[(usize, usize)],
    ) -> Self {
        assert!(
            in_height >= SIDE && in_width >= SIDE,
            "maps smaller than a kernel"
        );
        let mut readers = vec![Vec::new(); n_inputs];
        for (kernel, &(output, input)) in pairs.iter().enumerate() {
            assert!(output < n_outputs, "output map {output} of {n_outputs}");
            let own = &mut readers[input];
            assert!(
                own.iter().all(|reader: &Reader| reader.output != output),
                "two kernels from map {input} to map {output}"
            );
            own.push(Reader {
                kernel,
                output,
                first: false,
            });
        }
        let mut bare: Vec<usize> = (0..n_outputs).collect();
        for reader in readers.iter_mut().flatten() {
            reader.first = bare.contains(&reader.output);
            bare.retain(|output| *output != reader.output);
        }
        Self {
            in_height,
            in_width,
            n_inputs,
            n_outputs,
            readers,
            bare,
            n_pairs: pairs.len(),
        }
    }

    /// Rows of an output map.
    pub fn out_height(&self) -> usize {
        self.in_height - SIDE + 1
    }

    /// Columns of an output map.
    pub fn out_width(&self) -> usize {
        self.in_width - SIDE + 1
    }

    /// Length of an output plane: the number of positions, with padding.
    pub fn plane(&self) -> usize {
        padded(self.out_height() * self.out_width())
    }

    /// Length of all output planes together.
    pub fn outputs(&self) -> usize {
        self.n_outputs * self.plane()
    }

    /// Length of one plane of columns.
    pub(crate) fn column_plane(&self) -> usize {
        padded((SIDE - 1) * self.out_width() + self.plane())
    }

    /// Length of the columns.
    pub fn columns(&self) -> usize {
        self.n_inputs * SIDE * self.column_plane()
    }

    /// Length of an output plane with the zeros that
    /// [`input_gradient`](Self::input_gradient) puts around it.
    pub(crate) fn apron_plane(&self) -> usize {
        (SIDE - 1) * self.out_width() + self.column_plane()
    }

    /// Length of the scratch space that [`input_gradient`](Self::input_gradient) needs.
    pub fn scratch(&self) -> usize {
        self.columns() + self.n_outputs * self.apron_plane()
    }
}
