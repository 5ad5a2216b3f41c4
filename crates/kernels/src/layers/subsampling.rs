use super::dispatch;
use crate::Level;
use crate::layout::Subsampling;

impl Subsampling {
    /// Computes `weight` times the sum of each 2×2 square.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn pool(&self, level: Level, weight: f32, input: &[f32], pooled: &mut [f32]) {
        assert_eq!(input.len(), self.inputs());
        assert!(pooled.len() >= self.outputs());
        dispatch!(level, subsampling_pool(self, weight, input, pooled));
    }

    /// y ← c s + b with the coefficient c and the bias b of each map.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn affine(
        &self,
        level: Level,
        coefficients: &[f32],
        biases: &[f32],
        pooled: &[f32],
        output: &mut [f32],
    ) {
        assert!(coefficients.len() == self.sources.len() && biases.len() == self.sources.len());
        assert!(pooled.len() >= self.outputs() && output.len() >= self.outputs());
        dispatch!(
            level,
            subsampling_affine(self, coefficients, biases, pooled, output)
        );
    }

    /// Spreads each value of a map over the square it was pooled from, multiplied by the map's
    /// entry of `slopes`. If several maps read a plane, the plane gets the sum. The padding does
    /// not change.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn spread(&self, level: Level, slopes: &[f32], delta: &[f32], input: &mut [f32]) {
        assert_eq!(slopes.len(), self.sources.len());
        assert!(delta.len() >= self.outputs());
        assert_eq!(input.len(), self.inputs());
        dispatch!(level, subsampling_spread(self, slopes, delta, input));
    }

    /// For each map, writes Σ δ s into `coefficients` and Σ δ into `biases`.
    ///
    /// # Panics
    /// If a slice does not have the length that the layer states.
    pub fn weight_gradient(
        &self,
        level: Level,
        pooled: &[f32],
        delta: &[f32],
        coefficients: &mut [f32],
        biases: &mut [f32],
    ) {
        assert!(coefficients.len() == self.sources.len() && biases.len() == self.sources.len());
        assert!(pooled.len() >= self.outputs() && delta.len() >= self.outputs());
        dispatch!(
            level,
            subsampling_weight_gradient(self, pooled, delta, coefficients, biases)
        );
    }
}
