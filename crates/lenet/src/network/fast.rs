use gradient::{Network, Shown, largest};
use kernels::layers::{add_scaled, chain, squash};
use kernels::{Aligned, Level};

use super::stage::{Packed, PackedRates, Stage};
use crate::architecture::{Architecture, CLASSES, Output};
use crate::layer::Layer;

/// Images whose full connections are computed together, as the kernels have it.
pub(crate) const TOGETHER: usize = 4;

/// The network on the kernels of a CPU level: what [`Reference`](super::Reference) computes,
/// within rounding, some hundred times as fast.
///
/// One thread. The bits of a result depend on the level and on nothing else. Rates a weight
/// are rounded to eight significant bits ([`kernels::layers::Rates`]).
#[derive(Clone, Debug)]
pub struct Fast {
    plan: Plan,
    parameters: Vec<Packed>,
    rates: Vec<PackedRates>,
    work: Workspace,
}

/// The stages of a network, for all that compute with it.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    architecture: Architecture,
    level: Level,
    stages: Vec<Stage>,
    codes: Vec<f32>,
}

/// The parameters of each stage.
#[derive(Clone, Debug)]
pub(crate) struct Weights(Vec<Packed>);

/// What one pattern leaves on its way forth and back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Workspace {
    stages: Vec<StageWork>,
    input_delta: Aligned,
}

#[derive(Clone, Debug, Default)]
struct StageWork {
    /// States y of the stage.
    states: Aligned,
    /// ∂E/∂y, then ∂E/∂a; the padding of planes is zero throughout.
    delta: Aligned,
    /// What the stage made of its input: columns, or pooled values.
    prepared: Aligned,
    /// Scratch of the convolution's input gradient.
    scratch: Aligned,
    /// ∂E/∂w, where it is not applied at once.
    gradient: Packed,
}

impl Plan {
    /// The plan for an architecture; `None` where there are no kernels for it.
    pub(crate) fn new(architecture: &Architecture, level: Level) -> Option<Self> {
        if architecture.n_trained_centres() > 0 {
            return None;
        }
        let shapes = architecture.own_shapes();
        let mut stages: Vec<Stage> = Vec::new();
        for (layer, pair) in architecture.layers.iter().zip(shapes.windows(2)) {
            let stage = Stage::new(
                layer,
                pair[0],
                pair[1],
                stages.last().map_or(0, Stage::plane),
            )?;
            let follows = match (stages.last(), &stage) {
                (Some(Stage::Convolution(_)), Stage::Subsampling(..)) => true,
                (Some(Stage::Convolution(_)), _) | (None, Stage::Subsampling(..)) => false,
                (Some(_), Stage::Subsampling(..)) => false,
                _ => true,
            };
            if !follows {
                return None;
            }
            stages.push(stage);
        }
        Some(Self {
            architecture: architecture.clone(),
            level,
            stages,
            codes: architecture.output.codes(),
        })
    }

    pub(crate) fn pack(&self, declared: &[f32]) -> Weights {
        Weights(self.pack_stages(declared))
    }

    fn pack_stages(&self, declared: &[f32]) -> Vec<Packed> {
        self.each_stage(declared, Stage::pack)
    }

    /// What `pack` makes of the parameters of each stage.
    fn each_stage<T>(
        &self,
        declared: &[f32],
        pack: impl Fn(&Stage, &Layer, &[f32]) -> T,
    ) -> Vec<T> {
        assert_eq!(
            declared.len(),
            self.architecture.n_parameters(),
            "one value a parameter"
        );
        let mut rest = declared;
        self.layers()
            .map(|(stage, layer)| {
                let (own, others) = rest.split_at(layer.n_parameters());
                rest = others;
                pack(stage, layer, own)
            })
            .collect()
    }

    fn layers(&self) -> impl DoubleEndedIterator<Item = (&Stage, &Layer)> + ExactSizeIterator {
        self.stages.iter().zip(&self.architecture.layers)
    }

    /// Room for the way forth.
    pub(crate) fn workspace(&self) -> Workspace {
        let room = |stage: &Stage| {
            let prepared = match stage {
                Stage::Convolution(c) => c.columns(),
                Stage::Subsampling(..) => stage.outputs(),
                Stage::Dense(_) => 0,
            };
            StageWork {
                states: Aligned::zeros(stage.outputs()),
                prepared: Aligned::zeros(prepared),
                ..StageWork::default()
            }
        };
        Workspace {
            stages: self.stages.iter().map(room).collect(),
            input_delta: Aligned::default(),
        }
    }

