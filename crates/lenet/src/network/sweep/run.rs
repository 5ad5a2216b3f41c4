use gradient::dense::Packed;
use kernels::{Aligned, Level};

use super::full::{Full, FullWork};
use crate::architecture::Architecture;
use crate::layer::Shape;
use crate::network::plan::{Plan, Workspace};
use crate::network::stage::Stage;

/// Side of the window that the first full connection reads at each position.
const SIDE: usize = 5;

/// The layers of a swept network with their parameters: those that share weights over both
/// directions, then those whose kernels cover all rows, which are full connections at each
/// position.
#[derive(Clone, Debug)]
pub(super) struct Layers {
    /// The plan for the network's own field.
    plan: Plan,
    /// The layers before the full connections.
    features: Architecture,
    /// The parameters of all layers, as the kernels need them.
    parameters: Vec<Packed>,
    full: Vec<Full>,
}

impl Layers {
    /// The layers of an architecture; `None` if there are no kernels for it.
    pub(super) fn new(
        architecture: &Architecture,
        level: Level,
        parameters: &[f32],
    ) -> Option<Self> {
        let plan = Plan::new(architecture, level)?;
        let is_shared = |stage: &&Stage| !matches!(stage, Stage::Dense(_));
        let n_shared = plan.stages.iter().take_while(is_shared).count();
        let features = Architecture {
            layers: architecture.layers[..n_shared].to_vec(),
            ..architecture.clone()
        };
        if n_shared == plan.stages.len() || features.own_shapes()[n_shared].height != SIDE {
            return None;
        }
        let full = plan.layers().skip(n_shared);
        let full = full.filter_map(|(stage, layer)| match stage {
            Stage::Dense(dense) => Some(Full::new(layer, *dense)),
            Stage::Convolution(_) | Stage::Subsampling(..) => None,
        });
        let mut layers = Self {
            full: full.collect(),
            parameters: plan.pack(parameters),
            plan,
            features,
        };
        layers.set(parameters);
        Some(layers)
    }

    /// The parameters of the layers before the full connections.
    fn shared(&self) -> &[Packed] {
        &self.parameters[..self.features.layers.len()]
    }

    /// The full connections, and the parameters of each.
    fn full(&self) -> impl DoubleEndedIterator<Item = (&Full, &Packed)> + ExactSizeIterator {
        let parameters = &self.parameters[self.features.layers.len()..];
        self.full.iter().zip(parameters)
    }

    /// Replaces the parameters, which are in the declared order.
    pub(super) fn set(&mut self, parameters: &[f32]) {
        (self.plan).pack_into(parameters, &mut self.parameters);
        let mut rest = &parameters[self.features.n_parameters()..];
        for full in &mut self.full {
            let (own, others) = rest.split_at(full.n_parameters());
            full.set(own);
            rest = others;
        }
    }

    fn level(&self) -> Level {
        self.plan.level
    }
}

/// The network at the positions of one picture, four pixels apart, with what the way back needs.
#[derive(Clone, Debug)]
pub(super) struct Run {
    width: usize,
    /// The shape of the last layer before the full connections.
    last: Shape,
    plan: Plan,
    work: Workspace,
    /// For each position the inputs of the first full connection, and ∂E/∂x of them.
    windows: Aligned,
    d_windows: Aligned,
    full: Vec<FullWork>,
}

impl Run {
    /// A run that is ready for pictures as wide as the field.
    pub(super) fn new(layers: &Layers) -> Option<Self> {
        let plan = Plan::new(&layers.features, layers.level())?;
        let mut run = Self {
            width: layers.features.field,
            last: *layers.features.own_shapes().last()?,
            work: plan.training_workspace(layers.shared()),
            plan,
            windows: Aligned::default(),
            d_windows: Aligned::default(),
            full: vec![FullWork::default(); layers.full.len()],
        };
        run.make_room(layers);
        Some(run)
    }

