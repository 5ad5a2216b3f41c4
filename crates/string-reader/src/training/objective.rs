use gradient::{Objective, Shown, Validated};
use graph_transformer::{Criterion, NoPath, Work, best_path};
use lenet::LeNet;

use super::strings::Strings;
use crate::viewer::Viewer;

/// What training minimises: a criterion of section VI, over strings.
///
/// A string that the viewer cannot spell, because it is cut into too few pieces or has too few
/// positions, counts as read wrongly. It has no loss and moves no weight.
pub(super) struct OfStrings<'a> {
    pub(super) viewer: Box<dyn Viewer>,
    criterion: Criterion,
    strings: &'a mut dyn Strings,
    validation: Option<&'a mut dyn Strings>,
    work: Work,
    d_penalties: Vec<f32>,
    /// The network's, in the network's declared order.
    pub(super) parameters: Vec<f32>,
    rates: Vec<f32>,
    /// ∂E/∂w of the last string that was evaluated.
    gradient: Vec<f32>,
}

impl<'a> OfStrings<'a> {
    pub(super) fn new(
        (viewer, network): (Box<dyn Viewer>, &LeNet),
        criterion: Criterion,
        strings: &'a mut dyn Strings,
        validation: Option<&'a mut dyn Strings>,
    ) -> Self {
        let parameters = network.parameters().to_vec();
        let n = parameters.len();
        Self {
            parameters,
            viewer,
            criterion,
            strings,
            validation,
            work: Work::default(),
            d_penalties: Vec::new(),
            rates: vec![0.0; n],
            gradient: vec![0.0; n],
        }
    }
}

/// Whether the best path spells other digits.
fn is_error(viewer: &dyn Viewer, digits: &[u8], work: &mut Work) -> bool {
    let (graph, penalties) = viewer.seen();
    let Some(best) = best_path(graph, penalties, work) else {
        return true;
    };
    let read = best.labels.iter().map(|label| label.number());
    !read.eq(digits.iter().map(|&digit| Some(digit.into())))
}

impl Objective for OfStrings<'_> {
    fn len(&self) -> usize {
        self.strings.len()
    }

    fn n_parameters(&self) -> usize {
        self.parameters.len()
    }

    fn parameters(&self) -> Vec<f32> {
        self.parameters.clone()
    }

    fn set_parameters(&mut self, parameters: &[f32]) {
        self.parameters.copy_from_slice(parameters);
        self.viewer.set_parameters(parameters);
    }

    fn set_rates(&mut self, rates: &[f32]) {
        self.rates.copy_from_slice(rates);
    }

    fn evaluate(&mut self, index: usize, cycle: usize) -> Shown {
        let mut gradient = std::mem::take(&mut self.gradient);
        gradient.fill(0.0);
        let shown = self.add_gradient(index, cycle, &mut gradient);
        self.gradient = gradient;
        shown
    }

    fn descend(&mut self) {
        let steps = self.rates.iter().zip(&self.gradient);
        for (w, (rate, g)) in self.parameters.iter_mut().zip(steps) {
            *w -= rate * g;
        }
        self.viewer.set_parameters(&self.parameters);
    }

    fn add_gradient(&mut self, index: usize, cycle: usize, gradient: &mut [f32]) -> Shown {
        let sample = self.strings.show(index, cycle);
        let unread = Shown {
            loss: 0.0,
            is_error: true,
        };
        if self.viewer.look(sample.picture).is_err() {
            return unread;
        }
        let right = self.viewer.spelling(sample.digits);
        let (all, penalties) = self.viewer.seen();
        self.d_penalties.clear();
        self.d_penalties.resize(penalties.len(), 0.0);
        let (criterion, work) = (self.criterion, &mut self.work);
        match criterion.evaluate(&right, all, penalties, &mut self.d_penalties, work) {
            Err(NoPath { .. }) => unread,
            Ok(loss) => {
                let is_error = is_error(self.viewer.as_ref(), sample.digits, work);
                self.viewer.add_gradient(&self.d_penalties, gradient);
                Shown {
                    loss: loss as f32,
                    is_error,
                }
            }
        }
    }

    fn add_curvature(&mut self, index: usize, cycle: usize, curvature: &mut [f64]) {
        let sample = self.strings.show(index, cycle);
        if self.viewer.look(sample.picture).is_err() {
            return;
        }
        let right = self.viewer.spelling(sample.digits);
        let (_, penalties) = self.viewer.seen();
        if let Some(best) = best_path(&right, penalties, &mut self.work) {
            let arcs = best.arcs.iter().map(|&arc| right.arcs()[arc as usize]);
            let path: Vec<u32> = arcs.map(|arc| arc.penalty).collect();
            self.viewer.add_curvature(&path, curvature);
        }
    }

    fn validate(&mut self) -> Option<Validated> {
        let strings = self.validation.as_deref_mut()?;
        let errors = (0..strings.len()).filter(|&index| {
            let sample = strings.show(index, 0);
            let seen = self.viewer.look(sample.picture);
            seen.is_err() || is_error(self.viewer.as_ref(), sample.digits, &mut self.work)
        });
        Some(Validated {
            errors: errors.count(),
            examples: strings.len(),
        })
    }

    fn identity(&mut self) -> String {
        let validation = self.validation.as_ref();
        let validated = validation.map(|strings| strings.identity());
        format!("on {}, validated on {validated:?}", self.strings.identity())
    }
}

