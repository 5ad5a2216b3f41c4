use serde::{Deserialize, Serialize};

/// Says which maps of a layer read which maps of the layer before.
///
/// A map reads only some of the maps before it, for two reasons (section II-B). This bounds the
/// number of connections. It also breaks the symmetry between the maps, because different maps get
/// different inputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionTable {
    n_inputs: usize,
    sources: Vec<Vec<usize>>,
}

impl ConnectionTable {
    /// Map `i` of the layer reads the maps `sources[i]` of the `n_inputs` before it.
    ///
    /// # Panics
    /// If a map reads no map, a map that does not exist, or the same map twice.
    pub fn new<S: AsRef<[usize]>>(n_inputs: usize, sources: &[S]) -> Self {
        let sources: Vec<Vec<usize>> = sources.iter().map(|s| s.as_ref().to_vec()).collect();
        for (map, sources) in sources.iter().enumerate() {
            assert!(!sources.is_empty(), "map {map} reads nothing");
            assert!(
                sources.is_sorted_by(|a, b| a < b) && sources.iter().all(|&s| s < n_inputs),
                "map {map} reads {sources:?} of {n_inputs} maps"
            );
        }
        Self { n_inputs, sources }
    }

    /// Each of the `n_outputs` maps reads all `n_inputs` maps.
    pub fn full(n_inputs: usize, n_outputs: usize) -> Self {
        let all: Vec<usize> = (0..n_inputs).collect();
        Self::new(n_inputs, &vec![all; n_outputs])
    }

    /// Table I: which of the 6 maps of S2 each of the 16 maps of LeNet-5's C3 reads. Six maps read
    /// three neighbouring maps, six read four neighbouring maps, three read four maps that are not
    /// all neighbours, and one reads all maps.
    pub fn lenet5() -> Self {
        Self::new(
            6,
            &[
                &[0, 1, 2][..],
                &[1, 2, 3],
                &[2, 3, 4],
                &[3, 4, 5],
                &[0, 4, 5],
                &[0, 1, 5],
                &[0, 1, 2, 3],
                &[1, 2, 3, 4],
                &[2, 3, 4, 5],
                &[0, 3, 4, 5],
                &[0, 1, 4, 5],
                &[0, 1, 2, 5],
                &[0, 1, 3, 4],
                &[1, 2, 4, 5],
                &[0, 2, 3, 5],
                &[0, 1, 2, 3, 4, 5],
            ],
        )
    }

    /// Which of the 4 maps of H2 each of the 12 maps of LeNet-1's H3 reads (LeCun et al. 1989).
    pub fn lenet1() -> Self {
        Self::new(
            4,
            &[
                &[0][..],
                &[0, 1],
                &[0, 1],
                &[1],
                &[0, 1],
                &[0, 1],
                &[2],
                &[2, 3],
                &[2, 3],
                &[3],
                &[2, 3],
                &[2, 3],
            ],
        )
    }

    /// Which of the 8 maps of S2 each of the 16 maps of our LeNet-4's C3 reads. The paper does not
    /// say.
    ///
    /// Each map reads three maps, so that the network has the printed number of connections (about
    /// 260,000). Eight maps read three neighbouring maps, and eight read three maps that are apart.
    pub fn lenet4() -> Self {
        let sources: Vec<Vec<usize>> = [[0, 1, 2], [0, 3, 5]]
            .iter()
            .flat_map(|offsets| (0..8).map(move |map| offsets.map(|o| (map + o) % 8).to_vec()))
            .map(|mut sources| {
                sources.sort_unstable();
                sources
            })
            .collect();
        Self::new(8, &sources)
    }

    /// Number of maps in the layer before.
    pub fn n_inputs(&self) -> usize {
        self.n_inputs
    }

    /// Number of maps in the layer.
    pub fn n_outputs(&self) -> usize {
        self.sources.len()
    }

    /// The maps that map `output` reads, ascending.
    pub fn sources(&self, output: usize) -> &[usize] {
        &self.sources[output]
    }

    /// All (output, input) pairs, ordered by output and then by input. Each pair has a kernel.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.sources
            .iter()
            .enumerate()
            .flat_map(|(output, sources)| sources.iter().map(move |&input| (output, input)))
    }

    /// Number of pairs.
    pub fn n_pairs(&self) -> usize {
        self.sources.iter().map(Vec::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readers(table: &ConnectionTable) -> Vec<usize> {
        let mut readers = vec![0; table.n_inputs()];
        for (_, input) in table.pairs() {
            readers[input] += 1;
        }
        readers
    }

    #[test]
    fn table_i_has_60_kernels_ten_a_map() {
        let table = ConnectionTable::lenet5();
        assert_eq!(table.n_pairs(), 60);
        assert_eq!(readers(&table), [10; 6]);
    }

    #[test]
    fn no_two_maps_of_table_i_or_of_lenet4_read_the_same() {
        for table in [ConnectionTable::lenet5(), ConnectionTable::lenet4()] {
            for a in 0..table.n_outputs() {
                for b in 0..a {
                    assert_ne!(table.sources(a), table.sources(b));
                }
            }
        }
    }

    #[test]
    fn the_other_tables_are_even_too() {
        assert_eq!(ConnectionTable::lenet1().n_pairs(), 20);
        assert_eq!(readers(&ConnectionTable::lenet1()), [5; 4]);
        assert_eq!(readers(&ConnectionTable::lenet4()), [6; 8]);
    }

    #[test]
    fn a_table_has_only_maps_that_are_there() {
        let wrong = std::panic::catch_unwind(|| ConnectionTable::new(2, &[[0, 2]]));
        assert!(wrong.is_err());
    }
}