    /// Room for the way forth and back.
    fn training_workspace(&self) -> Workspace {
        let mut work = self.workspace();
        for (stage, work) in self.stages.iter().zip(&mut work.stages) {
            work.delta = work.states.clone();
            if let Stage::Convolution(c) = stage {
                work.scratch = Aligned::zeros(c.scratch());
            }
        }
        let inputs = self.architecture.input().units();
        work.input_delta = Aligned::zeros(inputs.next_multiple_of(kernels::layers::PAD));
        work
    }

    /// The states of every stage.
    fn forward(&self, parameters: &[Packed], image: &[f32], work: &mut Workspace) {
        self.forward_through(self.stages.len(), parameters, image, work);
    }

    /// The states of the first stages.
    fn forward_through(
        &self,
        n_stages: usize,
        parameters: &[Packed],
        image: &[f32],
        work: &mut Workspace,
    ) {
        let level = self.level;
        for (index, (stage, layer)) in self.layers().enumerate().take(n_stages) {
            let (before, rest) = work.stages.split_at_mut(index);
            let input = before.last().map_or(image, |work| &*work.states);
            let own = &mut rest[0];
            let Packed { weights, biases } = &parameters[index];
            match stage {
                Stage::Convolution(c) => {
                    c.copy_columns(level, input, &mut own.prepared);
                    c.forward(level, weights, biases, &own.prepared, &mut own.states);
                }
                Stage::Subsampling(s, weight, true) => {
                    s.pool(level, *weight, input, &mut own.prepared);
                    s.affine(level, weights, biases, &own.prepared, &mut own.states);
                }
                Stage::Subsampling(s, weight, false) => {
                    s.pool(level, *weight, input, &mut own.states);
                }
                Stage::Dense(d) => d.forward(level, weights, biases, input, &mut own.states),
            }
            self.squash(layer, &mut own.states);
        }
    }

    fn squash(&self, layer: &Layer, states: &mut [f32]) {
        if let Some((amplitude, slope)) = layer.squash.scale() {
            squash(self.level, (amplitude as f32, slope as f32), states);
        }
    }

    /// The states of every stage for each image, of four at a time the full connections
    /// together; as many images as there is room for in `works`, or fewer.
    pub(crate) fn forward_all(
        &self,
        weights: &Weights,
        images: &[Vec<f32>],
        works: &mut [Workspace],
    ) {
        let (fours, rest) = images.as_chunks::<TOGETHER>();
        let (work_fours, work_rest) = works[..images.len()].as_chunks_mut::<TOGETHER>();
        for (images, works) in fours.iter().zip(work_fours) {
            self.forward_four(&weights.0, images, works);
        }
        for (image, work) in rest.iter().zip(work_rest) {
            self.forward(&weights.0, image, work);
        }
    }

    fn forward_four(
        &self,
        parameters: &[Packed],
        images: &[Vec<f32>; TOGETHER],
        works: &mut [Workspace; TOGETHER],
    ) {
        let is_full = |stage: &Stage| matches!(stage, Stage::Dense(_));
        let n_full = self.stages.iter().rev().take_while(|s| is_full(s)).count();
        let first = self.stages.len() - n_full;
        for (image, work) in images.iter().zip(works.iter_mut()) {
            self.forward_through(first, parameters, image, work);
        }
        for (index, (stage, layer)) in self.layers().enumerate().skip(first) {
            let Stage::Dense(dense) = stage else { continue };
            let mut images = images.iter();
            let patterns = works.each_mut().map(|work| {
                let image = images.next().expect("an image a workspace");
                let (before, rest) = work.stages.split_at_mut(index);
                let input = before.last().map_or(&**image, |work| &*work.states);
                (input, &mut *rest[0].states)
            });
            let Packed { weights, biases } = &parameters[index];
            dense.forward_four(self.level, weights, biases, patterns);
            for work in works.iter_mut() {
                self.squash(layer, &mut work.stages[index].states);
            }
        }
    }

    /// The last layer's states.
    fn last_states<'a>(&self, work: &'a Workspace) -> &'a [f32] {
        let n = self.architecture.own_last_units();
        work.stages.last().map_or(&[], |work| &work.states[..n])
    }

    /// The states of stage `index` for the image last shown; padding may follow them.
    pub(crate) fn states<'a>(&self, index: usize, work: &'a Workspace) -> &'a [f32] {
        &work.stages[index].states
    }

    /// A score for each class of the image last shown.
    pub(crate) fn scores(&self, work: &Workspace) -> [f32; CLASSES] {
        let output = &self.architecture.output;
        output.scores(&self.codes, self.last_states(work))
    }
}

