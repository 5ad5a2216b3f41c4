use crate::Real;

/// What the training loop asks of a network.
///
/// Parameters travel as one flat vector in the network's declared order, whatever its own
/// layout in memory, so that checkpoints and curvatures mean the same on every CPU.
pub trait Network {
    /// Values of one pattern.
    fn n_inputs(&self) -> usize;

    /// Trainable parameters.
    fn n_parameters(&self) -> usize;

    /// The parameters, `n_parameters` of them.
    fn parameters(&self) -> Vec<f32>;

    /// Replaces the parameters.
    ///
    /// # Panics
    /// If there are not `n_parameters` of them.
    fn set_parameters(&mut self, parameters: &[f32]);

    /// Sets the rate of each parameter, ε_k of equation 18, `n_parameters` of them. A network
    /// may round them to eight significant bits.
    fn set_rates(&mut self, rates: &[f32]);

    /// Looks at one pattern.
    fn evaluate(&mut self, image: &[f32], label: usize) -> Evaluation;

    /// One step of online descent, w_k ← w_k − ε_k ∂E/∂w_k (equation 18), on the pattern that
    /// [`evaluate`](Self::evaluate) has just looked at; one for each look.
    fn descend(&mut self);

    /// Looks at one pattern and descends.
    fn step(&mut self, image: &[f32], label: usize) -> Evaluation {
        let shown = self.evaluate(image, label);
        self.descend();
        shown
    }

    /// Adds ∂E/∂w for one pattern to `gradient`, `n_parameters` long.
    fn add_gradient(&mut self, image: &[f32], label: usize, gradient: &mut [f32]) -> Evaluation;

    /// Adds the Gauss–Newton estimate of ∂²E/∂w² for one pattern, summed over the connections
    /// that share a weight (equations 23 to 27), to `curvature`, `n_parameters` long.
    fn add_curvature(&mut self, image: &[f32], label: usize, curvature: &mut [f64]);

    /// The class the network gives to one pattern.
    fn classify(&mut self, image: &[f32]) -> usize;
}

/// How a pattern fared when it was shown, before the weights moved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evaluation {
    /// The loss E.
    pub loss: f32,
    /// The class the network gave it.
    pub class: usize,
}

/// The patterns a network is shown.
pub trait Patterns {
    /// How many there are.
    fn len(&self) -> usize;

    /// True if there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Says that pattern `index` is likely to be shown next, so that it can be fetched from far
    /// memory in the meantime.
    fn announce(&self, _index: usize) {}

    /// Writes pattern `index` into `image`, as it looks the `cycle`-th time (from 0) that the
    /// whole set is gone through, and returns its label.
    fn show(&self, index: usize, cycle: usize, image: &mut [f32]) -> usize;
}

/// Index of the largest value, the class of the largest score; of equal ones the first.
pub fn largest<T: Real>(values: &[T]) -> usize {
    let mut best = 0;
    for (index, &value) in values.iter().enumerate() {
        if value > values[best] {
            best = index;
        }
    }
    best
}
