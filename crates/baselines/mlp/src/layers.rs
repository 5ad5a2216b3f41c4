use std::fmt;
use std::str::FromStr;

use classifier::Cost;
use gradient::{Purpose, rng};
use rand::RngExt as _;

/// The number of units in each layer, from the inputs to the classes.
///
/// The parameters of a network are declared layer by layer, starting with the first. Each layer has
/// the weights of its first unit, those of its second unit and so on, and then the biases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layers(Vec<usize>);

impl Layers {
    /// `n_inputs` inputs, hidden layers, `n_classes` output units.
    pub fn new(n_inputs: usize, hidden: &[usize], n_classes: usize) -> Self {
        Self([&[n_inputs], hidden, &[n_classes]].concat())
    }

    /// Number of input values.
    pub fn n_inputs(&self) -> usize {
        self.0[0]
    }

    /// Number of output units.
    pub fn n_classes(&self) -> usize {
        self.0[self.0.len() - 1]
    }

    /// Inputs and units of each layer of weights.
    pub fn pairs(&self) -> impl DoubleEndedIterator<Item = (usize, usize)> + ExactSizeIterator {
        self.0.windows(2).map(|pair| (pair[0], pair[1]))
    }

    /// Number of weights and biases.
    pub fn n_parameters(&self) -> usize {
        self.pairs().map(n_parameters).sum()
    }

    /// Makes one value for each parameter from one value for each layer, `of(layer)`. Layers count
    /// from 0.
    pub(crate) fn by_layer(&self, of: impl Fn(usize) -> f32) -> Vec<f32> {
        let layers = self.pairs().enumerate();
        layers
            .flat_map(|(layer, pair)| vec![of(layer); n_parameters(pair)])
            .collect()
    }

    /// The initial parameters of a network for this seed. The weights of a unit with F inputs are
    /// uniform in ±k/√F, where k is `first` in the first layer and `above` in the other layers.
    /// Biases are 0.
    pub fn initial_parameters(&self, (first, above): (f64, f64), seed: u64) -> Vec<f32> {
        let mut rng = rng(seed, Purpose::Init, 0);
        let mut parameters = Vec::with_capacity(self.n_parameters());
        for (layer, (inputs, units)) in self.pairs().enumerate() {
            let k = if layer == 0 { first } else { above };
            let bound = k / (inputs as f64).sqrt();
            let weights = (0..inputs * units).map(|_| rng.random_range(-bound..=bound) as f32);
            parameters.extend(weights);
            parameters.extend(vec![0.0; units]);
        }
        parameters
    }

    /// As in Figures 11 and 12, each weight counts one multiplication, and each bias counts one
    /// more. For 784-300-100-10 there are 266,610 multiply-accumulates and as many parameters.
    pub fn cost(&self) -> Cost {
        Cost {
            multiply_accumulates: self.n_parameters() as u64,
            stored_values: self.n_parameters() as u64,
        }
    }
}

/// Writes the layers in the form `784-300-10`.
impl fmt::Display for Layers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units: Vec<String> = self.0.iter().map(usize::to_string).collect();
        f.write_str(&units.join("-"))
    }
}

impl FromStr for Layers {
    type Err = ();

    /// Needs at least two layers of units with at least one unit each. The number of weights must
    /// not overflow.
    fn from_str(text: &str) -> Result<Self, ()> {
        let units: Result<Vec<usize>, _> = text.split('-').map(str::parse).collect();
        let units = units.map_err(|_| ())?;
        let layers = units
            .windows(2)
            .map(|pair| pair[0].checked_add(1)?.checked_mul(pair[1]));
        let is_countable = layers.collect::<Option<Vec<usize>>>().is_some();
        match units.len() >= 2 && !units.contains(&0) && is_countable {
            true => Ok(Self(units)),
            false => Err(()),
        }
    }
}

/// Number of weights and biases of one layer.
pub(crate) fn n_parameters((inputs, units): (usize, usize)) -> usize {
    (inputs + 1) * units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_those_of_the_figures() {
        for (inputs, hidden, thousands) in [
            (400, [300].as_slice(), 123),
            (784, &[1000], 795),
            (784, &[300, 100], 267),
            (784, &[500, 150], 469),
        ] {
            let cost = Layers::new(inputs, hidden, 10).cost();
            assert_eq!((cost.multiply_accumulates + 500) / 1000, thousands);
            assert_eq!(cost.multiply_accumulates, cost.stored_values);
        }
        assert_eq!(Layers::new(784, &[300, 100], 10).n_parameters(), 266_610);
    }

    #[test]
    fn a_value_a_layer_becomes_one_a_parameter() {
        let layers = Layers::new(2, &[1], 3);
        let values = layers.by_layer(|layer| layer as f32);
        assert_eq!(values, [0., 0., 0., 1., 1., 1., 1., 1., 1.]);
    }
}
