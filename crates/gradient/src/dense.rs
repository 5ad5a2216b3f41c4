//! Fully connected layers. All networks declare the parameters of such a layer in this order: the
//! weights of the first unit, those of the second unit and so on, then the biases.

use std::ops::AddAssign;

use kernels::Aligned;
use kernels::layers::{Dense, Rates};

/// Weights and biases, or one value for each of them, in the layout that the kernels need.
#[derive(Clone, Debug, Default)]
pub struct Packed {
    /// The weights.
    pub weights: Aligned,
    /// The biases.
    pub biases: Aligned,
}

/// The rate of each weight and each bias.
#[derive(Clone, Debug)]
pub struct PackedRates {
    /// The rates of the weights.
    pub weights: Rates,
    /// The rates of the biases.
    pub biases: Aligned,
}

impl Packed {
    /// The parameters of a layer, all 0.
    pub fn zeros(dense: Dense) -> Self {
        Self {
            weights: Aligned::zeros(dense.weights()),
            biases: Aligned::zeros(dense.stride()),
        }
    }
}

impl PackedRates {
    /// The rates of a layer, all 0.
    pub fn zeros(dense: Dense) -> Self {
        Self {
            weights: Rates::Same(0.0),
            biases: Aligned::zeros(dense.stride()),
        }
    }
}

/// Converts a layer's parameters from the declared order to the layout of the kernel.
///
/// # Panics
/// If there is not one weight for each pair of input and unit, and one bias for each unit.
pub fn pack(dense: Dense, declared: &[f32]) -> Packed {
    let mut packed = Packed::zeros(dense);
    pack_into(dense, declared, &mut packed);
    packed
}

/// Does the same as [`pack`] where parameters of the layer were packed before.
///
/// # Panics
/// As [`pack`], and if `packed` is not of the layer.
pub fn pack_into(dense: Dense, declared: &[f32], packed: &mut Packed) {
    let (weights, biases) = declared.split_at(n_weights(dense, declared));
    dense.pack_into(weights, &mut packed.weights);
    packed.biases[..biases.len()].copy_from_slice(biases);
}

/// Converts a layer's rates in the same way as [`pack`].
///
/// # Panics
/// As [`pack`].
pub fn pack_rates(dense: Dense, declared: &[f32]) -> PackedRates {
    let (weights, biases) = declared.split_at(n_weights(dense, declared));
    PackedRates {
        weights: dense.pack_rates(weights),
        biases: pad(dense, biases),
    }
}

/// Converts the parameters of a layer back to the declared order.
///
/// # Panics
/// As [`pack`].
pub fn unpack(dense: Dense, packed: &Packed, declared: &mut [f32]) {
    let (weights, biases) = declared.split_at_mut(n_weights(dense, declared));
    dense.unpack(&packed.weights, weights);
    biases.copy_from_slice(&packed.biases[..biases.len()]);
}

/// Adds a product to each declared parameter of a layer. For a weight it is the product of the
/// input value `x` and the unit's value `d`. For a bias it is the product of 1 and `d`. `x` may be
/// followed by padding.
///
/// `product` decides the precision. If `d` is ∂E/∂a, the sums are gradients. If `x` holds squares
/// and `d` second derivatives, the sums are curvatures (equation 23).
pub fn add_products<T: AddAssign>(
    declared: &mut [T],
    dense: Dense,
    x: &[f32],
    d: &[f32],
    product: impl Fn(f32, f32) -> T,
) {
    let (weights, biases) = declared.split_at_mut(n_weights(dense, declared));
    for (unit, &d) in weights.chunks_exact_mut(dense.inputs()).zip(d) {
        for (sum, &x) in unit.iter_mut().zip(x) {
            *sum += product(x, d);
        }
    }
    for (sum, &d) in biases.iter_mut().zip(d) {
        *sum += product(1.0, d);
    }
}

/// Number of weights among a layer's declared parameters.
fn n_weights<T>(dense: Dense, declared: &[T]) -> usize {
    declared.len() / (dense.inputs() + 1) * dense.inputs()
}

fn pad(dense: Dense, biases: &[f32]) -> Aligned {
    let mut padded = Aligned::zeros(dense.stride());
    padded[..biases.len()].copy_from_slice(biases);
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_parameters_come_back_in_the_declared_order() {
        let dense = Dense::new(3, 2);
        let declared = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        let packed = pack(dense, &declared);
        assert_eq!(packed.weights[..2], [1.0, 4.0]);
        assert_eq!(packed.biases[..3], [7.0, 8.0, 0.0]);
        let mut back = [0.0; 8];
        unpack(dense, &packed, &mut back);
        assert_eq!(back, declared);
        let rates = pack_rates(dense, &declared);
        assert_eq!(rates.weights.get(dense.stride()), 2.0);
        assert_eq!(rates.biases[..3], [7.0, 8.0, 0.0]);
    }

    #[test]
    fn products_go_to_the_weight_between_the_two_and_to_the_bias() {
        let mut sums = [0.5f64; 8];
        let product = |x: f32, d: f32| f64::from(x * d);
        add_products(
            &mut sums,
            Dense::new(3, 2),
            &[1.0, 2.0, 3.0, 9.0],
            &[10.0, 20.0],
            product,
        );
        assert_eq!(sums, [10.5, 20.5, 30.5, 20.5, 40.5, 60.5, 10.5, 20.5]);
    }
}
