use gradient::{Purpose, rng};
use rand::RngExt as _;

use crate::architecture::{Architecture, Output};
use crate::layer::Kind;

/// The distribution of the initial weights of a unit with fan-in F. Biases start at 0, subsampling
/// coefficients at 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum InitialWeights {
    /// Uniform in ±k/F. Appendix A prints k = 2.4.
    OverFanIn(f64),
    /// Uniform in ±k/√F. With k = 2.4, the first passes agree with Figure 5; with the printed k/F
    /// they do not.
    OverRootFanIn(f64),
}

impl InitialWeights {
    fn bound(self, fan_in: usize) -> f64 {
        match self {
            Self::OverFanIn(k) => k / fan_in as f64,
            Self::OverRootFanIn(k) => k / (fan_in as f64).sqrt(),
        }
    }
}

/// The initial parameters of a network for this seed, in the declared order.
pub fn initial_parameters(
    architecture: &Architecture,
    weights: InitialWeights,
    coefficient: f64,
    seed: u64,
) -> Vec<f32> {
    let mut rng = rng(seed, Purpose::Init, 0);
    let mut parameters = Vec::with_capacity(architecture.n_parameters());
    for layer in &architecture.layers {
        match &layer.kind {
            Kind::Convolution(convolution) => {
                for (map, _) in convolution.table.pairs() {
                    let bound = weights.bound(convolution.fan_in(map));
                    for _ in 0..convolution.taps() {
                        parameters.push(rng.random_range(-bound..=bound) as f32);
                    }
                }
                parameters.extend(vec![0.0; convolution.table.n_outputs()]);
            }
            Kind::Subsampling(subsampling) if subsampling.trainable => {
                let maps = subsampling.sources.len();
                parameters.extend(vec![coefficient as f32; maps]);
                parameters.extend(vec![0.0; maps]);
            }
            Kind::Subsampling(_) => {}
        }
    }
    if let Output::Codes {
        trainable: true, ..
    } = architecture.output
    {
        parameters.extend(architecture.output.codes::<f32>());
    }
    parameters
}
