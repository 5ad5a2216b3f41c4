use std::ops::AddAssign;

use gradient::dense::{Packed, PackedRates, add_products};
use kernels::layers::add_scaled;

use super::plan::{Plan, Workspace};
use super::stage::Stage;

impl Plan {
    /// Goes from the last stage's `delta` back to the first stage and updates the weights on the
    /// way.
    pub(super) fn descend(
        &self,
        parameters: &mut [Packed],
        rates: &[PackedRates],
        work: &mut Workspace,
    ) {
        let level = self.level;
        for (index, (own, rates)) in parameters.iter_mut().zip(rates).enumerate().rev() {
            // Only a convolution can be the first stage. It has the image in its columns.
            let mut back = self.back(index, &[], work);
            back.chain();
            let Packed { weights, biases } = own;
            if let Stage::Dense(dense) = back.stage {
                let (input, delta) = (back.input, &back.work.delta);
                dense.descend(
                    level,
                    weights,
                    &rates.weights,
                    input,
                    delta,
                    back.input_delta,
                );
                add_scaled(level, -1.0, &rates.biases, delta, biases);
            } else {
                back.shared_gradients(weights, back.stage.pooled_weight());
                let gradient = &back.work.gradient;
                rates.weights.descend(level, &gradient.weights, weights);
                add_scaled(level, -1.0, &rates.biases, &gradient.biases, biases);
            }
        }
    }

    /// Goes from the last stage's `delta` back to the first stage and adds ∂E/∂w.
    pub(super) fn add_gradient(
        &self,
        parameters: &[Packed],
        image: &[f32],
        work: &mut Workspace,
        gradient: &mut [f32],
    ) {
        let mut end = gradient.len();
        for (index, Packed { weights, .. }) in parameters.iter().enumerate().rev() {
            let mut back = self.back(index, image, work);
            back.chain();
            let start = end - back.layer.n_parameters();
            let own = &mut gradient[start..end];
            if let Stage::Dense(dense) = back.stage {
                let (input, delta) = (back.input, &back.work.delta);
                dense.input_gradient(self.level, weights, delta, back.input_delta);
                add_products(own, *dense, input, delta, |x, d| x * d);
            } else {
                back.shared_gradients(weights, back.stage.pooled_weight());
                add(own, back.declared_gradient());
            }
            end = start;
        }
    }
}

/// Adds each value to its sum.
pub(super) fn add<T: AddAssign>(sums: &mut [T], values: impl IntoIterator<Item = T>) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}