impl Fast {
    /// The network with those parameters, in the declared order; `None` where there are no
    /// kernels for the architecture ([`Reference`](super::Reference) takes every one).
    ///
    /// # Panics
    /// If the number of parameters is not the architecture's.
    pub fn new(architecture: &Architecture, level: Level, parameters: &[f32]) -> Option<Self> {
        let plan = Plan::new(architecture, level)?;
        let mut work = plan.training_workspace();
        let parameters = plan.pack_stages(parameters);
        for (work, packed) in work.stages.iter_mut().zip(&parameters) {
            work.gradient = packed.clone();
        }
        Some(Self {
            rates: plan.each_stage(
                &vec![0.0; plan.architecture.n_parameters()],
                Stage::pack_rates,
            ),
            parameters,
            plan,
            work,
        })
    }

    /// A score for each class of one image of the network's own field, larger is likelier.
    pub fn scores(&mut self, image: &[f32]) -> [f32; CLASSES] {
        self.plan.forward(&self.parameters, image, &mut self.work);
        self.plan.scores(&self.work)
    }

    /// From the last stage's `delta` back to the first, leaving each stage's gradient, or
    /// moving the weights at once.
    fn backward(&mut self, descend: bool) {
        let Self {
            plan,
            parameters,
            rates,
            work,
        } = self;
        let level = plan.level;
        for (index, (stage, layer)) in plan.layers().enumerate().rev() {
            let (before, rest) = work.stages.split_at_mut(index);
            let StageWork {
                states,
                delta,
                prepared,
                scratch,
                gradient,
            } = &mut rest[0];
            let Packed { weights, biases } = &mut parameters[index];
            let (input, input_delta) = match before.last_mut() {
                Some(work) => (&work.states, &mut work.delta),
                None => (&Aligned::default(), &mut work.input_delta),
            };
            if let Some((amplitude, slope)) = layer.squash.scale() {
                chain(level, (amplitude as f32, slope as f32), states, delta);
            }
            match stage {
                Stage::Convolution(c) => {
                    let Packed {
                        weights: dw,
                        biases: db,
                    } = gradient;
                    c.weight_gradient(level, prepared, delta, dw, db);
                    if index > 0 {
                        c.input_gradient(level, weights, delta, input_delta, scratch);
                    }
                }
                Stage::Subsampling(s, weight, trainable) => {
                    let slopes: Vec<f32> = if *trainable {
                        let Packed {
                            weights: dw,
                            biases: db,
                        } = gradient;
                        s.weight_gradient(level, prepared, delta, dw, db);
                        weights.iter().map(|c| c * weight).collect()
                    } else {
                        vec![*weight; s.outputs() / s.area()]
                    };
                    s.spread(level, &slopes, delta, input_delta);
                }
                Stage::Dense(d) => {
                    gradient.biases.copy_from_slice(delta);
                    if descend {
                        let rates = &rates[index].weights;
                        d.descend(level, weights, rates, input, delta, input_delta);
                    } else {
                        d.input_gradient(level, weights, delta, input_delta);
                        for (row, &x) in gradient.weights.chunks_mut(d.stride()).zip(&**input) {
                            for (g, d) in row.iter_mut().zip(&**delta) {
                                *g = x * d;
                            }
                        }
                    }
                }
            }
            if descend {
                if !matches!(stage, Stage::Dense(_)) {
                    let rates = &rates[index].weights;
                    rates.descend(level, &gradient.weights, weights);
                }
                add_scaled(level, -1.0, &rates[index].biases, &gradient.biases, biases);
            }
        }
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
        unpack(&self.plan, &self.parameters, &mut declared);
        declared
    }

    fn set_parameters(&mut self, parameters: &[f32]) {
        self.parameters = self.plan.pack_stages(parameters);
    }

    fn set_rates(&mut self, rates: &[f32]) {
        self.rates = self.plan.each_stage(rates, Stage::pack_rates);
    }

    /// Forward, and the output's derivatives into the last stage's `delta`.
    fn evaluate(&mut self, image: &[f32], label: usize) -> Shown {
        let Self {
            plan,
            parameters,
            work,
            ..
        } = self;
        plan.forward(parameters, image, work);
        let n = plan.architecture.own_last_units();
        let Some(last) = work.stages.last_mut() else {
            return Shown {
                loss: 0.0,
                class: 0,
            };
        };
        let decision = plan.architecture.output.evaluate(
            &plan.codes,
            &last.states[..n],
            label,
            &mut last.delta[..n],
            &mut [],
        );
        Shown {
            loss: decision.loss,
            class: decision.class,
        }
    }

