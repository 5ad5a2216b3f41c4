use gradient::dense::Packed;
use kernels::layers::{PAD, chain};
use kernels::{Aligned, Level};

use super::stage::Stage;
use crate::architecture::Architecture;
use crate::layer::{Layer, Shape};

/// The stages of a network, shared by everything that computes with the network.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(super) architecture: Architecture,
    pub(super) level: Level,
    pub(super) stages: Vec<Stage>,
    pub(super) codes: Vec<f32>,
}

/// The intermediate results of one pattern in the forward and backward pass.
#[derive(Clone, Debug, Default)]
pub(crate) struct Workspace {
    pub(super) stages: Vec<StageWork>,
    pub(super) input_delta: Aligned,
}

#[derive(Clone, Debug, Default)]
pub(super) struct StageWork {
    /// States y of the stage.
    pub(super) states: Aligned,
    /// ∂E/∂y, later ∂E/∂a. The padding of planes is always zero.
    pub(super) delta: Aligned,
    /// The input in the form that the stage needs: columns, or pooled values.
    pub(super) prepared: Aligned,
    /// Scratch memory for the convolution's input gradient.
    pub(super) scratch: Aligned,
    /// ∂E/∂w of a stage that shares its weights.
    pub(super) gradient: Packed,
}

impl Plan {
    /// Returns the plan for an architecture; `None` if there are no kernels for it.
    pub(crate) fn new(architecture: &Architecture, level: Level) -> Option<Self> {
        if architecture.n_trained_centres() > 0 {
            return None;
        }
        Some(Self {
            architecture: architecture.clone(),
            level,
            stages: stages(&architecture.layers, &architecture.own_shapes())?,
            codes: architecture.output.codes(),
        })
    }

    /// Makes this the plan for pictures of another size. `shapes` are the shapes of such a picture
    /// and of each layer.
    pub(super) fn resize(&mut self, shapes: &[Shape]) {
        self.stages = stages(&self.architecture.layers, shapes).expect("kernels for any size");
    }

    /// The parameters of each stage.
    pub(crate) fn pack(&self, declared: &[f32]) -> Vec<Packed> {
        let zeros = self.layers().map(|(stage, layer)| stage.zeros(layer));
        let mut packed: Vec<Packed> = zeros.collect();
        self.pack_into(declared, &mut packed);
        packed
    }

    /// Does the same where parameters were packed before.
    pub(super) fn pack_into(&self, declared: &[f32], packed: &mut [Packed]) {
        let mut packed = packed.iter_mut();
        self.each_stage(declared, |stage, layer, own| {
            let packed = packed.next().expect("those of each stage");
            stage.pack_into(layer, own, packed);
        });
    }

    /// Calls `pack` with the parameters of each stage and returns the results.
    pub(super) fn each_stage<T>(
        &self,
        declared: &[f32],
        mut pack: impl FnMut(&Stage, &Layer, &[f32]) -> T,
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

    pub(super) fn layers(
        &self,
    ) -> impl DoubleEndedIterator<Item = (&Stage, &Layer)> + ExactSizeIterator {
        self.stages.iter().zip(&self.architecture.layers)
    }

    /// Memory for the forward pass.
    pub(crate) fn workspace(&self) -> Workspace {
        let mut work = Workspace::default();
        self.reset(&mut work);
        work
    }

    /// Makes memory for the forward pass of another picture size memory of this one, all zero.
    fn reset(&self, work: &mut Workspace) {
        work.stages
            .resize_with(self.stages.len(), StageWork::default);
        for (stage, work) in self.stages.iter().zip(&mut work.stages) {
            work.states.reset(stage.outputs());
            work.prepared.reset(match stage {
                Stage::Convolution(c) => c.columns(),
                Stage::Subsampling(..) => stage.outputs(),
                Stage::Dense(_) => 0,
            });
        }
    }

    /// Memory for the forward and backward pass.
    pub(super) fn training_workspace(&self, parameters: &[Packed]) -> Workspace {
        let mut work = Workspace::default();
        self.reset_for_training(&mut work);
        let stages = self.stages.iter().zip(&mut work.stages);
        for ((stage, work), packed) in stages.zip(parameters) {
            if !matches!(stage, Stage::Dense(_)) {
                work.gradient = packed.clone();
            }
        }
        let inputs = self.architecture.input().units();
        work.input_delta = Aligned::zeros(inputs.next_multiple_of(PAD));
        work
    }

    /// Makes memory for the forward and backward pass of another picture size memory of this one,
    /// all zero.
    pub(super) fn reset_for_training(&self, work: &mut Workspace) {
        self.reset(work);
        for (index, (stage, work)) in self.stages.iter().zip(&mut work.stages).enumerate() {
            work.delta.reset(stage.outputs());
            // Nobody asks for ∂E/∂x of the image.
            if let (Stage::Convolution(c), 1..) = (stage, index) {
                work.scratch.reset(c.scratch());
            }
        }
    }

    /// Converts parameters, or one value for each of them, back to the declared order.
    pub(super) fn unpack(&self, stages: &[Packed], declared: &mut [f32]) {
        let mut rest = declared;
        for ((stage, layer), packed) in self.layers().zip(stages) {
            let (own, others) = rest.split_at_mut(layer.n_parameters());
            stage.unpack(layer, packed, own);
            rest = others;
        }
    }

    /// The last layer's states.
    fn last_states<'a>(&self, work: &'a Workspace) -> &'a [f32] {
        let n = self.architecture.own_last_units();
        work.stages.last().map_or(&[], |work| &work.states[..n])
    }

    /// The states of stage `index` for the last image. Padding may follow them.
    pub(crate) fn states<'a>(&self, index: usize, work: &'a Workspace) -> &'a [f32] {
        &work.stages[index].states
    }

    /// A score for each class of the last image.
    pub(crate) fn scores(&self, work: &Workspace) -> Vec<f32> {
        let output = &self.architecture.output;
        output.scores(&self.codes, self.last_states(work))
    }
}

