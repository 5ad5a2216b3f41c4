use std::ops::Range;

use gradient::dense::add_products;
use gradient::input::of_intensity;
use gradient::loss::OutputLoss;
use gradient::{Evaluation, Network, Squash, largest};
use kernels::layers::{Dense, chain, squash};
use kernels::{Aligned, Level};

use crate::Layers;
use crate::first::FirstLayer;
use crate::layers::n_parameters;
use crate::upper::UpperLayer;

/// E = ½ Σ (x − t)², t = ±1.
const LOSS: OutputLoss = OutputLoss::Squared;

/// A network that can be trained, on the kernels of a CPU level.
///
/// A pattern is an image of *intensities*, where 0 is white. The units see these intensities scaled
/// to the paper's range from −0.1 to 1.175 (section II-B). It uses one thread. The bits of a result
/// depend only on the level.
#[derive(Clone, Debug)]
pub struct Perceptron {
    layers: Layers,
    level: Level,
    first: FirstLayer,
    upper: Vec<UpperLayer>,
    /// States of each layer of units, padded.
    states: Vec<Aligned>,
    /// ∂E/∂x, later ∂E/∂a, of each layer of units. The padding is always 0.
    deltas: Vec<Aligned>,
}

impl Perceptron {
    /// Makes the network from parameters in the declared order.
    ///
    /// # Panics
    /// If the number of parameters is not that of the layers.
    pub fn new(layers: &Layers, level: Level, parameters: &[f32]) -> Self {
        let mut pairs = layers.pairs();
        let first = pairs.next().expect("inputs and classes at least");
        let first = FirstLayer::new(first, level);
        let upper: Vec<_> = pairs.map(|pair| UpperLayer::new(pair, level)).collect();
        let above = upper.iter().map(UpperLayer::dense);
        let connections = [first.dense()].into_iter().chain(above);
        let states: Vec<_> = connections.map(|d| Aligned::zeros(d.stride())).collect();
        let mut network = Self {
            layers: layers.clone(),
            level,
            first,
            upper,
            deltas: states.clone(),
            states,
        };
        network.set_parameters(parameters);
        network
    }

    /// Returns a score for each class of an image of intensities: the states of the output units.
    pub fn scores(&mut self, image: &[f32]) -> &[f32] {
        self.forward(image);
        self.outputs()
    }

    fn outputs(&self) -> &[f32] {
        &self.states[self.states.len() - 1][..self.layers.n_classes()]
    }

    fn forward(&mut self, image: &[f32]) {
        let squash = |states: &mut [f32]| squash(self.level, scale(), states);
        self.first.forward(image, &mut self.states[0]);
        squash(&mut self.states[0]);
        for (index, layer) in self.upper.iter().enumerate() {
            let (below, own) = self.states.split_at_mut(index + 1);
            layer.forward(&below[index], &mut own[0]);
            squash(&mut own[0]);
        }
    }

    /// For one layer of units, computes ∂E/∂a from ∂E/∂x.
    fn chain(&mut self, layer: usize) {
        chain(
            self.level,
            scale(),
            &self.states[layer],
            &mut self.deltas[layer],
        );
    }

    /// The range of each layer's parameters in the declared order.
    fn ranges(&self) -> Vec<Range<usize>> {
        let starts = self.layers.pairs().scan(0, |start, pair| {
            let range = *start..*start + n_parameters(pair);
            *start = range.end;
            Some(range)
        });
        starts.collect()
    }

    /// The connections of one layer.
    fn connections(&self, layer: usize) -> Dense {
        match layer {
            0 => self.first.dense(),
            above => self.upper[above - 1].dense(),
        }
    }
}

impl Network for Perceptron {
    fn n_inputs(&self) -> usize {
        self.layers.n_inputs()
    }

    fn n_parameters(&self) -> usize {
        self.layers.n_parameters()
    }

    fn parameters(&self) -> Vec<f32> {
        let mut declared = vec![0.0; self.n_parameters()];
        let ranges = self.ranges();
        self.first.parameters(&mut declared[ranges[0].clone()]);
        for (layer, range) in self.upper.iter().zip(&ranges[1..]) {
            layer.parameters(&mut declared[range.clone()]);
        }
        declared
    }

