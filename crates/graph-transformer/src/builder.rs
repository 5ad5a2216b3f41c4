use std::marker::PhantomData;

use crate::arc::Arc;
use crate::automaton::Automaton;
use crate::error::GraphError;

/// Collects arcs and ends of a [`Graph`](crate::Graph) or a [`Transducer`](crate::Transducer),
/// which `build` checks.
#[derive(Clone, Debug)]
pub struct Builder<T> {
    nodes: usize,
    penalties: usize,
    arcs: Vec<Arc>,
    ends: Vec<u32>,
    builds: PhantomData<T>,
}

impl<T> Builder<T> {
    pub(crate) fn new(nodes: usize, penalties: usize) -> Self {
        Self {
            nodes,
            penalties,
            arcs: Vec::new(),
            ends: Vec::new(),
            builds: PhantomData,
        }
    }

    /// Adds an arc.
    #[must_use]
    pub fn arc(mut self, arc: Arc) -> Self {
        self.arcs.push(arc);
        self
    }

    /// Adds arcs.
    #[must_use]
    pub fn arcs(mut self, arcs: impl IntoIterator<Item = Arc>) -> Self {
        self.arcs.extend(arcs);
        self
    }

    /// Makes a node an end. There may be several, and none: then there is no path.
    #[must_use]
    pub fn end(mut self, node: u32) -> Self {
        self.ends.push(node);
        self
    }

    /// Makes nodes ends.
    #[must_use]
    pub fn ends(mut self, nodes: impl IntoIterator<Item = u32>) -> Self {
        self.ends.extend(nodes);
        self
    }

    /// The parts, checked for all that graphs and transducers have in common.
    pub(crate) fn automaton(self) -> Result<Automaton, GraphError> {
        let Self {
            nodes,
            penalties,
            arcs,
            ends,
            ..
        } = self;
        if nodes == 0 {
            return Err(GraphError::NoNodes);
        }
        // The largest number is kept for `Arc::FREE`, and one node is added behind the ends.
        if let Some(found) = [nodes, penalties, arcs.len() + ends.len()]
            .into_iter()
            .find(|&count| count >= u32::MAX as usize)
        {
            return Err(GraphError::TooLarge { found });
        }
        for &arc in &arcs {
            if arc.from.max(arc.to) as usize >= nodes {
                return Err(GraphError::Node { arc, nodes });
            }
            if arc.penalty != Arc::FREE && arc.penalty as usize >= penalties {
                return Err(GraphError::Penalty { arc, penalties });
            }
        }
        if let Some(&node) = ends.iter().find(|&&node| node as usize >= nodes) {
            return Err(GraphError::End { node, nodes });
        }
        Ok(Automaton::of(nodes, penalties, arcs, ends))
    }
}
