use classifier::{Centring, Classifier, Cost, InputError, Pixel};
use gradient::{History, Patterns};
use kernels::Level;
use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView2, Axis};

use crate::{Layers, Perceptron};

/// Images that share a workspace: a fixed number, whatever the threads.
const BLOCK: usize = 256;
/// Score of a class that training never showed: below all that a unit can give.
const NEVER_SHOWN: f64 = -2.0;

/// A trained network.
#[derive(Clone, Debug)]
pub struct Mlp {
    layers: Layers,
    parameters: Vec<f32>,
    centring: Centring,
    network: Perceptron,
    history: History,
    never_shown: Vec<usize>,
}

impl Mlp {
    /// The network with those parameters, that has learnt from `patterns`.
    pub(crate) fn new(
        layers: Layers,
        parameters: Vec<f32>,
        centring: Centring,
        history: History,
        patterns: &dyn Patterns,
    ) -> Self {
        Self {
            never_shown: never_shown(&layers, patterns),
            network: Perceptron::new(&layers, Level::current(), &parameters),
            layers,
            parameters,
            centring,
            history,
        }
    }

    /// The units of each layer.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// Its parameters, in the order that [`Layers`] declares.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    /// How it was trained, pass by pass.
    pub fn history(&self) -> &History {
        &self.history
    }
}

/// The classes that no pattern is of. Most often a few patterns tell that there are none.
fn never_shown(layers: &Layers, patterns: &dyn Patterns) -> Vec<usize> {
    let mut image = vec![0.0; layers.n_inputs()];
    let mut missing: Vec<usize> = (0..layers.n_classes()).collect();
    for index in 0..patterns.len() {
        if missing.is_empty() {
            break;
        }
        let label = patterns.show(index, 0, &mut image);
        missing.retain(|&class| class != label);
    }
    missing
}

impl<P: Pixel> Classifier<P> for Mlp {
    fn n_features(&self) -> usize {
        self.layers.n_inputs()
    }

    fn n_classes(&self) -> usize {
        self.layers.n_classes()
    }

    /// The output units' states: near +1 for the image's class, near −1 for the others. A class
    /// that training never showed has −2, less than any unit gives: its own learnt −1 for
    /// everything, which can still be the largest where the others are below.
    fn scores(&self, images: ArrayView2<'_, P>) -> Result<Array2<f64>, InputError> {
        self.centring.check(images)?;
        let mut scores = Array2::zeros((images.nrows(), self.layers.n_classes()));
        scores
            .axis_chunks_iter_mut(Axis(0), BLOCK)
            .into_par_iter()
            .zip(images.axis_chunks_iter(Axis(0), BLOCK))
            .for_each_init(
                || self.network.clone(),
                |network, (mut scores, images)| {
                    let mut intensities = vec![0.0; self.layers.n_inputs()];
                    for (image, mut scores) in images.rows().into_iter().zip(scores.rows_mut()) {
                        self.centring.write_singles(image, &mut intensities);
                        let own = network.scores(&intensities);
                        for (score, &own) in scores.iter_mut().zip(own) {
                            *score = f64::from(own);
                        }
                        for &class in &self.never_shown {
                            scores[class] = NEVER_SHOWN;
                        }
                    }
                },
            );
        Ok(scores)
    }

    fn cost(&self) -> Cost {
        self.layers.cost()
    }
}

classifier::impl_linfa_predict!(Mlp);
