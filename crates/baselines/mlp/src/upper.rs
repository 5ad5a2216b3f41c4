use gradient::dense::{self, Packed, PackedRates};
use kernels::Level;
use kernels::layers::{Dense, add_scaled};

/// A layer above the first.
#[derive(Clone, Debug)]
pub(crate) struct UpperLayer {
    dense: Dense,
    level: Level,
    parameters: Packed,
    rates: PackedRates,
}

impl UpperLayer {
    /// Connects `inputs` with `units`. All parameters are 0.
    pub(crate) fn new((inputs, units): (usize, usize), level: Level) -> Self {
        let dense = Dense::new(inputs, units);
        Self {
            dense,
            level,
            parameters: Packed::zeros(dense),
            rates: PackedRates::zeros(dense),
        }
    }

    /// The connections.
    pub(crate) fn dense(&self) -> Dense {
        self.dense
    }

    /// Writes the parameters in the declared order.
    pub(crate) fn parameters(&self, declared: &mut [f32]) {
        dense::unpack(self.dense, &self.parameters, declared);
    }

    /// For each input, its weights to all units, followed by padding.
    pub(crate) fn weights(&self) -> impl Iterator<Item = &[f32]> {
        self.parameters.weights.chunks_exact(self.dense.stride())
    }

    /// Replaces the parameters.
    pub(crate) fn set_parameters(&mut self, declared: &[f32]) {
        self.parameters = dense::pack(self.dense, declared);
    }

    /// Sets the rate of each parameter.
    pub(crate) fn set_rates(&mut self, declared: &[f32]) {
        self.rates = dense::pack_rates(self.dense, declared);
    }

    /// Computes the total input of each unit.
    pub(crate) fn forward(&self, input: &[f32], totals: &mut [f32]) {
        let Packed { weights, biases } = &self.parameters;
        self.dense
            .forward(self.level, weights, biases, input, totals);
    }

    /// Computes ∂E/∂x of the inputs from ∂E/∂a.
    pub(crate) fn input_gradient(&self, delta: &[f32], input_delta: &mut [f32]) {
        self.dense
            .input_gradient(self.level, &self.parameters.weights, delta, input_delta);
    }

    /// Computes [`input_gradient`](Self::input_gradient) and makes a step of descent.
    pub(crate) fn descend(&mut self, input: &[f32], delta: &[f32], input_delta: &mut [f32]) {
        let (level, rates) = (self.level, &self.rates);
        let Packed { weights, biases } = &mut self.parameters;
        self.dense
            .descend(level, weights, &rates.weights, input, delta, input_delta);
        add_scaled(level, -1.0, &rates.biases, delta, biases);
    }
}
