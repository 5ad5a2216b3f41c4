use gradient::dense::Packed;
use kernels::layers::{Dense, chain, squash};
use kernels::{Aligned, Level};

use crate::layer::Layer;
use crate::network::backward::add;
use crate::network::forward::TOGETHER;

/// A full connection, for many positions at once. A position is a row of a
/// matrix: of its inputs, of its states, and of the derivatives.
#[derive(Clone, Debug)]
pub(super) struct Full {
    layer: Layer,
    dense: Dense,
    /// From the units back to the inputs.
    back: Dense,
    back_weights: Aligned,
    back_biases: Aligned,
}

/// What a full connection computes at each position of a picture.
#[derive(Clone, Debug, Default)]
pub(super) struct FullWork {
    /// States y.
    pub(super) states: Aligned,
    /// ∂E/∂y, later ∂E/∂a.
    pub(super) delta: Aligned,
    /// ∂E/∂a again, with a row a unit.
    of_units: Aligned,
    /// ∂E/∂w of four units.
    products: Aligned,
}

impl FullWork {
    /// Makes room for `n` positions, all zero.
    pub(super) fn reset(&mut self, full: &Full, n: usize) {
        self.states.reset(n * full.dense.stride());
        self.delta.reset(n * full.dense.stride());
        self.of_units.reset(n * full.layer_units());
        self.products.reset(TOGETHER * full.back.stride());
    }
}

impl Full {
    /// `dense` is the layer as the kernels need it. All weights are 0.
    pub(super) fn new(layer: &Layer, dense: Dense) -> Self {
        let units = layer.n_parameters() / (dense.inputs() + 1);
        let back = Dense::new(units, dense.inputs());
        Self {
            layer: layer.clone(),
            dense,
            back_weights: Aligned::zeros(back.weights()),
            back_biases: Aligned::zeros(back.stride()),
            back,
        }
    }

    /// Takes the layer's parameters, in their declared order, for the way back. It multiplies by the
    /// transposed matrix, which is the one that is declared.
    pub(super) fn set(&mut self, declared: &[f32]) {
        for (row, own) in self
            .back_weights
            .chunks_exact_mut(self.back.stride())
            .zip(declared.chunks_exact(self.dense.inputs()))
        {
            row[..own.len()].copy_from_slice(own);
        }
    }

    fn layer_units(&self) -> usize {
        self.back.inputs()
    }

    /// Length of a row of inputs.
    pub(super) fn row(&self) -> usize {
        self.dense.padded_inputs()
    }

    pub(super) fn n_parameters(&self) -> usize {
        self.layer.n_parameters()
    }

    fn scale(&self) -> Option<(f32, f32)> {
        let scale = self.layer.squash.scale();
        scale.map(|(amplitude, slope)| (amplitude as f32, slope as f32))
    }

    /// Computes the states at each position.
    pub(super) fn forward(
        &self,
        level: Level,
        parameters: &Packed,
        input: &[f32],
        work: &mut FullWork,
    ) {
        let Packed { weights, biases } = parameters;
        let rows = (input, self.row());
        multiply(level, self.dense, (weights, biases), rows, &mut work.states);
        if let Some(scale) = self.scale() {
            squash(level, scale, &mut work.states);
        }
    }

    /// Computes ∂E/∂x from `work.delta`, and adds ∂E/∂w to `gradient`, in the declared order.
    pub(super) fn backward(
        &self,
        level: Level,
        input: &[f32],
        work: &mut FullWork,
        gradient: &mut [f32],
        d_input: &mut [f32],
    ) {
        let FullWork {
            states,
            delta,
            of_units,
            products,
        } = work;
        if let Some(scale) = self.scale() {
            chain(level, scale, states, delta);
        }
        let (stride, n_inputs) = (self.dense.stride(), self.dense.inputs());
        let back = (&*self.back_weights, &*self.back_biases);
        multiply(level, self.back, back, (delta, stride), d_input);

        let n = delta.len() / stride;
        for (position, row) in delta.chunks_exact(stride).enumerate() {
            for (unit, &d) in of_units.chunks_exact_mut(n).zip(row) {
                unit[position] = d;
            }
        }
        let (weights, biases) = gradient.split_at_mut(self.layer_units() * n_inputs);
        for row in delta.chunks_exact(stride) {
            add(biases, row.iter().copied());
        }
        // ∂E/∂w of a unit is the product of its row and the matrix of the inputs.
        let over_positions = Dense::new(n, n_inputs);
        for (units, sums) in of_units
            .chunks(TOGETHER * n)
            .zip(weights.chunks_mut(TOGETHER * n_inputs))
        {
            let products = &mut products[..units.len() / n * over_positions.stride()];
            let inputs = (input, &*self.back_biases);
            multiply(level, over_positions, inputs, (units, n), products);
            for (sums, products) in sums
                .chunks_exact_mut(n_inputs)
                .zip(products.chunks_exact(over_positions.stride()))
            {
                add(sums, products.iter().copied());
            }
        }
    }
}

/// Writes the biases plus the product of each row and the weights into `outputs`. `rows` are the
/// rows, one after the other, and the length of one.
///
/// The last four rows may overlap those before them: to compute a row twice takes less time than to
/// compute it alone.
fn multiply(
    level: Level,
    dense: Dense,
    (weights, biases): (&[f32], &[f32]),
    (rows, length): (&[f32], usize),
    outputs: &mut [f32],
) {
    let n = outputs.len() / dense.stride();
    let last_four = n.checked_sub(TOGETHER);
    for first in (0..n).step_by(TOGETHER) {
        let first = last_four.map_or(first, |last| first.min(last));
        let mut pairs = rows[first * length..]
            .chunks_exact(length)
            .zip(outputs[first * dense.stride()..].chunks_exact_mut(dense.stride()));
        if last_four.is_some() {
            let four = [(); TOGETHER].map(|()| pairs.next().expect("four rows"));
            dense.forward_four(level, weights, biases, four);
        } else {
            for (row, output) in pairs {
                dense.forward(level, weights, biases, row, output);
            }
        }
    }
}
