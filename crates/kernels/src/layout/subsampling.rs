/// Columns of a map, at most.
const MAX_WIDTH: usize = 32;

/// Pooling of 2×2 squares, from planes to maps without padding.
#[derive(Clone, Debug)]
pub struct Subsampling {
    pub(crate) in_height: usize,
    pub(crate) in_width: usize,
    pub(crate) in_plane: usize,
    pub(crate) n_inputs: usize,
    /// The plane each map reads.
    pub(crate) sources: Vec<usize>,
    /// Whether every plane is read by one map, so that what is spread over it is all it gets.
    pub(crate) one_reader: bool,
}

impl Subsampling {
    /// Map i reads plane `sources[i]` of `n_inputs`, each of `in_height` × `in_width` values
    /// padded to `in_plane`.
    ///
    /// # Panics
    /// If a side is odd or over 32, a plane too short, or a source not there.
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
        assert!(in_width <= MAX_WIDTH, "wider than {MAX_WIDTH}");
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

    /// Values of one map.
    pub fn area(&self) -> usize {
        self.in_height / 2 * (self.in_width / 2)
    }

    /// Values of all maps.
    pub fn outputs(&self) -> usize {
        self.sources.len() * self.area()
    }

    /// Length of the input planes together.
    pub(crate) fn inputs(&self) -> usize {
        self.n_inputs * self.in_plane
    }
}
