use crate::arc::Arc;
use crate::automaton::Automaton;
use crate::builder::Builder;
use crate::error::GraphError;
use crate::incoming::Incoming;

/// A directed graph without circles, whose arcs read and write labels and name penalties.
///
/// Nodes are numbered so that every arc leads to a larger number. Node 0 is the start. Every path
/// from there to an end is an answer: what its arcs write, for the sum of their penalties.
///
/// The graph holds no penalties: see [`Arc`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    automaton: Automaton,
    incoming: Incoming,
    /// The index of each incoming arc, without those of the outcome.
    incoming_arcs: Vec<u32>,
}

/// Builds a [`Graph`].
pub type GraphBuilder = Builder<Graph>;

impl Graph {
    /// A builder of a graph of so many nodes, whose arcs may name so many penalties.
    pub fn builder(nodes: usize, penalties: usize) -> GraphBuilder {
        Builder::new(nodes, penalties)
    }

    /// Of sound parts in order.
    pub(crate) fn of(automaton: Automaton) -> Self {
        let (incoming, incoming_arcs) = Incoming::of(&automaton);
        Self {
            automaton,
            incoming,
            incoming_arcs,
        }
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

    pub(crate) fn incoming(&self) -> &Incoming {
        &self.incoming
    }

    /// The index of an incoming arc; `None` for one into the outcome.
    pub(crate) fn arc_of_incoming(&self, incoming: usize) -> Option<u32> {
        self.incoming_arcs.get(incoming).copied()
    }
}

impl Builder<Graph> {
    /// The graph.
    ///
    /// # Errors
    /// If an arc does not lead to a node of a larger number, or if a node or a penalty is not
    /// there.
    pub fn build(self) -> Result<Graph, GraphError> {
        let automaton = self.automaton()?;
        match automaton.arcs().iter().find(|arc| arc.from >= arc.to) {
            Some(&arc) => Err(GraphError::Order { arc }),
            None => Ok(Graph::of(automaton)),
        }
    }
}
