use std::collections::BTreeMap;

use gradient::Network as _;
use gradient::input::of_intensity;
use graph_transformer::topology::Topology;
use graph_transformer::{Graph, Path};
use kernels::Level;
use lenet::network::Fast;
use lenet::{Architecture, LeNet, Stride, Sweep};
use ndarray::{Array2, ArrayView2, s};

use crate::viewer::Viewer;
use crate::{Bounds, ReadError};

/// Rows of a picture, and rows and columns of the network's field.
const FIELD: usize = 32;

/// Widths of pictures are 32 and multiples of it more.
const STEP: usize = 4;

/// On either side of a field, columns that are said to be none of the character's: MNIST's digits have
/// 20 columns at most.
const MARGIN: usize = 6;

/// A network that is swept over pictures.
#[derive(Debug)]
pub(crate) struct Swept {
    sweep: Sweep,
    stride: Stride,
    topology: Topology,
    /// The network on a single field, for the curvature.
    network: Fast,
    architecture: Architecture,
    /// The graph of all strings on so many positions.
    all: BTreeMap<usize, Graph>,
    /// The last picture, filled up to a width that can be swept.
    picture: Array2<u8>,
    n_positions: usize,
    penalties: Vec<f32>,
}

impl Swept {
    /// `None` if there are no kernels to sweep the architecture.
    pub(crate) fn new(
        stride: Stride,
        topology: Topology,
        network: &LeNet,
        level: Level,
    ) -> Option<Self> {
        let (architecture, parameters) = (network.architecture(), network.parameters());
        Some(Self {
            sweep: Sweep::new(architecture, level, stride, parameters)?,
            stride,
            topology,
            network: Fast::new(architecture, level, parameters)?,
            architecture: architecture.clone(),
            all: BTreeMap::new(),
            picture: Array2::zeros((0, 0)),
            n_positions: 0,
            penalties: Vec::new(),
        })
    }
}

impl Viewer for Swept {
    fn set_parameters(&mut self, parameters: &[f32]) {
        self.sweep.set_parameters(parameters);
    }

    fn look(&mut self, picture: ArrayView2<'_, u8>) -> Result<(), ReadError> {
        let (height, width) = picture.dim();
        if height != FIELD {
            return Err(ReadError::Height { height });
        }
        let filled = FIELD + width.saturating_sub(FIELD).next_multiple_of(STEP);
        if self.picture.ncols() != filled {
            self.picture = Array2::zeros((FIELD, filled));
        }
        self.picture.fill(0);
        self.picture.slice_mut(s![.., ..width]).assign(&picture);
        let penalties = self.sweep.forward_picture(self.picture.view())?;
        self.penalties.clear();
        self.penalties.extend_from_slice(penalties);
        let n = penalties.len() / usize::from(self.topology.classes());
        self.n_positions = n;
        self.all.entry(n).or_insert_with(|| self.topology.all(n));
        Ok(())
    }

    fn seen(&self) -> (&Graph, &[f32]) {
        let graph = self.all.get(&self.n_positions);
        (graph.expect("one has looked at a picture"), &self.penalties)
    }

    fn spelling(&self, digits: &[u8]) -> Graph {
        let labels: Vec<u16> = digits.iter().map(|&digit| digit.into()).collect();
        let spelled = self.topology.right(self.n_positions, &labels);
        spelled.expect("digits are characters")
    }

    /// The middle columns of the fields that see the character.
    fn places(&self, graph: &Graph, path: &Path) -> Vec<Bounds> {
        let mut places: Vec<Bounds> = Vec::new();
        for (position, &arc) in path.arcs.iter().enumerate() {
            let arc = graph.arcs()[arc as usize];
            let start = position * self.stride.pixels();
            let columns = start + MARGIN..start + FIELD - MARGIN;
            if !arc.writes.is_null() {
                places.push(Bounds {
                    rows: 0..FIELD,
                    columns,
                });
            } else if arc.reads.number() != Some(self.topology.blank())
                && let Some(last) = places.last_mut()
            {
                last.columns.end = columns.end;
            }
        }
        places
    }

    fn add_gradient(&mut self, d_penalties: &[f32], gradient: &mut [f32]) {
        self.sweep.backward(d_penalties, gradient);
    }

    /// Curvatures are those of single fields.
    fn add_curvature(&mut self, penalties: &[u32], curvature: &mut [f64]) {
        self.network.set_parameters(self.sweep.parameters());
        let classes = usize::from(self.topology.classes());
        for &penalty in penalties {
            let (position, class) = (penalty as usize / classes, penalty as usize % classes);
            let start = position * self.stride.pixels();
            let field = self.picture.slice(s![.., start..start + FIELD]);
            let input: Vec<f32> = field
                .iter()
                .map(|pixel| of_intensity(f32::from(*pixel) / 255.0))
                .collect();
            self.network.add_curvature(&input, class, curvature);
        }
    }

    fn multiply_accumulates(&self) -> u64 {
        let of = |width| self.architecture.n_connections_on(FIELD, width);
        let width = self.picture.ncols();
        let moved = match self.stride {
            Stride::Four => None,
            Stride::Two => of(width - STEP),
        };
        (of(width).unwrap_or(0) + moved.unwrap_or(0)) as u64
    }

    fn n_candidates(&self) -> Option<usize> {
        None
    }
}