    /// Makes the run one for pictures of another width, with nothing left of the last picture.
    fn resize(&mut self, layers: &Layers, width: usize) {
        let shapes = layers.features.shapes(layers.features.field, width);
        let shapes = shapes.expect("a width of the field plus a multiple of 4");
        self.plan.resize(&shapes);
        self.plan.reset_for_training(&mut self.work);
        self.last = shapes[shapes.len() - 1];
        self.width = width;
        self.make_room(layers);
    }

    fn make_room(&mut self, layers: &Layers) {
        let n = self.n_positions();
        self.windows.reset(n * layers.full[0].row());
        self.d_windows.reset(n * layers.full[0].row());
        for (work, full) in self.full.iter_mut().zip(&layers.full) {
            work.reset(full, n);
        }
    }

    /// Number of positions in the last picture.
    pub(super) fn n_positions(&self) -> usize {
        self.last.width - SIDE + 1
    }

    /// The last layer's states, and the place for ∂E/∂y of them: a row for each position, with
    /// padding.
    pub(super) fn output(&mut self) -> (&[f32], &mut [f32]) {
        let last = self.full.last_mut().expect("a full connection");
        (&last.states, &mut last.delta)
    }

    pub(super) fn forward(&mut self, layers: &Layers, picture: &[f32], width: usize) {
        if width != self.width {
            self.resize(layers, width);
        }
        self.plan.forward(layers.shared(), picture, &mut self.work);
        let states = &self.work.stages[self.plan.stages.len() - 1].states;
        gather(self.last, states, &mut self.windows);
        let mut input = &*self.windows;
        for ((full, parameters), work) in layers.full().zip(&mut self.full) {
            full.forward(layers.level(), parameters, input, work);
            input = &work.states;
        }
    }

    /// Goes back from ∂E/∂y of the last layer and adds ∂E/∂w.
    pub(super) fn backward(&mut self, layers: &Layers, gradient: &mut [f32]) {
        let mut end = gradient.len();
        for (index, full) in layers.full.iter().enumerate().rev() {
            let (before, rest) = self.full.split_at_mut(index);
            let (input, d_input) = match before.last_mut() {
                Some(below) => (&*below.states, &mut *below.delta),
                None => (&*self.windows, &mut *self.d_windows),
            };
            let start = end - full.n_parameters();
            let own = &mut gradient[start..end];
            full.backward(layers.level(), input, &mut rest[0], own, d_input);
            end = start;
        }
        let delta = &mut self.work.stages[self.plan.stages.len() - 1].delta;
        fold(self.last, &mut self.d_windows, delta);
        // The first layer has the picture in its columns.
        let own = &mut gradient[..end];
        self.plan
            .add_gradient(layers.shared(), &[], &mut self.work, own);
    }
}

/// Copies the square window that the first full connection reads at each position into a row: map
/// by map, row by row.
fn gather(shape: Shape, states: &[f32], windows: &mut [f32]) {
    each_run(shape, windows, |at, run| {
        *run = *states[at..].first_chunk().expect("a row of a window");
    });
}

/// Adds up, for each state, the derivatives of the windows that hold it.
fn fold(shape: Shape, d_windows: &mut [f32], delta: &mut [f32]) {
    delta.fill(0.0);
    each_run(shape, d_windows, |at, run| {
        let sums: &mut [f32; SIDE] = delta[at..].first_chunk_mut().expect("a row of a window");
        for (sum, d) in sums.iter_mut().zip(run) {
            *sum += *d;
        }
    });
}

/// Calls `act` with the index of the first state of each row of each window, and with this row in
/// `windows`.
fn each_run(shape: Shape, windows: &mut [f32], mut act: impl FnMut(usize, &mut [f32; SIDE])) {
    let length = windows.len() / (shape.width - SIDE + 1);
    for (position, window) in windows.chunks_exact_mut(length).enumerate() {
        let (runs, _) = window.as_chunks_mut::<SIDE>();
        let starts = (position..).step_by(shape.width);
        for (run, start) in runs.iter_mut().take(shape.maps * SIDE).zip(starts) {
            act(start, run);
        }
    }
}
