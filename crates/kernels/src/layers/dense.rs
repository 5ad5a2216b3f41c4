use super::dispatch;
use crate::Level;
use crate::layout::{Dense, Rates};

impl Dense {
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
        dispatch!(level, dense_forward(self, weights, biases, patterns));
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

    /// ∂E/∂x of the inputs, from ∂E/∂a of the outputs in `delta`, whose padding must be zero.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn input_gradient(self, level: Level, weights: &[f32], delta: &[f32], input: &mut [f32]) {
        assert_eq!(weights.len(), self.weights());
        assert_eq!(delta.len(), self.stride());
        assert!(input.len() >= self.padded_inputs());
        dispatch!(level, dense_input_gradient(self, weights, delta, input));
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
        assert!(input.len() >= self.inputs());
        assert_eq!(delta.len(), self.stride());
        assert!(input_gradient.len() >= self.padded_inputs());
        dispatch!(
            level,
            dense_descend(self, weights, rates, input, delta, input_gradient)
        );
    }
}