/// The stages for layers of these shapes; `None` if there are no kernels for them.
fn stages(layers: &[Layer], shapes: &[Shape]) -> Option<Vec<Stage>> {
    let mut stages: Vec<Stage> = Vec::new();
    for (layer, pair) in layers.iter().zip(shapes.windows(2)) {
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
    Some(stages)
}

/// The backward pass at one stage: the stage's part of the workspace, its input, and the place for
/// ∂E/∂x of this input. The backward pass goes from each stage to the one below.
pub(super) struct Back<'a> {
    pub(super) level: Level,
    pub(super) stage: &'a Stage,
    pub(super) layer: &'a Layer,
    pub(super) work: &'a mut StageWork,
    /// The states of the stage below, or the image.
    pub(super) input: &'a [f32],
    pub(super) input_delta: &'a mut Aligned,
    is_first: bool,
}

impl Plan {
    /// Prepares the backward pass at stage `index`. `image` is the input of the network.
    pub(super) fn back<'a>(
        &'a self,
        index: usize,
        image: &'a [f32],
        work: &'a mut Workspace,
    ) -> Back<'a> {
        let (before, rest) = work.stages.split_at_mut(index);
        let (input, input_delta) = match before.last_mut() {
            Some(below) => (&*below.states, &mut below.delta),
            None => (image, &mut work.input_delta),
        };
        Back {
            level: self.level,
            stage: &self.stages[index],
            layer: &self.architecture.layers[index],
            work: &mut rest[0],
            input,
            input_delta,
            is_first: index == 0,
        }
    }
}

impl Back<'_> {
    /// Multiplies by f'(a), so that ∂E/∂y becomes ∂E/∂a. Curvatures need f'(a)², so it is called
    /// twice for them.
    pub(super) fn chain(&mut self) {
        if let Some((amplitude, slope)) = self.layer.squash.scale() {
            let scale = (amplitude as f32, slope as f32);
            chain(self.level, scale, &self.work.states, &mut self.work.delta);
        }
    }

    /// For a stage with shared weights: writes ∂E/∂w into `work.gradient` and ∂E/∂x into the stage
    /// below.
    ///
    /// `weight` is the weight of each pooled value.
    pub(super) fn shared_gradients(&mut self, weights: &[f32], weight: f32) {
        let (level, input_delta) = (self.level, &mut *self.input_delta);
        let StageWork {
            delta,
            prepared,
            scratch,
            gradient:
                Packed {
                    weights: dw,
                    biases: db,
                },
            ..
        } = &mut *self.work;
        match self.stage {
            Stage::Convolution(c) => {
                c.weight_gradient(level, prepared, delta, dw, db);
                if !self.is_first {
                    c.input_gradient(level, weights, delta, input_delta, scratch);
                }
            }
            Stage::Subsampling(s, _, trainable) => {
                let slopes: Vec<f32> = if *trainable {
                    s.weight_gradient(level, prepared, delta, dw, db);
                    weights.iter().map(|c| c * weight).collect()
                } else {
                    vec![weight; s.outputs() / s.area()]
                };
                s.spread(level, &slopes, delta, input_delta);
            }
            Stage::Dense(_) => unreachable!("a full connection shares no weight"),
        }
    }

    /// The gradient in `work.gradient`, in the declared order.
    pub(super) fn declared_gradient(&self) -> impl Iterator<Item = f32> + use<> {
        let mut declared = vec![0.0; self.layer.n_parameters()];
        self.stage
            .unpack(self.layer, &self.work.gradient, &mut declared);
        declared.into_iter()
    }
}
