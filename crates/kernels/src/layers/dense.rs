use super::{Rates, dispatch, padded};
use crate::{Aligned, Level};

/// Full connection between `inputs` and `outputs` units.
///
/// Weights are a matrix of one row an *input*, padded to [`stride`](Self::stride) with zeros:
/// a lane is an output unit. Vectors of outputs are padded likewise, those of inputs to
/// [`padded_inputs`](Self::padded_inputs).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dense {
    inputs: usize,
    outputs: usize,
}

impl Dense {
    /// Between `inputs` and `outputs` units.
    pub fn new(inputs: usize, outputs: usize) -> Self {
        Self { inputs, outputs }
    }

    /// Inputs.
    pub fn inputs(self) -> usize {
        self.inputs
    }

    /// Length of a row of weights.
    pub fn stride(self) -> usize {
        padded(self.outputs)
    }

    /// Length of a vector of inputs.
    pub fn padded_inputs(self) -> usize {
        padded(self.inputs)
    }

    /// Length of the weights.
    pub fn weights(self) -> usize {
        self.inputs * self.stride()
    }

    /// A matrix of one row an *output*, as weights are usually written, in the order of this one.
    ///
    /// # Panics
    /// If the length is not `inputs` times `outputs`.
    pub fn pack<T: Copy + Default>(self, declared: &[T]) -> Aligned<T> {
        assert_eq!(declared.len(), self.inputs * self.outputs);
        let mut packed = Aligned::zeros(self.weights());
        for (output, row) in declared.chunks(self.inputs.max(1)).enumerate() {
            for (input, &value) in row.iter().enumerate() {
                packed[input * self.stride() + output] = value;
            }
        }
        packed
    }

    /// [`pack`](Self::pack) for a rate a weight.
    ///
    /// # Panics
    /// As [`pack`](Self::pack).
    pub fn pack_rates(self, declared: &[f32]) -> Rates {
        match Rates::new(declared) {
            Rates::Same(rate) => Rates::Same(rate),
            Rates::Each(rates) => Rates::Each(self.pack(&rates)),
        }
    }

    /// The inverse of [`pack`](Self::pack).
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn unpack(self, packed: &[f32], declared: &mut [f32]) {
        assert_eq!(packed.len(), self.weights());
        assert_eq!(declared.len(), self.inputs * self.outputs);
        for (output, row) in declared.chunks_mut(self.inputs.max(1)).enumerate() {
            for (input, value) in row.iter_mut().enumerate() {
                *value = packed[input * self.stride() + output];
            }
        }
    }

    /// Weighted sums of the outputs: `biases` plus the inputs times the weights.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn forward(
        self,
        level: Level,
        weights: &[f32],
        biases: &[f32],
        input: &[f32],
        output: &mut [f32],
    ) {
        let patterns = [(input, output)];
        self.check_forward(weights, biases, &patterns);
        dispatch!(level, dense::forward(self, weights, biases, patterns));
    }

    /// [`forward`](Self::forward) for four patterns, an input and an output each, with the same
    /// bits: most of its time goes into fetching weights, which this does once.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn forward_four(
        self,
        level: Level,
        weights: &[f32],
        biases: &[f32],
        patterns: [(&[f32], &mut [f32]); 4],
    ) {
        self.check_forward(weights, biases, &patterns);
        dispatch!(level, dense::forward_four(self, weights, biases, patterns));
    }

    fn check_forward(self, weights: &[f32], biases: &[f32], patterns: &[(&[f32], &mut [f32])]) {
        assert_eq!(weights.len(), self.weights());
        assert_eq!(biases.len(), self.stride());
        for (input, output) in patterns {
            assert!(input.len() >= self.inputs);
            assert_eq!(output.len(), self.stride());
        }
    }

    /// ∂E/∂x of the inputs, from ∂E/∂a of the outputs in `delta`, whose padding must be zero.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn input_gradient(self, level: Level, weights: &[f32], delta: &[f32], input: &mut [f32]) {
        assert_eq!(weights.len(), self.weights());
        assert_eq!(delta.len(), self.stride());
        assert!(input.len() >= self.padded_inputs());
        dispatch!(level, dense::input_gradient(self, weights, delta, input));
    }

    /// [`input_gradient`](Self::input_gradient) and, in the same sweep over the weights, a step
    /// of descent, w ← w − ε (x δ).
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn descend(
        self,
        level: Level,
        weights: &mut [f32],
        rates: &Rates,
        input: &[f32],
        delta: &[f32],
        input_gradient: &mut [f32],
    ) {
        assert_eq!(weights.len(), self.weights());
        assert!(rates.are_for(weights.len()));
        assert!(input.len() >= self.inputs);
        assert_eq!(delta.len(), self.stride());
        assert!(input_gradient.len() >= self.padded_inputs());
        dispatch!(
            level,
            dense::descend(self, weights, rates, input, delta, input_gradient)
        );
    }
}
