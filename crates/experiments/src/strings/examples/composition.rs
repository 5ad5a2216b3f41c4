use graph_transformer::{Arc, Graph, compose};
use report::strings::examples::{CompositionExample, LabelledArc, LabelledGraph};

use super::shown::rounded;

/// The paper's example of a composition (Figure 28): what a recogniser made of a picture, and a grammar
/// of eight words.
pub(super) fn figure_28() -> CompositionExample {
    let letters = [
        (0, 1, b'c', 0.4),
        (0, 1, b'o', 1.0),
        (0, 1, b'd', 1.8),
        (1, 2, b'x', 0.1),
        (1, 2, b'a', 0.2),
        (1, 2, b'u', 0.8),
        (2, 3, b'p', 0.2),
        (2, 3, b't', 0.8),
    ];
    let arcs = (0..).zip(letters);
    let arcs = arcs.map(|(index, (from, to, letter, _))| Arc::new(from, to, letter, index));
    let graph = Graph::builder(4, letters.len()).arcs(arcs).end(3).build();
    let graph = graph.expect("nodes in order");
    let penalties = letters.map(|(.., penalty)| penalty);
    let grammar = tree(&["barn", "but", "cut", "cute", "cure", "cap", "cat", "card"]);
    let free = vec![0.0; grammar.n_penalties()];
    let composition = compose(&graph, &(&grammar).into());
    let composed = composition.penalties(&penalties, &free);
    CompositionExample {
        recognition: labelled(&graph, &penalties),
        grammar: labelled(&grammar, &free),
        interpretation: labelled(&composition.graph, &composed),
    }
}

/// A tree of words whose arcs are letters. Each arc names a penalty of its own.
fn tree(words: &[&str]) -> Graph {
    let mut arcs: Vec<Arc> = Vec::new();
    let mut ends = Vec::new();
    for word in words {
        let mut node = 0;
        for letter in word.bytes() {
            let mut known = arcs.iter();
            let known = known.find(|arc| arc.from == node && arc.reads == letter.into());
            node = match known {
                Some(arc) => arc.to,
                None => {
                    let index = arcs.len() as u32;
                    arcs.push(Arc::new(node, index + 1, letter, index));
                    index + 1
                }
            };
        }
        ends.push(node);
    }
    let n = arcs.len();
    let graph = Graph::builder(n + 1, n).arcs(arcs).ends(ends).build();
    graph.expect("nodes in order")
}

fn labelled(graph: &Graph, penalties: &[f32]) -> LabelledGraph {
    let arcs = graph.arcs().iter().map(|arc| LabelledArc {
        from: arc.from as usize,
        to: arc.to as usize,
        label: arc
            .writes
            .number()
            .and_then(|number| char::from_u32(number.into()))
            .map_or_else(String::new, String::from),
        penalty: rounded(penalties[arc.penalty as usize]),
    });
    LabelledGraph {
        nodes: graph.n_nodes(),
        ends: graph.ends().map(|end| end as usize).collect(),
        arcs: arcs.collect(),
    }
}
