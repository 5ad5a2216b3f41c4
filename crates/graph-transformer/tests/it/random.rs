//! Drawn graphs, transducers and penalties.

use graph_transformer::{Arc, Graph, Label, Transducer};
use proptest::prelude::*;

/// Labels 0, 1 and 2, or null.
fn label() -> impl Strategy<Value = Label> {
    prop_oneof![3 => (0..3u16).prop_map(Label::new), 1 => Just(Label::NULL)]
}

/// Up to 8 nodes and 20 arcs. Several arcs may share a penalty, be free, or lie side by side;
/// there may be several ends, or none that can be reached.
pub(crate) fn graph() -> impl Strategy<Value = Graph> {
    (2..=8u32, 1..=12u32).prop_flat_map(|(nodes, penalties)| {
        let penalty = prop_oneof![9 => 0..penalties, 1 => Just(Arc::FREE)];
        let arc = (0..nodes - 1, 1..nodes, label(), label(), penalty);
        let arc = arc.prop_map(move |(from, step, reads, writes, penalty)| Arc {
            from,
            to: (from + step).min(nodes - 1),
            reads,
            writes,
            penalty,
        });
        let arcs = prop::collection::vec(arc, 0..=20);
        let ends = prop::collection::vec(1..nodes, 0..=2);
        (arcs, ends).prop_map(move |(arcs, ends)| {
            let graph = Graph::builder(nodes as usize, penalties as usize);
            let graph = graph.arcs(arcs).end(nodes - 1).ends(ends);
            graph.build().expect("arcs lead on")
        })
    })
}

/// Up to 4 nodes and 8 arcs, which may lead back where they read.
pub(crate) fn transducer() -> impl Strategy<Value = Transducer> {
    (1..=4u32, 1..=4u32).prop_flat_map(|(nodes, penalties)| {
        let penalty = prop_oneof![3 => 0..penalties, 1 => Just(Arc::FREE)];
        let arc = (0..nodes, 0..nodes, label(), label(), penalty);
        let arc = arc.prop_map(move |(from, to, reads, writes, penalty)| Arc {
            from,
            to,
            // One that reads nothing leads on, or else it reads.
            reads: if from < to || !reads.is_null() {
                reads
            } else {
                Label::new(1)
            },
            writes,
            penalty,
        });
        let arcs = prop::collection::vec(arc, 1..=8);
        let ends = prop::collection::vec(0..nodes, 1..=2);
        (arcs, ends).prop_map(move |(arcs, ends)| {
            let transducer = Transducer::builder(nodes as usize, penalties as usize);
            let transducer = transducer.arcs(arcs).ends(ends);
            transducer.build().expect("arcs that read nothing lead on")
        })
    })
}

/// Multiples of 1/64 between -4 and 4, so that sums are exact, and so are small steps from them.
pub(crate) fn penalties(n: usize) -> impl Strategy<Value = Vec<f32>> {
    prop::collection::vec((-256..=256i16).prop_map(|n| f32::from(n) / 64.0), n)
}
