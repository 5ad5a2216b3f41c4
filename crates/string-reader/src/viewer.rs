use std::fmt::Debug;

use graph_transformer::{Graph, Path};
use ndarray::ArrayView2;

use crate::bounds::Bounds;
use crate::error::ReadError;

/// A network that looks at pictures in one of the ways that [`View`](crate::View) names, with the way
/// back to its parameters.
pub(crate) trait Viewer: Debug + Send {
    /// Replaces the network's parameters, which are in the declared order.
    fn set_parameters(&mut self, parameters: &[f32]);

    /// Looks at a picture.
    fn look(&mut self, picture: ArrayView2<'_, u8>) -> Result<(), ReadError>;

    /// The graph of everything that the picture may say, and its penalties.
    fn seen(&self) -> (&Graph, &[f32]);

    /// The paths of that graph that spell these digits, over the same penalties. There may be none.
    fn spelling(&self, digits: &[u8]) -> Graph;

    /// Where the characters lie that a path of that graph writes, or one of a graph that was selected
    /// from it.
    fn places(&self, graph: &Graph, path: &Path) -> Vec<Bounds>;

    /// Adds ∂E/∂w to `gradient`, from the derivatives of E with respect to the penalties.
    fn add_gradient(&mut self, d_penalties: &[f32], gradient: &mut [f32]);

    /// Adds an estimate of ∂²E/∂w² to `curvature`: the sum of those of these penalties.
    fn add_curvature(&mut self, penalties: &[u32], curvature: &mut [f64]);

    /// Multiply-accumulates that the network takes for the picture.
    fn multiply_accumulates(&self) -> u64;

    /// Number of images that the network sees of the picture, where it sees it in parts.
    fn n_candidates(&self) -> Option<usize>;
}
