use gradient::dense::{Packed, PackedRates};
use gradient::{Evaluation, Network, largest};
use kernels::Level;

use super::forward::TOGETHER;
use super::plan::{Plan, Workspace};
use super::stage::Stage;
use crate::architecture::Architecture;

/// The network on the kernels of a CPU level. Its results equal those of
/// [`Reference`](super::Reference) within rounding, and it is some hundred times as fast.
///
/// It uses one thread. The bits of a result depend only on the level. If each weight has its own
/// rate, the rates are rounded to eight significant bits ([`kernels::layers::Rates`]).
#[derive(Clone, Debug)]
pub struct Fast {
    plan: Plan,
    parameters: Vec<Packed>,
    rates: Vec<PackedRates>,
    work: Workspace,
    /// Memory for images that are only recognised, once there are any.
    together: Vec<Workspace>,
}

impl Fast {
    /// Makes the network from parameters in the declared order. It returns `None` if there are no
    /// kernels for the architecture; [`Reference`](super::Reference) works for every architecture.
    ///
    /// # Panics
    /// If the number of parameters is not the architecture's.
    pub fn new(architecture: &Architecture, level: Level, parameters: &[f32]) -> Option<Self> {
        let plan = Plan::new(architecture, level)?;
        let parameters = plan.pack(parameters);
        let work = plan.training_workspace(&parameters);
        Some(Self {
            rates: plan.each_stage(
                &vec![0.0; plan.architecture.n_parameters()],
                Stage::pack_rates,
            ),
            parameters,
            together: Vec::new(),
            plan,
            work,
        })
    }

    /// Returns a score for each class of one image that has the size of the network's field. A
    /// larger score is more likely.
    pub fn scores(&mut self, image: &[f32]) -> Vec<f32> {
        self.plan.forward(&self.parameters, image, &mut self.work);
        self.plan.scores(&self.work)
    }

    /// Appends the [scores](Self::scores) of each image to `scores`. The images are one behind the
    /// other. Their full connections are computed for four images at a time, which takes half as long.
    ///
    /// # Panics
    /// If the images do not have the size of the network's field.
    pub fn scores_of_each(&mut self, images: &[f32], scores: &mut Vec<f32>) {
        let images: Vec<&[f32]> = images.chunks(self.n_inputs()).collect();
        self.together
            .resize_with(TOGETHER, || self.plan.workspace());
        for images in images.chunks(TOGETHER) {
            (self.plan).forward_all(&self.parameters, images, &mut self.together);
            for work in &self.together[..images.len()] {
                scores.extend(self.plan.scores(work));
            }
        }
    }

    /// Adds ∂E/∂w to `gradient`, which has a value a parameter, from the derivatives of E with
    /// respect to the scores that [`scores`](Self::scores) has returned last, for the same image.
    ///
    /// # Panics
    /// If there are not as many derivatives as classes, or if a length is not the network's.
    pub fn add_gradient_of_scores(
        &mut self,
        image: &[f32],
        d_scores: &[f32],
        gradient: &mut [f32],
    ) {
        let architecture = &self.plan.architecture;
        assert_eq!(d_scores.len(), architecture.n_classes(), "one a class");
        assert_eq!(
            gradient.len(),
            architecture.n_parameters(),
            "one a parameter"
        );
        let n = architecture.own_last_units();
        if let Some(last) = self.work.stages.last_mut() {
            let (x, dx) = (&last.states[..n], &mut last.delta[..n]);
            (architecture.output).backward(&self.plan.codes, x, d_scores, dx);
        }
        (self.plan).add_gradient(&self.parameters, image, &mut self.work, gradient);
    }
}

impl Network for Fast {
    fn n_inputs(&self) -> usize {
        self.plan.architecture.input().units()
    }

    fn n_parameters(&self) -> usize {
        self.plan.architecture.n_parameters()
    }

    fn parameters(&self) -> Vec<f32> {
        let mut declared = vec![0.0; self.n_parameters()];
        self.plan.unpack(&self.parameters, &mut declared);
        declared
    }

    fn set_parameters(&mut self, parameters: &[f32]) {
        self.plan.pack_into(parameters, &mut self.parameters);
    }

    fn set_rates(&mut self, rates: &[f32]) {
        self.rates = self.plan.each_stage(rates, Stage::pack_rates);
    }

    /// Computes the forward pass, and writes the output's derivatives into the last stage's
    /// `delta`.
    fn evaluate(&mut self, image: &[f32], label: usize) -> Evaluation {
        self.plan.forward(&self.parameters, image, &mut self.work);
        let n = self.plan.architecture.own_last_units();
        let Some(last) = self.work.stages.last_mut() else {
            return Evaluation {
                loss: 0.0,
                class: 0,
            };
        };
        let (loss, class) = self.plan.architecture.output.evaluate(
            &self.plan.codes,
            &last.states[..n],
            label,
            &mut last.delta[..n],
            &mut [],
        );
        Evaluation { loss, class }
    }

    fn descend(&mut self) {
        (self.plan).descend(&mut self.parameters, &self.rates, &mut self.work);
    }

    fn add_gradient(&mut self, image: &[f32], label: usize, gradient: &mut [f32]) -> Evaluation {
        let shown = self.evaluate(image, label);
        (self.plan).add_gradient(&self.parameters, image, &mut self.work, gradient);
        shown
    }

    fn add_curvature(&mut self, image: &[f32], _label: usize, curvature: &mut [f64]) {
        self.plan.forward(&self.parameters, image, &mut self.work);
        (self.plan).add_curvature(&self.parameters, image, &mut self.work, curvature);
    }

    fn classify(&mut self, image: &[f32]) -> usize {
        largest(&self.scores(image))
    }
}
