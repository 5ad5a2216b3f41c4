use gradient::dense::{self, Packed, PackedRates};
use kernels::Aligned;
use kernels::layers::{self, Dense, Rates};

use crate::layer::{Kind, Layer, Shape};

/// A layer in the form that the kernels need.
#[derive(Clone, Debug)]
pub(super) enum Stage {
    /// Convolution over several positions.
    Convolution(layers::Convolution),
    /// Subsampling, the weight of each pooled value, and whether the layer has parameters.
    Subsampling(layers::Subsampling, f32, bool),
    /// Convolution at one position, which is a full connection.
    Dense(Dense),
}

impl Stage {
    /// Returns the stage for a layer between two shapes, if there are kernels for it. There are
    /// kernels for 5×5 convolutions, for subsampling of maps with even sides, and for full
    /// connection.
    pub(super) fn new(layer: &Layer, input: Shape, output: Shape, plane: usize) -> Option<Self> {
        match &layer.kind {
            Kind::Convolution(convolution) if output.area() == 1 => {
                let full = convolution.table.n_pairs() == input.maps * output.maps;
                full.then(|| Self::Dense(Dense::new(input.units(), output.maps)))
            }
            Kind::Convolution(convolution) => {
                let pairs: Vec<_> = convolution.table.pairs().collect();
                (convolution.side == 5).then(|| {
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

    /// Number of values in the states of this stage, including padding.
    pub(super) fn outputs(&self) -> usize {
        match self {
            Self::Convolution(convolution) => convolution.outputs(),
            Self::Subsampling(subsampling, ..) => {
                subsampling.outputs().next_multiple_of(layers::PAD)
            }
            Self::Dense(dense) => dense.stride(),
        }
    }

    /// The weight of each pooled value; 0 if nothing is pooled.
    pub(super) fn pooled_weight(&self) -> f32 {
        match self {
            Self::Subsampling(_, weight, _) => *weight,
            Self::Convolution(_) | Self::Dense(_) => 0.0,
        }
    }

    /// Length of one plane of the output. A subsampling stage reads such planes.
    pub(super) fn plane(&self) -> usize {
        match self {
            Self::Convolution(convolution) => convolution.plane(),
            Self::Subsampling(..) | Self::Dense(_) => 0,
        }
    }

    /// The layer's parameters, all 0.
    pub(super) fn zeros(&self, layer: &Layer) -> Packed {
        match self {
            Self::Dense(dense) => Packed::zeros(*dense),
            Self::Convolution(_) | Self::Subsampling(..) => Packed {
                weights: Aligned::zeros(layer.n_parameters() - n_biases(layer)),
                biases: Aligned::zeros(n_biases(layer)),
            },
        }
    }

    /// Converts the layer's parameters from the declared order. First come the weights, the
    /// coefficients or the matrix, then the biases.
    pub(super) fn pack_into(&self, layer: &Layer, declared: &[f32], packed: &mut Packed) {
        match self {
            Self::Dense(dense) => dense::pack_into(*dense, declared, packed),
            Self::Convolution(_) | Self::Subsampling(..) => {
                let (weights, biases) = declared.split_at(declared.len() - n_biases(layer));
                packed.weights.copy_from_slice(weights);
                packed.biases.copy_from_slice(biases);
            }
        }
    }

    /// Converts the rates in the same way.
    pub(super) fn pack_rates(&self, layer: &Layer, declared: &[f32]) -> PackedRates {
        match self {
            Self::Dense(dense) => dense::pack_rates(*dense, declared),
            Self::Convolution(_) | Self::Subsampling(..) => {
                let (weights, biases) = declared.split_at(declared.len() - n_biases(layer));
                PackedRates {
                    weights: Rates::new(weights),
                    biases: Aligned::from(biases),
                }
            }
        }
    }

    /// Converts the parameters back to the declared order.
    pub(super) fn unpack(&self, layer: &Layer, packed: &Packed, declared: &mut [f32]) {
        match self {
            Self::Dense(dense) => dense::unpack(*dense, packed, declared),
            Self::Convolution(_) | Self::Subsampling(..) => {
                let (weights, biases) = declared.split_at_mut(declared.len() - n_biases(layer));
                weights.copy_from_slice(&packed.weights);
                biases.copy_from_slice(&packed.biases);
            }
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