#[cfg(test)]
#[path = "../../tests/it/fixed.rs"]
mod fixed;

#[cfg(test)]
mod tests {
    use lenet::network::initial_parameters;
    use lenet::{Architecture, InitialWeights, Stride};
    use mnist_io::strings::Recipe;
    use mnist_io::{Locator, Mnist};

    use super::fixed::Fixed;
    use super::*;
    use crate::{Segmenter, Spelling, View};

    /// Central differences of the loss, for parameters of every layer.
    #[test]
    fn gradients_are_the_derivatives_of_the_loss() {
        let mnist = Mnist::load(&Locator::new()).unwrap();
        let recipe = Recipe {
            length: 2,
            ..Recipe::PAPER
        };
        let set = recipe.draw(&mnist.train, 0..2, 1, 0).unwrap();
        let sweep = |stride, spelling| View::Sweep(stride, spelling);
        for view in [
            View::Segments(Segmenter::default()),
            sweep(Stride::Four, Spelling::CharacterModel),
            sweep(Stride::Two, Spelling::Ctc),
        ] {
            let architecture = Architecture::lenet5_of(view.alphabet());
            let weights = InitialWeights::OverRootFanIn(2.4);
            let start = initial_parameters(&architecture, weights, 1.0, 3);
            let network = LeNet::of_parameters(architecture, start.clone(), 784).unwrap();
            for criterion in [Criterion::Forward, Criterion::DiscriminativeForward] {
                let mut strings = Fixed(set.clone());
                let viewer = view.viewer(&network).unwrap();
                let seen = (viewer, &network);
                let mut objective = OfStrings::new(seen, criterion, &mut strings, None);
                let mut gradient = vec![0.0; start.len()];
                objective.add_gradient(0, 0, &mut gradient);
                let mut loss_with = |k: usize, change: f32| {
                    let mut changed = start.clone();
                    changed[k] += change;
                    objective.viewer.set_parameters(&changed);
                    objective.viewer.look(set.picture(0)).unwrap();
                    let right = objective.viewer.spelling(set.digits(0));
                    let (all, penalties) = objective.viewer.seen();
                    let work = &mut objective.work;
                    criterion.loss(&right, all, penalties, work).unwrap()
                };
                // C1, S2, C3, S4, C5 and F6.
                for k in [3, 157, 700, 1690, 30_000, 55_000] {
                    let step = 1e-2;
                    let slope = (loss_with(k, step) - loss_with(k, -step)) / f64::from(2.0 * step);
                    let found = f64::from(gradient[k]);
                    assert!(
                        (found - slope).abs() < 0.02 * slope.abs().max(0.05),
                        "{view:?} {criterion:?} {k}: {found} and {slope}"
                    );
                }
            }
        }
    }
}
