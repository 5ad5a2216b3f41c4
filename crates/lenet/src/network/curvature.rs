use gradient::dense::{Packed, add_products};

use super::backward::add;
use super::plan::{Plan, Workspace};
use super::stage::Stage;

impl Plan {
    /// Adds ∂²E/∂w² for the last image. This is the backward pass with squares in place of weights,
    /// states and slopes (equation 27).
    pub(super) fn add_curvature(
        &self,
        parameters: &[Packed],
        image: &[f32],
        work: &mut Workspace,
        curvature: &mut [f64],
    ) {
        let n = self.architecture.own_last_units();
        let Some(last) = work.stages.last_mut() else {
            return;
        };
        let output = &self.architecture.output;
        output.curvature(&last.states[..n], &mut last.delta[..n], &mut []);
        let level = self.level;
        let mut end = curvature.len();
        for (index, Packed { weights, .. }) in parameters.iter().enumerate().rev() {
            let mut back = self.back(index, image, work);
            back.chain();
            back.chain();
            let start = end - back.layer.n_parameters();
            let own = &mut curvature[start..end];
            let weights = squares(weights);
            match back.stage {
                Stage::Dense(dense) => {
                    let (input, delta) = (squares(back.input), &back.work.delta);
                    dense.input_gradient(level, &weights, delta, back.input_delta);
                    add_products(own, *dense, &input, delta, |x, d| f64::from(x * d));
                }
                Stage::Convolution(c) => {
                    c.copy_columns(level, &squares(back.input), &mut back.work.prepared);
                    back.shared_gradients(&weights, 0.0);
                    add(own, back.declared_gradient().map(f64::from));
                }
                Stage::Subsampling(_, weight, _) => {
                    let squared = squares(&back.work.prepared);
                    back.work.prepared.copy_from_slice(&squared);
                    back.shared_gradients(&weights, weight * weight);
                    add(own, back.declared_gradient().map(f64::from));
                }
            }
            end = start;
        }
    }
}

fn squares(values: &[f32]) -> Vec<f32> {
    values.iter().map(|value| value * value).collect()
}
