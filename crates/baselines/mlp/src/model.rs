use classifier::persist::{ModelError, ModelReader, ModelWriter, Persist};
use classifier::{Centring, Classifier, Cost, InputError, Pixel};
use gradient::{History, Patterns};
use kernels::Level;
use ndarray::parallel::prelude::*;
use ndarray::{Array2, ArrayView2, Axis};

use crate::{Layers, Perceptron};

/// Number of images that share a workspace. It does not depend on the number of threads.
const BLOCK: usize = 256;
/// Score of a class that did not appear in training. It is below the output of any unit.
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
    /// A network with these parameters, which was trained on `patterns`.
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

    /// The number of units in each layer.
    pub fn layers(&self) -> &Layers {
        &self.layers
    }

    /// The parameters of the network, in the order that [`Layers`] declares.
    pub fn parameters(&self) -> &[f32] {
        &self.parameters
    }

    /// The history of the training, pass by pass.
    pub fn history(&self) -> &History {
        &self.history
    }
}

/// The classes that no pattern has. Usually a few patterns are enough to see that there are none.
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

    /// Returns the states of the output units: near +1 for the image's class, near −1 for the
    /// others. A class that did not appear in training gets −2, which is below the output of any
    /// unit. Its own unit has learnt −1 for every image, which could still be the largest output if
    /// the others are below −1.
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

    fn persist<'a>(&'a self, to: &mut ModelWriter<'a>) -> bool {
        self.write_into(to)
    }
}

classifier::impl_linfa_predict!(Mlp);

/// Settings: `layers`, the number of units in each layer from the inputs to the classes, such as
/// `784-300-10`. Tensors: for each layer, counted from 0, `layer0.weights`, `(n_units, n_inputs)`,
/// and `layer0.bias`; `never_shown`, the classes that did not appear in training. The settings of
/// [`Centring`] are there, too.
///
/// An intensity x enters as 1.275 x − 0.1. Every layer, the last one too, is followed by
/// 1.7159 tanh(2a/3). A class that did not appear has the score −2.
impl Persist for Mlp {
    const KIND: &'static str = "mlp";
    const VERSION: u32 = 1;

    fn write<'a>(&'a self, to: &mut ModelWriter<'a>) {
        to.header_of_any(self.layers.n_inputs(), self.layers.n_classes());
        to.setting("layers", &self.layers);
        self.centring.write(to);
        let mut rest = self.parameters.as_slice();
        for (index, (inputs, units)) in self.layers.pairs().enumerate() {
            let (weights, others) = rest.split_at(inputs * units);
            let (bias, others) = others.split_at(units);
            rest = others;
            to.within(&format!("layer{index}"), |to| {
                to.tensor("weights", [units, inputs], weights);
                to.tensor("bias", [units], bias);
            });
        }
        to.labels("never_shown", self.never_shown.iter().copied());
    }

    fn read(from: &ModelReader<'_>) -> Result<Self, ModelError> {
        let header = from.header_of_any()?;
        let wrong = || from.wrong_setting("layers", "it must be units as in 784-300-10");
        let layers: Layers = from.text("layers")?.parse().map_err(|()| wrong())?;
        if (layers.n_inputs(), layers.n_classes()) != (header.n_features, header.n_classes) {
            return Err(from.wrong_setting("layers", "n_features and n_classes say otherwise"));
        }
        let mut parameters = Vec::new();
        for (index, (inputs, units)) in layers.pairs().enumerate() {
            let from = from.within(&format!("layer{index}"));
            parameters.extend(from.tensor_of::<f32>("weights", &[units, inputs])?);
            parameters.extend(from.vector::<f32>("bias", units)?);
        }
        Ok(Self {
            network: Perceptron::new(&layers, Level::current(), &parameters),
            never_shown: from.labels("never_shown", None, header.n_classes)?,
            centring: Centring::read(from, header.n_features)?,
            history: History::default(),
            layers,
            parameters,
        })
    }
}
