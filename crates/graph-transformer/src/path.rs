use crate::graph::Graph;
use crate::label::Label;
use crate::score::{Work, score};
use crate::semiring::Tropical;

/// A path from the start of a graph to an end.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// Indices of its arcs, from the start on.
    pub arcs: Vec<u32>,
    /// What the arcs write, without nulls.
    pub labels: Vec<Label>,
    /// The sum of their penalties.
    pub penalty: f64,
}

/// The path of the least penalty, or `None` if no path leads from the start to an end: the paper's
/// Viterbi transformer. Of several, it is the one whose end comes first, then its last arc, then
/// the arc before.
///
/// An arc whose penalty is infinite or not a number cannot be taken.
///
/// # Panics
/// If there are not as many penalties as the graph's arcs may name.
pub fn best_path(graph: &Graph, penalties: &[f32], work: &mut Work) -> Option<Path> {
    let scored = score::<Tropical>(graph, penalties, work)?;
    let incoming = graph.incoming();
    let mut arcs = Vec::new();
    let mut node = incoming.outcome();
    while node > 0 {
        let mut entering = incoming.entering(node);
        let best = entering.find(|&arc| scored.shares()[arc] > 0.0)?;
        arcs.extend(graph.arc_of_incoming(best));
        node = incoming.arcs[best].from as usize;
    }
    arcs.reverse();
    let written = arcs.iter().map(|&arc| graph.arcs()[arc as usize].writes);
    Some(Path {
        labels: written.filter(|label| !label.is_null()).collect(),
        penalty: scored.penalty(),
        arcs,
    })
}
