/// Pooling of 2×2 squares. It reads padded planes and writes maps without padding.
#[derive(Clone, Debug)]
pub struct Subsampling {
    pub(crate) in_height: usize,
    pub(crate) in_width: usize,
    pub(crate) in_plane: usize,
    pub(crate) n_inputs: usize,
    /// The plane that each map reads.
    pub(crate) sources: Vec<usize>,
    /// True if every plane is read by exactly one map. Then the values spread by that map are all
    /// that the plane gets.
    pub(crate) one_reader: bool,
}

impl Subsampling {
    /// Map i reads plane `sources[i]` of `n_inputs`, each of `in_height` × `in_width` values
    /// padded to `in_plane`.
    ///
    /// # Panics
    /// If a side is odd, if a plane is too short, or if a source does not exist.
    pub fn new(
        (in_height, in_width): (usize, usize),
        in_plane: usize,
        n_inputs: usize,
        sources: &[usize],
    ) -> Self {
        assert!(
            in_height.is_multiple_of(2) && in_width.is_multiple_of(2),
            "odd side"
        );
        assert!(in_plane >= in_height * in_width, "plane too short");
        assert!(sources.iter().all(|&source| source < n_inputs));
        let mut readers = vec![0; n_inputs];
        for &source in sources {
            readers[source] += 1;
        }
        Self {
            in_height,
            in_width,
            in_plane,
            n_inputs,
            sources: sources.to_vec(),
            one_reader: readers.iter().all(|&n| n == 1),
        }
    }

    /// Number of values in one map.
    pub fn area(&self) -> usize {
        self.in_height / 2 * (self.in_width / 2)
    }

    /// Number of values in all maps.
    pub fn outputs(&self) -> usize {
        self.sources.len() * self.area()
    }

    /// Length of all input planes together.
    pub(crate) fn inputs(&self) -> usize {
        self.n_inputs * self.in_plane
    }
}
