use kernels::layers::{Dense, Rates, add_scaled};
use kernels::{Aligned, Level};

/// A layer above the first.
#[derive(Clone, Debug)]
pub(crate) struct UpperLayer {
    dense: Dense,
    level: Level,
    weights: Aligned,
    biases: Aligned,
    rates: Rates,
    bias_rates: Aligned,
}

impl UpperLayer {
    /// Between `inputs` and `units`, all parameters 0.
    pub(crate) fn new((inputs, units): (usize, usize), level: Level) -> Self {
        let dense = Dense::new(inputs, units);
        Self {
            dense,
            level,
            weights: Aligned::zeros(dense.weights()),
            biases: Aligned::zeros(dense.stride()),
            rates: Rates::Same(0.0),
            bias_rates: Aligned::zeros(dense.stride()),
        }
    }

    /// Length of a vector of the units' values.
    pub(crate) fn stride(&self) -> usize {
        self.dense.stride()
    }

    /// The parameters in their declared order.
    pub(crate) fn parameters(&self, units: usize, declared: &mut [f32]) {
        declare(self.dense, (&self.weights, &self.biases), units, declared);
    }

    /// The weights of each input, one a unit, padding after them.
    pub(crate) fn weights(&self) -> impl Iterator<Item = &[f32]> {
        self.weights.chunks_exact(self.stride())
    }

    /// Replaces the parameters.
    pub(crate) fn set_parameters(&mut self, units: usize, declared: &[f32]) {
        let (weights, biases) = split(declared, units);
        self.weights = self.dense.pack(weights);
        self.biases[..units].copy_from_slice(biases);
    }

    /// Sets the rate of each parameter.
    pub(crate) fn set_rates(&mut self, units: usize, declared: &[f32]) {
        let (weights, biases) = split(declared, units);
        self.rates = self.dense.pack_rates(weights);
        self.bias_rates[..units].copy_from_slice(biases);
    }

    /// Total input of each unit.
    pub(crate) fn forward(&self, input: &[f32], totals: &mut [f32]) {
        self.dense
            .forward(self.level, &self.weights, &self.biases, input, totals);
    }

    /// ∂E/∂x of the inputs, from ∂E/∂a.
    pub(crate) fn input_gradient(&self, delta: &[f32], input_delta: &mut [f32]) {
        self.dense
            .input_gradient(self.level, &self.weights, delta, input_delta);
    }

    /// [`input_gradient`](Self::input_gradient) and a step of descent.
    pub(crate) fn descend(&mut self, input: &[f32], delta: &[f32], input_delta: &mut [f32]) {
        self.dense.descend(
            self.level,
            &mut self.weights,
            &self.rates,
            input,
            delta,
            input_delta,
        );
        add_scaled(self.level, -1.0, &self.bias_rates, delta, &mut self.biases);
    }
}

/// The weights and the biases of `units` in what was declared.
pub(crate) fn split(declared: &[f32], units: usize) -> (&[f32], &[f32]) {
    declared.split_at(declared.len() - units)
}

/// Puts packed weights and biases of `units` into the declared order.
pub(crate) fn declare(
    dense: Dense,
    (weights, biases): (&[f32], &[f32]),
    units: usize,
    declared: &mut [f32],
) {
    let (own, last) = declared.split_at_mut(declared.len() - units);
    dense.unpack(weights, own);
    last.copy_from_slice(&biases[..units]);
}