    fn descend(&mut self) {
        self.backward(true);
    }

    fn add_gradient(&mut self, image: &[f32], label: usize, gradient: &mut [f32]) -> Shown {
        let shown = self.evaluate(image, label);
        self.backward(false);
        let stages: Vec<Packed> = self
            .work
            .stages
            .iter()
            .map(|w| w.gradient.clone())
            .collect();
        let mut own = vec![0.0; gradient.len()];
        unpack(&self.plan, &stages, &mut own);
        add(gradient, own);
        shown
    }

    /// The backward sweep with squares in place of weights, states and slopes (equation 27).
    fn add_curvature(&mut self, image: &[f32], _label: usize, curvature: &mut [f64]) {
        let Self {
            plan,
            parameters,
            work,
            ..
        } = self;
        plan.forward(parameters, image, work);
        let n = plan.architecture.own_last_units();
        let Some(last) = work.stages.last_mut() else {
            return;
        };
        let output: &Output = &plan.architecture.output;
        output.curvature(&last.states[..n], &mut last.delta[..n], &mut []);
        let level = plan.level;
        let mut end = curvature.len();
        for (index, (stage, layer)) in plan.layers().enumerate().rev() {
            let start = end - layer.n_parameters();
            let (before, rest) = work.stages.split_at_mut(index);
            let StageWork {
                states,
                delta,
                prepared,
                scratch,
                gradient,
            } = &mut rest[0];
            let (input, input_delta) = match before.last_mut() {
                Some(work) => (&*work.states, &mut work.delta),
                None => (image, &mut work.input_delta),
            };
            if let Some((amplitude, slope)) = layer.squash.scale() {
                let scale = (amplitude as f32, slope as f32);
                chain(level, scale, states, delta);
                chain(level, scale, states, delta);
            }
            let Packed {
                weights: dw,
                biases: db,
            } = gradient;
            let weights = squares(&parameters[index].weights);
            match stage {
                Stage::Convolution(c) => {
                    c.copy_columns(level, &squares(input), prepared);
                    c.weight_gradient(level, prepared, delta, dw, db);
                    if index > 0 {
                        c.input_gradient(level, &weights, delta, input_delta, scratch);
                    }
                }
                Stage::Subsampling(s, weight, trainable) => {
                    let square = weight * weight;
                    let slopes: Vec<f32> = if *trainable {
                        s.weight_gradient(level, &squares(prepared), delta, dw, db);
                        weights.iter().map(|c| c * square).collect()
                    } else {
                        vec![square; s.outputs() / s.area()]
                    };
                    s.spread(level, &slopes, delta, input_delta);
                }
                Stage::Dense(d) => {
                    d.input_gradient(level, &weights, delta, input_delta);
                }
            }
            let own = &mut curvature[start..end];
            match stage {
                // A matrix is too long to be written down first.
                Stage::Dense(d) => add_products(own, &squares(&input[..d.inputs()]), delta),
                Stage::Convolution(_) | Stage::Subsampling(..) => {
                    let mut declared = vec![0.0; own.len()];
                    stage.unpack(layer, gradient, &mut declared);
                    add(own, declared.into_iter().map(f64::from));
                }
            }
            end = start;
        }
    }

    fn classify(&mut self, image: &[f32]) -> usize {
        largest(&self.scores(image))
    }
}

fn unpack(plan: &Plan, stages: &[Packed], declared: &mut [f32]) {
    let mut rest = declared;
    for ((stage, layer), packed) in plan.layers().zip(stages) {
        let (own, others) = rest.split_at_mut(layer.n_parameters());
        stage.unpack(layer, packed, own);
        rest = others;
    }
}

/// Adds x_i d_j to the weight from i to j, and d_j to the bias of j, in the declared order.
fn add_products(declared: &mut [f64], x: &[f32], d: &[f32]) {
    let units = declared.len() / (x.len() + 1);
    let (weights, biases) = declared.split_at_mut(units * x.len());
    for (unit, d) in weights.chunks_exact_mut(x.len()).zip(d) {
        for (sum, x) in unit.iter_mut().zip(x) {
            *sum += f64::from(x * d);
        }
    }
    add(biases, d.iter().map(|&d| f64::from(d)));
}

fn squares(values: &[f32]) -> Vec<f32> {
    values.iter().map(|value| value * value).collect()
}

fn add<T: std::ops::AddAssign>(sums: &mut [T], values: impl IntoIterator<Item = T>) {
    for (sum, value) in sums.iter_mut().zip(values) {
        *sum += value;
    }
}
