use std::collections::BTreeMap;

use maud::{Markup, html};

use super::graph::{Arrow, PLAIN, label};
use super::strip::round;
use crate::Data;
use crate::figure::svg::{Drawing, Figure, STRINGS, WIDTH};
use crate::strings::examples::LabelledGraph;

/// A recognition graph, a grammar, and their composition (Figure 28).
pub(super) const FIGURE: Figure = Figure {
    id: "figure-28",
    title: "A graph composed with a grammar",
    shows: "composition (Figure 28)",
    command: STRINGS,
    draw,
};

/// The distance of two nodes, one below the other, and what an arc bends beside another.
const PITCH: f64 = 34.0;
const BEND: f64 = 17.0;
/// Space on both sides.
const MARGIN: f64 = 14.0;

fn draw(data: &Data<'_>) -> Option<Drawing> {
    let example = data.results.examples.as_ref()?.composition.as_ref()?;
    let mut top = 0.0;
    let mut drawings = Vec::new();
    for (heading, graph) in [
        ("Recognition graph", &example.recognition),
        ("Grammar", &example.grammar),
        ("Interpretation graph", &example.interpretation),
    ] {
        let (markup, height) = drawn(graph);
        drawings.push(html! {
            text x="0" y=(top + 12.0) font-weight="600" { (heading) }
            g transform={ "translate(0 " (round(top + 22.0)) ")" } { (markup) }
        });
        top += 22.0 + height + 14.0;
    }
    let arcs =
        |graph: &LabelledGraph| format!("{} nodes and {} arcs", graph.nodes, graph.arcs.len());
    let words = words(&example.interpretation);
    Some(Drawing {
        description: format!(
            "A recognition graph of {}, a grammar of {}, and their composition of {}, whose paths \
             are {}.",
            arcs(&example.recognition),
            arcs(&example.grammar),
            arcs(&example.interpretation),
            words.join(", "),
        ),
        caption: format!(
            "The paper's Figure 28, computed: of all that the recognition graph could spell, the \
             composition has the words of the grammar with the sums of their penalties: {}.",
            words.join(", "),
        ),
        height: top - 10.0,
        inside: html! { @for drawing in &drawings { (drawing) } },
    })
}

/// All paths from the start to an end, as words with the sums of their penalties.
fn words(graph: &LabelledGraph) -> Vec<String> {
    let mut words = Vec::new();
    let mut waiting = vec![(0, String::new(), 0.0)];
    while let Some((node, word, penalty)) = waiting.pop() {
        if graph.ends.contains(&node) {
            words.push(format!("{word} {penalty:.1}"));
        }
        let leaving = graph.arcs.iter().rev().filter(|arc| arc.from == node);
        for arc in leaving {
            waiting.push((
                arc.to,
                format!("{word}{}", arc.label),
                penalty + arc.penalty,
            ));
        }
    }
    words
}

/// The place of a node: how many arcs from the start, and in which row. A leaf of the paths that
/// are found first has a row of its own, and other nodes are in the middle of those that follow.
#[derive(Default)]
struct Layout {
    depth: Vec<usize>,
    row: Vec<Option<f64>>,
    n_rows: usize,
}

impl Layout {
    fn of(graph: &LabelledGraph) -> Self {
        let mut layout = Self {
            depth: vec![0; graph.nodes],
            row: vec![None; graph.nodes],
            n_rows: 0,
        };
        // The arcs lead to larger numbers, so the longest way to a node is known before it is left.
        for node in 0..graph.nodes {
            for arc in graph.arcs.iter().filter(|arc| arc.from == node) {
                layout.depth[arc.to] = layout.depth[arc.to].max(layout.depth[node] + 1);
            }
        }
        if graph.nodes > 0 {
            layout.place(graph, 0);
        }
        layout
    }

    /// Gives a node and all that follow a row.
    fn place(&mut self, graph: &LabelledGraph, node: usize) {
        let mut sum = (0.0, 0.0);
        for arc in graph.arcs.iter().filter(|arc| arc.from == node) {
            if self.row[arc.to].is_none() {
                self.place(graph, arc.to);
                sum = (sum.0 + self.row[arc.to].unwrap_or(0.0), sum.1 + 1.0);
            }
        }
        self.row[node] = Some(if sum.1 > 0.0 {
            sum.0 / sum.1
        } else {
            self.n_rows += 1;
            self.n_rows as f64 - 1.0
        });
    }
}

/// A graph and its height.
fn drawn(graph: &LabelledGraph) -> (Markup, f64) {
    let layout = Layout::of(graph);
    let deepest = layout.depth.iter().copied().max().unwrap_or(0).max(1);
    let across = (WIDTH - 2.0 * MARGIN) / deepest as f64;
    // Arcs between the same two nodes are bent apart.
    let mut beside: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    let mut count = |arc: (usize, usize)| {
        let place = beside.entry(arc).or_default();
        *place += 1;
        *place - 1
    };
    let places: Vec<usize> = graph
        .arcs
        .iter()
        .map(|arc| count((arc.from, arc.to)))
        .collect();
    let most = places.iter().copied().max().unwrap_or(0) as f64;
    let top = 16.0 + BEND * most / 2.0;
    let at = |node: usize| {
        let row = layout.row[node].unwrap_or(0.0);
        (
            MARGIN + across * layout.depth[node] as f64,
            top + PITCH * row,
        )
    };
    let costs = graph.arcs.iter().any(|arc| arc.penalty != 0.0);
    let markup = html! {
        @for (arc, &place) in graph.arcs.iter().zip(&places) {
            @let n = beside[&(arc.from, arc.to)] as f64;
            @let bend = BEND * (place as f64 - (n - 1.0) / 2.0);
            @let arrow = between(at(arc.from), at(arc.to), bend);
            @let (x, y) = arrow.middle();
            @let text = match costs {
                true => format!("{} {:.1}", arc.label, arc.penalty),
                false => arc.label.clone(),
            };
            (arrow.drawn(PLAIN))
            // A text is on the outer side of what goes up or down, where no other arc is.
            @let down = at(arc.to).1 - at(arc.from).1 + bend;
            @let y = if down > 1.0 { y + 13.0 } else { y - 4.0 };
            (label((x, y), 12.0, false, "currentColor", &text))
        }
        @for node in 0..graph.nodes {
            @let (x, y) = at(node);
            circle cx=(round(x)) cy=(round(y)) r="4.5" {}
            @if graph.ends.contains(&node) {
                circle cx=(round(x)) cy=(round(y)) r="7.5" fill="none" stroke="currentColor" {}
            }
        }
    };
    let rows = layout.n_rows.saturating_sub(1) as f64;
    (markup, 2.0 * top + PITCH * rows)
}

/// An arrow from the rim of one node to the rim of another.
fn between(from: (f64, f64), to: (f64, f64), bend: f64) -> Arrow {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy).max(1e-9);
    let moved = |(x, y): (f64, f64), by: f64| (x + by * dx / length, y + by * dy / length);
    Arrow {
        from: moved(from, 5.0),
        to: moved(to, -8.0),
        bend,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::committed::examples;

    #[test]
    fn the_words_are_those_of_the_paper() {
        let composition = examples().composition.unwrap();
        let mut words = words(&composition.interpretation);
        words.sort();
        assert_eq!(words, ["cap 0.8", "cat 1.4", "cut 2.0"]);
    }
}
