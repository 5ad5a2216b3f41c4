use kernels::Aligned;
use kernels::layers::{self, Dense, Rates};

use crate::layer::{Kind, Layer, Shape};

/// A layer as the kernels see it.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// Convolution over several positions.
    Convolution(layers::Convolution),
    /// Subsampling; the weight of each pooled value, and whether there are parameters.
    Subsampling(layers::Subsampling, f32, bool),
    /// Convolution at one position: full connection.
    Dense(Dense),
}

/// The parameters of a stage, or something for each of them, as its kernel wants them.
#[derive(Clone, Debug, Default)]
pub(super) struct Packed {
    /// Kernels, coefficients or the matrix.
    pub(super) weights: Aligned,
    /// Biases.
    pub(super) biases: Aligned,
}

/// The rate of each parameter of a stage.
#[derive(Clone, Debug)]
pub(super) struct PackedRates {
    /// Of the weights.
    pub(super) weights: Rates,
    /// Of the biases.
    pub(super) biases: Aligned,
}

impl Stage {
    /// The stage for a layer between shapes, if there are kernels for it: 5×5 convolutions
    /// into even maps no wider than 32, subsampling of those, full connection.
    pub(super) fn new(layer: &Layer, input: Shape, output: Shape, plane: usize) -> Option<Self> {
        match &layer.kind {
            Kind::Convolution(convolution) if output.area() == 1 => {
                let full = convolution.table.n_pairs() == input.maps * output.maps;
                full.then(|| Self::Dense(Dense::new(input.units(), output.maps)))
            }
            Kind::Convolution(convolution) => {
                let pairs: Vec<_> = convolution.table.pairs().collect();
                let fits = convolution.side == 5 && output.width <= 32;
                fits.then(|| {
                    Self::Convolution(layers::Convolution::new(
                        (input.height, input.width),
                        (input.maps, output.maps),
                        &pairs,
                    ))
                })
            }
            Kind::Subsampling(subsampling) => Some(Self::Subsampling(
                layers::Subsampling::new(
                    (input.height, input.width),
                    plane,
                    input.maps,
                    &subsampling.sources,
                ),
                subsampling.pooling.weight() as f32,
                subsampling.trainable,
            )),
        }
    }

    /// Values of the states it leaves, padding included.
    pub(super) fn outputs(&self) -> usize {
        match self {
            Self::Convolution(convolution) => convolution.outputs(),
            Self::Subsampling(subsampling, ..) => {
                subsampling.outputs().next_multiple_of(layers::PAD)
            }
            Self::Dense(dense) => dense.stride(),
        }
    }

    /// Length of one plane of its output: what a subsampling stage reads.
    pub(super) fn plane(&self) -> usize {
        match self {
            Self::Convolution(convolution) => convolution.plane(),
            Self::Subsampling(..) | Self::Dense(_) => 0,
        }
    }

    /// From the declared order: weights, then biases.
    pub(super) fn pack(&self, layer: &Layer, declared: &[f32]) -> Packed {
        let (weights, biases) = declared.split_at(declared.len() - n_biases(layer));
        Packed {
            weights: match self {
                Self::Convolution(_) | Self::Subsampling(..) => Aligned::from(weights),
                Self::Dense(dense) => dense.pack(weights),
            },
            biases: self.pack_biases(biases),
        }
    }

    /// Likewise for rates.
    pub(super) fn pack_rates(&self, layer: &Layer, declared: &[f32]) -> PackedRates {
        let (weights, biases) = declared.split_at(declared.len() - n_biases(layer));
        PackedRates {
            weights: match self {
                Self::Convolution(_) | Self::Subsampling(..) => Rates::new(weights),
                Self::Dense(dense) => dense.pack_rates(weights),
            },
            biases: self.pack_biases(biases),
        }
    }

    fn pack_biases(&self, biases: &[f32]) -> Aligned {
        let mut packed = match self {
            Self::Convolution(_) | Self::Subsampling(..) => Aligned::zeros(biases.len()),
            Self::Dense(dense) => Aligned::zeros(dense.stride()),
        };
        packed[..biases.len()].copy_from_slice(biases);
        packed
    }

    /// Back to the declared order.
    pub(super) fn unpack(&self, layer: &Layer, packed: &Packed, declared: &mut [f32]) {
        let n_biases = n_biases(layer);
        let n_weights = declared.len() - n_biases;
        let (weights, biases) = declared.split_at_mut(n_weights);
        biases.copy_from_slice(&packed.biases[..n_biases]);
        match self {
            Self::Convolution(_) | Self::Subsampling(..) => {
                weights.copy_from_slice(&packed.weights);
            }
            Self::Dense(dense) => dense.unpack(&packed.weights, weights),
        }
    }
}

fn n_biases(layer: &Layer) -> usize {
    match &layer.kind {
        Kind::Convolution(convolution) => convolution.table.n_outputs(),
        Kind::Subsampling(subsampling) if subsampling.trainable => subsampling.sources.len(),
        Kind::Subsampling(_) => 0,
    }
}
