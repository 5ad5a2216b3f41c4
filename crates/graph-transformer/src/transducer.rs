use crate::arc::Arc;
use crate::automaton::{Automaton, number};
use crate::builder::Builder;
use crate::error::GraphError;
use crate::graph::Graph;

/// A machine that reads strings and writes strings: a grammar, a lexicon, a model of characters.
///
/// It starts at node 0 and may stop at an end. Unlike a [`Graph`] it may have circles, but none of
/// arcs that read nothing, so that it cannot go on for ever over a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transducer {
    automaton: Automaton,
    /// A rank of each node, so that arcs that read nothing lead to higher ranks, and its inverse.
    ranks: Vec<u32>,
    by_rank: Vec<u32>,
}

/// Builds a [`Transducer`].
pub type TransducerBuilder = Builder<Transducer>;

impl Transducer {
    /// A builder of a transducer of so many nodes, whose arcs may name so many penalties.
    pub fn builder(nodes: usize, penalties: usize) -> TransducerBuilder {
        Builder::new(nodes, penalties)
    }

    /// Of sound parts.
    pub(crate) fn of(automaton: Automaton) -> Result<Self, GraphError> {
        let by_rank = by_rank(&automaton)?;
        let mut ranks = vec![0; by_rank.len()];
        for (rank, &node) in by_rank.iter().enumerate() {
            ranks[node as usize] = number(rank);
        }
        Ok(Self {
            automaton,
            ranks,
            by_rank,
        })
    }

    /// The arcs, by the node they leave. Those that leave one node are in the order in which they
    /// were added. An index of an arc is an index of this slice.
    pub fn arcs(&self) -> &[Arc] {
        self.automaton.arcs()
    }

    /// The ends, in ascending order.
    pub fn ends(&self) -> impl Iterator<Item = u32> + '_ {
        self.automaton.ends().iter().copied()
    }

    /// How many nodes there are.
    pub fn n_nodes(&self) -> usize {
        self.automaton.n_nodes()
    }

    /// How long slices of penalties and of their gradient are.
    pub fn n_penalties(&self) -> usize {
        self.automaton.n_penalties()
    }

    pub(crate) fn automaton(&self) -> &Automaton {
        &self.automaton
    }

    pub(crate) fn rank(&self, node: u32) -> u32 {
        self.ranks[node as usize]
    }

    pub(crate) fn of_rank(&self, rank: u32) -> u32 {
        self.by_rank[rank as usize]
    }
}

impl Builder<Transducer> {
    /// The transducer.
    ///
    /// # Errors
    /// If arcs that read nothing lead in a circle, or if a node or a penalty is not there.
    pub fn build(self) -> Result<Transducer, GraphError> {
        Transducer::of(self.automaton()?)
    }
}

/// A graph is a transducer that happens to have no circle.
impl From<&Graph> for Transducer {
    fn from(graph: &Graph) -> Self {
        Self::of(graph.automaton().clone()).expect("a graph has no circle")
    }
}

/// The nodes so that arcs that read nothing lead to later ones: their own order, where there are
/// none of these.
fn by_rank(automaton: &Automaton) -> Result<Vec<u32>, GraphError> {
    let nodes = number(automaton.n_nodes());
    let mut waits_for = vec![0u32; automaton.n_nodes()];
    for arc in automaton.arcs().iter().filter(|arc| arc.reads.is_null()) {
        waits_for[arc.to as usize] += 1;
    }
    let mut sorted: Vec<u32> = Vec::with_capacity(automaton.n_nodes());
    sorted.extend((0..nodes).filter(|&node| waits_for[node as usize] == 0));
    let mut next = 0;
    while let Some(&node) = sorted.get(next) {
        next += 1;
        for arc in &automaton.arcs()[automaton.leaving(node)] {
            if arc.reads.is_null() {
                let waits_for = &mut waits_for[arc.to as usize];
                *waits_for -= 1;
                if *waits_for == 0 {
                    sorted.push(arc.to);
                }
            }
        }
    }
    match (0..nodes).find(|&node| waits_for[node as usize] > 0) {
        Some(node) => Err(GraphError::NullCycle { node }),
        None => Ok(sorted),
    }
}
