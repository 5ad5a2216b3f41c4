use crate::Real;

/// What training by gradient descent needs from a network.
///
/// Parameters are passed as one flat vector, in the order that the network declares. The network
/// may use another layout in memory. So checkpoints and curvatures mean the same on every CPU.
pub trait Network {
    /// Number of input values of one pattern.
    fn n_inputs(&self) -> usize;

    /// Number of trainable parameters.
    fn n_parameters(&self) -> usize;

    /// Returns the parameters, `n_parameters` values.
    fn parameters(&self) -> Vec<f32>;

    /// Replaces the parameters.
    ///
    /// # Panics
    /// If there are not `n_parameters` of them.
    fn set_parameters(&mut self, parameters: &[f32]);

    /// Sets the rate of each parameter, ε_k of equation 18. There are `n_parameters` rates. A
    /// network may round them to eight significant bits.
    fn set_rates(&mut self, rates: &[f32]);

    /// Computes the loss and the class for one pattern, without changing the weights.
    fn evaluate(&mut self, image: &[f32], label: usize) -> Evaluation;

    /// Makes one step of online descent, w_k ← w_k − ε_k ∂E/∂w_k (equation 18), on the pattern of
    /// the last call of [`evaluate`](Self::evaluate). Call it at most once for each call of
    /// `evaluate`.
    fn descend(&mut self);

    /// Evaluates one pattern and makes a step of descent on it.
    fn step(&mut self, image: &[f32], label: usize) -> Evaluation {
        let shown = self.evaluate(image, label);
        self.descend();
        shown
    }

    /// Adds ∂E/∂w for one pattern to `gradient`, which has `n_parameters` values.
    fn add_gradient(&mut self, image: &[f32], label: usize, gradient: &mut [f32]) -> Evaluation;

    /// Adds the Gauss–Newton estimate of ∂²E/∂w² for one pattern to `curvature`, which has
    /// `n_parameters` values. The estimate is summed over the connections that share a weight
    /// (equations 23 to 27).
    fn add_curvature(&mut self, image: &[f32], label: usize, curvature: &mut [f64]);

    /// The class the network gives to one pattern.
    fn classify(&mut self, image: &[f32]) -> usize;
}

/// The result for a pattern when it was shown, before the weights were changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// The loss E.
    pub loss: f32,
    /// The class the network gave it.
    pub class: usize,
}

/// The patterns that a network is trained or tested on.
pub trait Patterns {
    /// Number of patterns.
    fn len(&self) -> usize;

    /// Returns true if there are no patterns.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Announces that pattern `index` will probably be shown next. The pattern can then be loaded
    /// into the cache early.
    fn announce(&self, _index: usize) {}

    /// Writes pattern `index` into `image` and returns its label. `cycle` counts from 0 how often
    /// the whole set has been shown; a pattern may look different in each cycle.
    fn show(&self, index: usize, cycle: usize, image: &mut [f32]) -> usize;
}

/// Returns the index of the largest value, which is the class with the largest score. If several
/// values are equal, it returns the first index.
pub fn largest<T: Real>(values: &[T]) -> usize {
    let mut best = 0;
    for (index, &value) in values.iter().enumerate() {
        if value > values[best] {
            best = index;
        }
    }
    best
}