    fn set_parameters(&mut self, parameters: &[f32]) {
        assert_eq!(parameters.len(), self.n_parameters(), "one a parameter");
        let ranges = self.ranges();
        self.first.set_parameters(&parameters[ranges[0].clone()]);
        for (layer, range) in self.upper.iter_mut().zip(&ranges[1..]) {
            layer.set_parameters(&parameters[range.clone()]);
        }
    }

    fn set_rates(&mut self, rates: &[f32]) {
        assert_eq!(rates.len(), self.n_parameters(), "one a parameter");
        let ranges = self.ranges();
        self.first.set_rates(&rates[ranges[0].clone()]);
        for (layer, range) in self.upper.iter_mut().zip(&ranges[1..]) {
            layer.set_rates(&rates[range.clone()]);
        }
    }

    /// Computes the forward pass, and ∂E/∂a of the output units.
    fn evaluate(&mut self, image: &[f32], label: usize) -> Evaluation {
        self.forward(image);
        let last = self.states.len() - 1;
        let n = self.layers.n_classes();
        let loss = LOSS.evaluate(&self.states[last][..n], label, &mut self.deltas[last]);
        self.chain(last);
        Evaluation {
            loss,
            class: largest(self.outputs()),
        }
    }

    fn descend(&mut self) {
        for (below, layer) in self.upper.iter_mut().enumerate().rev() {
            let (deltas, above) = self.deltas.split_at_mut(below + 1);
            layer.descend(&self.states[below], &above[0], &mut deltas[below]);
            chain(self.level, scale(), &self.states[below], &mut deltas[below]);
        }
        self.first.descend(&self.deltas[0]);
    }

    fn add_gradient(&mut self, image: &[f32], label: usize, gradient: &mut [f32]) -> Evaluation {
        self.first.settle();
        let shown = self.evaluate(image, label);
        for below in (0..self.upper.len()).rev() {
            let (deltas, above) = self.deltas.split_at_mut(below + 1);
            self.upper[below].input_gradient(&above[0], &mut deltas[below]);
            self.chain(below);
        }
        let inputs: Vec<f32> = image.iter().copied().map(of_intensity).collect();
        for (layer, range) in self.ranges().into_iter().enumerate() {
            let x = match layer {
                0 => inputs.as_slice(),
                _ => &self.states[layer - 1],
            };
            let (dense, d) = (self.connections(layer), &self.deltas[layer]);
            add_products(&mut gradient[range], dense, x, d, |x, d| x * d);
        }
        shown
    }

    /// The backward pass with squares in place of weights, states and slopes (equation 27).
    fn add_curvature(&mut self, image: &[f32], _label: usize, curvature: &mut [f64]) {
        self.first.settle();
        self.forward(image);
        let last = self.states.len() - 1;
        let n = self.layers.n_classes();
        LOSS.curvature(&self.states[last][..n], &mut self.deltas[last]);
        let inputs: Vec<f32> = image.iter().copied().map(of_intensity).collect();
        for (layer, range) in self.ranges().into_iter().enumerate().rev() {
            self.chain(layer);
            self.chain(layer);
            let x = match layer {
                0 => inputs.as_slice(),
                _ => &self.states[layer - 1],
            };
            let squares: Vec<f32> = x.iter().map(|x| x * x).collect();
            let (dense, h) = (self.connections(layer), &self.deltas[layer]);
            let product = |x, h| f64::from(x) * f64::from(h);
            add_products(&mut curvature[range], dense, &squares, h, product);
            let Some(below) = layer.checked_sub(1) else {
                break;
            };
            let (deltas, above) = self.deltas.split_at_mut(layer);
            for (delta, weights) in deltas[below].iter_mut().zip(self.upper[below].weights()) {
                let products = above[0].iter().zip(weights);
                *delta = products
                    .map(|(&h, &w)| f64::from(w * w) * f64::from(h))
                    .sum::<f64>() as f32;
            }
        }
    }

    fn classify(&mut self, image: &[f32]) -> usize {
        self.first.settle();
        largest(self.scores(image))
    }
}

fn scale() -> (f32, f32) {
    (Squash::A as f32, Squash::S as f32)
}
