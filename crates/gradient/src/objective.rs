use crate::training::hash;
use crate::{Evaluation, Network, Patterns};

/// What the training loop minimises: a sum of losses, one for each example, as a function of the
/// parameters.
///
/// For a [`Network`] that is shown [`Patterns`] this is [`Pictures`]. A reader of strings has its own: one
/// of its examples is a string, and passes through the network many times.
///
/// Parameters, rates, gradients and curvatures are vectors of [`n_parameters`](Self::n_parameters)
/// values, in the same order. `cycle` counts from 0 how often all examples have been shown; an example
/// may look different in each cycle.
pub trait Objective {
    /// Number of examples.
    fn len(&self) -> usize;

    /// Returns true if there are no examples.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Number of parameters.
    fn n_parameters(&self) -> usize;

    /// Returns the parameters.
    fn parameters(&self) -> Vec<f32>;

    /// Replaces the parameters.
    fn set_parameters(&mut self, parameters: &[f32]);

    /// Sets the rates for [`descend`](Self::descend).
    fn set_rates(&mut self, rates: &[f32]);

    /// Announces that this example will probably be shown after the next one.
    fn announce(&self, _index: usize) {}

    /// Computes the loss of an example, without changing the parameters.
    fn evaluate(&mut self, index: usize, cycle: usize) -> Shown;

    /// Makes one step of online descent on the example of the last call of
    /// [`evaluate`](Self::evaluate). There is at most one for each call of `evaluate`.
    fn descend(&mut self);

    /// Computes the loss of an example, and adds its derivatives to `gradient`.
    fn add_gradient(&mut self, index: usize, cycle: usize, gradient: &mut [f32]) -> Shown;

    /// Adds an estimate of the loss's second derivatives to `curvature`.
    fn add_curvature(&mut self, index: usize, cycle: usize, curvature: &mut [f64]);

    /// Counts errors on examples that are not trained on, if there are such.
    fn validate(&mut self) -> Option<Validated> {
        None
    }

    /// Tells the examples apart from others, those of [`validate`](Self::validate) too: a checkpoint
    /// holds it.
    fn identity(&mut self) -> String;
}

/// The result for an example when it was shown, before the parameters were changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shown {
    /// The loss E.
    pub loss: f32,
    /// Whether the answer was wrong.
    pub is_error: bool,
}

/// The errors on examples that are not trained on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validated {
    /// Number of examples with a wrong answer.
    pub errors: usize,
    /// Number of examples.
    pub examples: usize,
}

/// The objective of a network that is shown patterns with labels.
pub struct Pictures<'a, N: ?Sized> {
    network: &'a mut N,
    patterns: &'a dyn Patterns,
    validation: Option<&'a dyn Patterns>,
    image: Vec<f32>,
}

impl<'a, N: Network + ?Sized> Pictures<'a, N> {
    /// The network's losses for these patterns. Errors are also counted on the patterns of
    /// `validation`.
    pub fn new(
        network: &'a mut N,
        patterns: &'a dyn Patterns,
        validation: Option<&'a dyn Patterns>,
    ) -> Self {
        Self {
            image: vec![0.0; network.n_inputs()],
            network,
            patterns,
            validation,
        }
    }
}

impl<N: Network + ?Sized> Objective for Pictures<'_, N> {
    fn len(&self) -> usize {
        self.patterns.len()
    }

    fn n_parameters(&self) -> usize {
        self.network.n_parameters()
    }

    fn parameters(&self) -> Vec<f32> {
        self.network.parameters()
    }

    fn set_parameters(&mut self, parameters: &[f32]) {
        self.network.set_parameters(parameters);
    }

    fn set_rates(&mut self, rates: &[f32]) {
        self.network.set_rates(rates);
    }

    fn announce(&self, index: usize) {
        self.patterns.announce(index);
    }

    fn evaluate(&mut self, index: usize, cycle: usize) -> Shown {
        let label = self.patterns.show(index, cycle, &mut self.image);
        let evaluation = self.network.evaluate(&self.image, label);
        judged(evaluation, label)
    }

    fn descend(&mut self) {
        self.network.descend();
    }

    fn add_gradient(&mut self, index: usize, cycle: usize, gradient: &mut [f32]) -> Shown {
        let label = self.patterns.show(index, cycle, &mut self.image);
        let evaluation = self.network.add_gradient(&self.image, label, gradient);
        judged(evaluation, label)
    }

    fn add_curvature(&mut self, index: usize, cycle: usize, curvature: &mut [f64]) {
        let label = self.patterns.show(index, cycle, &mut self.image);
        self.network.add_curvature(&self.image, label, curvature);
    }

    fn validate(&mut self) -> Option<Validated> {
        let patterns = self.validation?;
        let errors = (0..patterns.len()).filter(|&index| {
            let label = patterns.show(index, 0, &mut self.image);
            self.network.classify(&self.image) != label
        });
        Some(Validated {
            errors: errors.count(),
            examples: patterns.len(),
        })
    }

    fn identity(&mut self) -> String {
        let shown = hash(self.patterns, &mut self.image);
        let validated = self
            .validation
            .map(|patterns| hash(patterns, &mut self.image));
        format!("on {shown:?}, validated on {validated:?}")
    }
}

/// An evaluation, judged by the true class.
fn judged(evaluation: Evaluation, label: usize) -> Shown {
    Shown {
        loss: evaluation.loss,
        is_error: evaluation.class != label,
    }
}
