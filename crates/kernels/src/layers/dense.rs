use super::dispatch;
use crate::Level;
use crate::layout::{Dense, Rates};

impl Dense {
    /// Computes the weighted sums of the outputs: `biases` plus the inputs times the weights.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
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
        dispatch!(level, dense_forward(self, weights, biases, patterns));
    }

    /// Does the work of [`forward`](Self::forward) for four patterns, each with an input and an
    /// output. The bits are the same. `forward` spends most of its time loading weights; here they
    /// are loaded once for all four patterns.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn forward_four(
        self,
        level: Level,
        weights: &[f32],
        biases: &[f32],
        patterns: [(&[f32], &mut [f32]); 4],
    ) {
        self.check_forward(weights, biases, &patterns);
        dispatch!(level, dense_forward_four(self, weights, biases, patterns));
    }

    fn check_forward(self, weights: &[f32], biases: &[f32], patterns: &[(&[f32], &mut [f32])]) {
        assert_eq!(weights.len(), self.weights());
        assert_eq!(biases.len(), self.stride());
        for (input, output) in patterns {
            assert!(input.len() >= self.inputs());
            assert_eq!(output.len(), self.stride());
        }
    }

    /// Computes ∂E/∂x of the inputs from ∂E/∂a of the outputs. The latter is in `delta`, whose
    /// padding must be zero.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn input_gradient(self, level: Level, weights: &[f32], delta: &[f32], input: &mut [f32]) {
        assert_eq!(weights.len(), self.weights());
        assert_eq!(delta.len(), self.stride());
        assert!(input.len() >= self.padded_inputs());
        dispatch!(level, dense_input_gradient(self, weights, delta, input));
    }

    /// Computes [`input_gradient`](Self::input_gradient) and makes a step of descent, w ← w − ε (x
    /// δ), in the same sweep over the weights.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
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
        assert!(input.len() >= self.inputs());
        assert_eq!(delta.len(), self.stride());
        assert!(input_gradient.len() >= self.padded_inputs());
        dispatch!(
            level,
            dense_descend(self, weights, rates, input, delta, input_gradient)
        );
    }
}
