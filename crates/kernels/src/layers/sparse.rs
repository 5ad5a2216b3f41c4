use super::dispatch;
use crate::Level;
use crate::layout::{Dense, PAD, Rates, Sparse, SparsePair};

impl SparsePair {
    /// Replaces the contents with the values of these two vectors.
    ///
    /// # Panics
    /// If the vectors differ in length, or have more than 2³² values.
    pub fn gather(&mut self, level: Level, first: &[f32], second: &[f32]) {
        assert_eq!(first.len(), second.len());
        assert!(u32::try_from(first.len()).is_ok(), "indices of 32 bits");
        self.len = first.len();
        self.indices.resize(self.len + PAD, 0);
        self.first.resize(self.len + PAD, 0.0);
        self.second.resize(self.len + PAD, 0.0);
        let found = (&mut *self.indices, &mut *self.first, &mut *self.second);
        let count = &mut self.count;
        dispatch!(level, sparse_gather((first, second), found, count));
    }
}

impl Dense {
    /// Multiplies the inputs by the weights. `output` becomes Σ_k x_k w_k over the rows w_k of the
    /// non-zero inputs, in order.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn forward_sparse(self, level: Level, weights: &[f32], input: &Sparse, output: &mut [f32]) {
        assert_eq!(weights.len(), self.weights());
        assert_eq!(input.len(), self.inputs());
        assert_eq!(output.len(), self.stride());
        dispatch!(level, sparse_forward(weights, input, output));
    }

    /// Multiplies the inputs by the rates: Σ_k x_k ε_k over the rows ε_k of the non-zero inputs.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn sum_rates(self, level: Level, rates: &Rates, input: &Sparse, output: &mut [f32]) {
        assert_eq!(input.len(), self.inputs());
        assert_eq!(output.len(), self.stride());
        match rates {
            Rates::Same(rate) => output.fill(rate * input.values().iter().sum::<f32>()),
            Rates::Each(rates) => {
                assert_eq!(rates.len(), self.weights());
                dispatch!(level, sparse_sum_rates(rates, input, output));
            }
        }
    }

    /// Makes a step of descent for the rows of the non-zero inputs, w ← w − ε (x δ). The bits are
    /// the same on every level.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
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
        dispatch!(level, sparse_descend(weights, rates, input, delta));
    }

    /// [`descend_sparse`](Self::descend_sparse) for the first vector of a pair, then
    /// [`forward_sparse`](Self::forward_sparse) and [`sum_rates`](Self::sum_rates) for the second
    /// one. All three are done in one sweep over the weights. If all values are finite, the bits
    /// are the same as with the three calls.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
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
            sparse_descend_forward(weights, rates, pair, delta, output, rate_sums)
        );
    }
}
