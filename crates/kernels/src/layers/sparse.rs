use super::{Dense, PAD, Rates, dispatch};
use crate::Level;

/// The non-zero values of a vector, in order, with their indices.
///
/// [`Dense`] takes one in place of an input most of whose values are zero, such as the
/// background of an image: what the zeros would add is zero, so nothing is lost, and their
/// rows of weights are not touched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sparse {
    len: usize,
    indices: Vec<u32>,
    values: Vec<f32>,
}

impl Sparse {
    /// Takes the non-zero values of `vector` in place of those it held.
    ///
    /// # Panics
    /// If the vector has more than 2³² values.
    pub fn gather(&mut self, vector: &[f32]) {
        self.len = vector.len();
        assert!(u32::try_from(self.len).is_ok(), "indices of 32 bits");
        self.indices.resize(self.len, 0);
        self.values.resize(self.len, 0.0);
        let mut count = 0;
        for (block, at) in vector.chunks(PAD).zip((0..).step_by(PAD)) {
            // A background has long runs of zeros; the sign bit is shifted out for −0.
            if block.iter().fold(0, |bits, value| bits | value.to_bits()) << 1 == 0 {
                continue;
            }
            // No branch, since ink begins and ends at no pixel that could be foreseen.
            for (&value, index) in block.iter().zip(at..) {
                self.indices[count] = index;
                self.values[count] = value;
                count += usize::from(value != 0.0);
            }
        }
        self.indices.truncate(count);
        self.values.truncate(count);
    }

    /// Length of the vector, zeros included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True if the vector has no values, zero or not.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Indices of the values, each below [`len`](Self::len).
    pub fn indices(&self) -> &[u32] {
        &self.indices
    }

    /// The values, none of them zero.
    pub fn values(&self) -> &[f32] {
        &self.values
    }
}

/// The values of two vectors of one length where either is not zero, in order, with their
/// indices.
///
/// With a pattern and the next, [`Dense::descend_forward_sparse`] fetches the weights of both
/// once.
#[derive(Clone, Debug, Default)]
pub struct SparsePair {
    len: usize,
    count: usize,
    indices: Vec<u32>,
    first: Vec<f32>,
    second: Vec<f32>,
}

impl SparsePair {
    /// Takes the values of those vectors in place of the ones it held.
    ///
    /// # Panics
    /// If the vectors are of different lengths, or of more than 2³² values.
    pub fn gather(&mut self, level: Level, first: &[f32], second: &[f32]) {
        assert_eq!(first.len(), second.len());
        assert!(u32::try_from(first.len()).is_ok(), "indices of 32 bits");
        self.len = first.len();
        self.indices.resize(self.len + PAD, 0);
        self.first.resize(self.len + PAD, 0.0);
        self.second.resize(self.len + PAD, 0.0);
        let found = (&mut *self.indices, &mut *self.first, &mut *self.second);
        let count = &mut self.count;
        dispatch!(level, sparse::gather((first, second), found, count));
    }

    /// Length of each vector, zeros included.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True if the vectors have no values, zero or not.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Indices of the values, each below [`len`](Self::len).
    pub fn indices(&self) -> &[u32] {
        &self.indices[..self.count]
    }

    /// The first vector's values there.
    pub fn first(&self) -> &[f32] {
        &self.first[..self.count]
    }

    /// The second vector's values there.
    pub fn second(&self) -> &[f32] {
        &self.second[..self.count]
    }
}

impl Dense {
    /// The inputs times the weights: `output` of the units is Σ_k x_k w_k over the rows w_k of
    /// the non-zero inputs, in order.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn forward_sparse(self, level: Level, weights: &[f32], input: &Sparse, output: &mut [f32]) {
        assert_eq!(weights.len(), self.weights());
        assert_eq!(input.len(), self.inputs());
        assert_eq!(output.len(), self.stride());
        dispatch!(level, sparse::forward(weights, input, output));
    }

    /// The inputs times the rates: Σ_k x_k ε_k over the rows ε_k of the non-zero inputs.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn sum_rates(self, level: Level, rates: &Rates, input: &Sparse, output: &mut [f32]) {
        assert_eq!(input.len(), self.inputs());
        assert_eq!(output.len(), self.stride());
        match rates {
            Rates::Same(rate) => output.fill(rate * input.values().iter().sum::<f32>()),
            Rates::Each(rates) => {
                assert_eq!(rates.len(), self.weights());
                dispatch!(level, sparse::sum_rates(rates, input, output));
            }
        }
    }

    /// A step of descent for the rows of the non-zero inputs, w ← w − ε (x δ). The same bits on
    /// every level.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn descend_sparse(
        self,
        level: Level,
        weights: &mut [f32],
        rates: &Rates,
        input: &Sparse,
        delta: &[f32],
    ) {
        assert_eq!(weights.len(), self.weights());
        assert!(rates.are_for(weights.len()));
        assert_eq!(input.len(), self.inputs());
        assert_eq!(delta.len(), self.stride());
        dispatch!(level, sparse::descend(weights, rates, input, delta));
    }

    /// [`descend_sparse`](Self::descend_sparse) for the first vector of a pair, then
    /// [`forward_sparse`](Self::forward_sparse) and [`sum_rates`](Self::sum_rates) for the
    /// second, in one sweep over the weights and, where all is finite, with the same bits.
    ///
    /// # Panics
    /// If a length is not as stated.
    #[allow(clippy::too_many_arguments, reason = "what three functions take")]
    pub fn descend_forward_sparse(
        self,
        level: Level,
        weights: &mut [f32],
        rates: &Rates,
        pair: &SparsePair,
        delta: &[f32],
        output: &mut [f32],
        rate_sums: &mut [f32],
    ) {
        assert_eq!(weights.len(), self.weights());
        assert!(rates.are_for(weights.len()));
        assert_eq!(pair.len(), self.inputs());
        for units in [delta, output, rate_sums] {
            assert_eq!(units.len(), self.stride());
        }
        dispatch!(
            level,
            sparse::descend_forward(weights, rates, pair, delta, output, rate_sums)
        );
    }
}
