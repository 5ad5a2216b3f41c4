use std::ops::Range;

use crate::arc::Arc;

/// What graphs and transducers are made of. It is sound: its maker has checked it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Automaton {
    arcs: Vec<Arc>,
    /// Where the arcs of each node begin, and behind the last node where they end.
    leaving: Vec<u32>,
    ends: Vec<u32>,
    n_penalties: usize,
}

impl Automaton {
    /// Of checked parts, in any order.
    pub(crate) fn of(
        nodes: usize,
        penalties: usize,
        mut arcs: Vec<Arc>,
        mut ends: Vec<u32>,
    ) -> Self {
        if !arcs.is_sorted_by_key(|arc| arc.from) {
            arcs.sort_by_key(|arc| arc.from);
        }
        ends.sort_unstable();
        ends.dedup();
        let leaving = offsets(nodes, arcs.iter().map(|arc| arc.from));
        Self {
            arcs,
            leaving,
            ends,
            n_penalties: penalties,
        }
    }

    pub(crate) fn n_nodes(&self) -> usize {
        self.leaving.len() - 1
    }

    pub(crate) fn n_penalties(&self) -> usize {
        self.n_penalties
    }

    pub(crate) fn arcs(&self) -> &[Arc] {
        &self.arcs
    }

    /// The indices of the arcs that leave a node.
    pub(crate) fn leaving(&self, node: u32) -> Range<usize> {
        let node = node as usize;
        self.leaving[node] as usize..self.leaving[node + 1] as usize
    }

    pub(crate) fn ends(&self) -> &[u32] {
        &self.ends
    }

    pub(crate) fn is_end(&self, node: u32) -> bool {
        self.ends.binary_search(&node).is_ok()
    }
}

/// Where the items of each node begin if they are laid out by their nodes, and where the last end.
pub(crate) fn offsets(nodes: usize, of_items: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut offsets = vec![0u32; nodes + 1];
    for node in of_items {
        offsets[node as usize + 1] += 1;
    }
    for node in 0..nodes {
        offsets[node + 1] += offsets[node];
    }
    offsets
}

/// A count as the number that follows it.
///
/// # Panics
/// If it does not fit into 32 bits. Memory ends before that: an arc takes 28 bytes.
pub(crate) fn number(count: usize) -> u32 {
    u32::try_from(count).expect("nodes, arcs and penalties are numbered with 32 bits")
}
