use super::dispatch;
use crate::Level;
use crate::layout::Subsampling;

impl Subsampling {
    /// `weight` times the sum of each square.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn pool(&self, level: Level, weight: f32, input: &[f32], pooled: &mut [f32]) {
        assert_eq!(input.len(), self.inputs());
        assert!(pooled.len() >= self.outputs());
        dispatch!(level, subsampling_pool(self, weight, input, pooled));
    }

    /// y ← c s + b with the coefficient c and the bias b of each map.
    ///
    /// # Panics
    /// If a length is not as stated.
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

    /// Spreads each map's values over the squares they were pooled from, times the map's
    /// `slopes` entry; planes read by several maps get the sum. Padding stays.
    ///
    /// # Panics
    /// If a length is not as stated.
    pub fn spread(&self, level: Level, slopes: &[f32], delta: &[f32], input: &mut [f32]) {
        assert_eq!(slopes.len(), self.sources.len());
        assert!(delta.len() >= self.outputs());
        assert_eq!(input.len(), self.inputs());
        dispatch!(level, subsampling_spread(self, slopes, delta, input));
    }

    /// For each map Σ δ s into `coefficients` and Σ δ into `biases`.
    ///
    /// # Panics
    /// If a length is not as stated.
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
