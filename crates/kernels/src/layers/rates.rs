use super::dispatch;
use crate::Level;
use crate::layout::Rates;

impl Rates {
    /// Updates w ← w − ε g, where g is the gradient of each weight. The bits are the same on every
    /// level.
    ///
    /// # Panics
    /// If the lengths differ.
    pub fn descend(&self, level: Level, gradient: &[f32], weights: &mut [f32]) {
        assert_eq!(gradient.len(), weights.len());
        assert!(self.are_for(weights.len()));
        dispatch!(level, rates_descend(weights, self, 0, 1.0, gradient));
    }
}
