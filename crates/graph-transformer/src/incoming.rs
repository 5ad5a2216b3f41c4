use std::ops::Range;

use crate::arc::Arc;
use crate::automaton::{Automaton, number, offsets};

/// The arcs of a graph by the node they enter: all that the two passes of a scorer look at.
///
/// Behind the last node there is one more, the *outcome*, which free arcs enter from the ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Incoming {
    /// Where the arcs into each node begin, the outcome's included, and where the last end.
    pub(crate) offsets: Vec<u32>,
    pub(crate) arcs: Vec<IncomingArc>,
}

/// Where an arc comes from, and the index of its penalty, which for a free arc is the number of
/// penalties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IncomingArc {
    pub(crate) from: u32,
    pub(crate) penalty: u32,
}

impl Incoming {
    /// Of a graph, with the index of each arc there. The arcs into a node keep their order. The
    /// indices of those into the outcome are left out.
    pub(crate) fn of(automaton: &Automaton) -> (Self, Vec<u32>) {
        let outcome = number(automaton.n_nodes());
        let into_outcome = automaton.ends().iter().map(|_| outcome);
        let entered = automaton.arcs().iter().map(|arc| arc.to);
        let offsets = offsets(automaton.n_nodes() + 1, entered.chain(into_outcome));
        let mut next = offsets.clone();
        let unset = IncomingArc {
            from: 0,
            penalty: 0,
        };
        let mut arcs = vec![unset; automaton.arcs().len()];
        let mut indices = vec![0; automaton.arcs().len()];
        let free = number(automaton.n_penalties());
        for (index, arc) in automaton.arcs().iter().enumerate() {
            let slot = &mut next[arc.to as usize];
            arcs[*slot as usize] = IncomingArc {
                from: arc.from,
                penalty: match arc.penalty {
                    Arc::FREE => free,
                    penalty => penalty,
                },
            };
            indices[*slot as usize] = number(index);
            *slot += 1;
        }
        arcs.extend(automaton.ends().iter().map(|&from| IncomingArc {
            from,
            penalty: free,
        }));
        (Self { offsets, arcs }, indices)
    }

    /// The number of the outcome: how many nodes there are without it.
    pub(crate) fn outcome(&self) -> usize {
        self.offsets.len() - 2
    }

    /// The arcs into a node, as indices of `arcs`.
    pub(crate) fn entering(&self, node: usize) -> Range<usize> {
        self.offsets[node] as usize..self.offsets[node + 1] as usize
    }
}
