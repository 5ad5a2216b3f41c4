use gradient::Network as _;
use graph_transformer::topology::string;
use graph_transformer::{Graph, Path, select};
use kernels::Level;
use lenet::network::Fast;
use lenet::{Field, LeNet};
use ndarray::ArrayView2;

use crate::interpretation::{DIGITS, interpretation_graph};
use crate::viewer::Viewer;
use crate::{Bounds, ReadError, SIDE, Segmentation, Segmenter, Work};

/// A candidate whose penalties all have smaller derivatives than this, in absolute value, moves no
/// weight. Most candidates are on no path that matters, and the way back takes twice as long as the
/// way there.
const LEAST_DERIVATIVE: f32 = 1e-3;

/// The candidates of a segmentation as a network sees them.
#[derive(Debug)]
pub(crate) struct Segments {
    segmenter: Segmenter,
    network: Fast,
    field: Field,
    /// Multiply-accumulates of the network for one candidate.
    multiply_accumulates: u64,
    segmentation: Segmentation,
    work: Work,
    image: Vec<u8>,
    /// The input of one candidate, and those of all.
    inputs: Vec<f32>,
    graph: Graph,
    penalties: Vec<f32>,
}

impl Segments {
    /// `None` if there are no kernels for the architecture.
    pub(crate) fn new(segmenter: Segmenter, network: &LeNet, level: Level) -> Option<Self> {
        let architecture = network.architecture();
        let segmentation = Segmentation::default();
        Some(Self {
            segmenter,
            network: Fast::new(architecture, level, network.parameters())?,
            multiply_accumulates: architecture.n_connections() as u64,
            field: network.field().clone(),
            graph: interpretation_graph(&segmentation),
            segmentation,
            work: Work::default(),
            image: vec![0; SIDE * SIDE],
            inputs: Vec::new(),
            penalties: Vec::new(),
        })
    }
}

impl Viewer for Segments {
    fn set_parameters(&mut self, parameters: &[f32]) {
        self.network.set_parameters(parameters);
    }

    fn look(&mut self, picture: ArrayView2<'_, u8>) -> Result<(), ReadError> {
        self.segmentation = self.segmenter.segment_with(picture, &mut self.work)?;
        self.graph = interpretation_graph(&self.segmentation);
        let (n, n_inputs) = (self.segmentation.candidates().len(), self.field.n_inputs());
        self.inputs.resize(n * n_inputs, 0.0);
        self.penalties.clear();
        for (candidate, input) in self.inputs.chunks_exact_mut(n_inputs).enumerate() {
            self.segmentation.draw(candidate, &mut self.image);
            self.field.put(&self.image, input);
        }
        (self.network).scores_of_each(&self.inputs, &mut self.penalties);
        for penalty in &mut self.penalties {
            *penalty = -*penalty;
        }
        Ok(())
    }

    fn seen(&self) -> (&Graph, &[f32]) {
        (&self.graph, &self.penalties)
    }

    fn spelling(&self, digits: &[u8]) -> Graph {
        let labels: Vec<u16> = digits.iter().map(|&digit| digit.into()).collect();
        select(&self.graph, &string(&labels)).expect("a string costs nothing")
    }

    /// The states of the candidates are computed again: to keep those of forty takes more time than
    /// to compute those of the few that have a gradient.
    fn add_gradient(&mut self, d_penalties: &[f32], gradient: &mut [f32]) {
        let n = self.field.n_inputs();
        let mut d_scores = [0.0; DIGITS];
        for (candidate, of_candidate) in d_penalties.chunks_exact(DIGITS).enumerate() {
            if of_candidate.iter().all(|d| d.abs() < LEAST_DERIVATIVE) {
                continue;
            }
            for (d_score, &d_penalty) in d_scores.iter_mut().zip(of_candidate) {
                *d_score = -d_penalty;
            }
            let input = &self.inputs[candidate * n..][..n];
            self.network.scores(input);
            (self.network).add_gradient_of_scores(input, &d_scores, gradient);
        }
    }

    fn add_curvature(&mut self, penalties: &[u32], curvature: &mut [f64]) {
        let n = self.field.n_inputs();
        for &penalty in penalties {
            let (candidate, digit) = (penalty as usize / DIGITS, penalty as usize % DIGITS);
            let input = &self.inputs[candidate * n..][..n];
            self.network.add_curvature(input, digit, curvature);
        }
    }

    fn places(&self, graph: &Graph, path: &Path) -> Vec<Bounds> {
        let arcs = path.arcs.iter().map(|&arc| graph.arcs()[arc as usize]);
        let candidates = arcs.map(|arc| arc.penalty as usize / DIGITS);
        let bounds = candidates.map(|k| self.segmentation.candidates()[k].bounds.clone());
        bounds.collect()
    }

    fn multiply_accumulates(&self) -> u64 {
        self.multiply_accumulates * self.segmentation.candidates().len() as u64
    }

    fn n_candidates(&self) -> Option<usize> {
        Some(self.segmentation.candidates().len())
    }
}
