//! What the paths of a graph are, listed one by one.

use graph_transformer::{Graph, Label, Transducer};

/// The paths from the start to the ends, as indices of arcs.
pub(crate) fn paths(graph: &Graph) -> Vec<Vec<u32>> {
    let mut found = Vec::new();
    extend(graph, 0, &mut Vec::new(), &mut found);
    found
}

fn extend(graph: &Graph, node: u32, path: &mut Vec<u32>, found: &mut Vec<Vec<u32>>) {
    if graph.ends().any(|end| end == node) {
        found.push(path.clone());
    }
    for (index, arc) in (0..).zip(graph.arcs()) {
        if arc.from == node {
            path.push(index);
            extend(graph, arc.to, path, found);
            path.pop();
        }
    }
}

/// The penalty of a path.
pub(crate) fn penalty(graph: &Graph, path: &[u32], penalties: &[f32]) -> f64 {
    let arcs = path.iter().map(|&arc| graph.arcs()[arc as usize]);
    let of_arc = arcs.map(|arc| penalties.get(arc.penalty as usize).copied());
    of_arc
        .map(|penalty| f64::from(penalty.unwrap_or(0.0)))
        .sum()
}

/// What a path writes.
pub(crate) fn written(graph: &Graph, path: &[u32]) -> Vec<Label> {
    let arcs = path.iter().map(|&arc| graph.arcs()[arc as usize]);
    let written = arcs.map(|arc| arc.writes);
    written.filter(|label| !label.is_null()).collect()
}

/// The paths of a transducer that read a string, as indices of arcs.
pub(crate) fn readings(transducer: &Transducer, string: &[Label]) -> Vec<Vec<u32>> {
    let mut found = Vec::new();
    read(transducer, 0, string, &mut Vec::new(), &mut found);
    found
}

fn read(
    transducer: &Transducer,
    node: u32,
    string: &[Label],
    path: &mut Vec<u32>,
    found: &mut Vec<Vec<u32>>,
) {
    if string.is_empty() && transducer.ends().any(|end| end == node) {
        found.push(path.clone());
    }
    for (index, arc) in (0..).zip(transducer.arcs()) {
        let rest = match string {
            _ if arc.from != node => None,
            rest if arc.reads.is_null() => Some(rest),
            [first, rest @ ..] if *first == arc.reads => Some(rest),
            _ => None,
        };
        if let Some(rest) = rest {
            path.push(index);
            read(transducer, arc.to, rest, path, found);
            path.pop();
        }
    }
}

/// `-ln Σ exp(-x)`, in the order given.
pub(crate) fn log_add(penalties: &[f64]) -> f64 {
    let least = penalties.iter().copied().fold(f64::INFINITY, f64::min);
    let sum: f64 = penalties.iter().map(|x| (least - x).exp()).sum();
    least - sum.ln()
}
