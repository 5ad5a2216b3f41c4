use crate::arc::Arc;
use crate::automaton::{Automaton, number};
use crate::error::NotFree;
use crate::graph::Graph;
use crate::label::Label;
use crate::pairs::{Pair, Pairs};
use crate::transducer::Transducer;

/// A graph that was composed with a transducer, and what each of its arcs was made of.
///
/// An arc costs what its parents cost. So its penalties are computed from those of both sides,
/// with [`penalties`](Self::penalties), and derivatives go back to both by
/// [`backward`](Self::backward).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Composition {
    /// The graph. Its arcs read what the left graph's read, write what the transducer's write, and
    /// have each a penalty of its own: arc `i` names penalty `i`.
    pub graph: Graph,
    /// For each arc its parents, as indices of the arcs of the left graph and of the transducer. A
    /// side that did not move has none.
    pub parents: Vec<(Option<u32>, Option<u32>)>,
    /// The penalties that the parents name. There are so many on either side.
    terms: Vec<(u32, u32)>,
    n_penalties: (usize, usize),
}

/// The paths of a graph that spell what a transducer reads, writing what it writes.
///
/// For each path of the graph and each path of the transducer that reads what the first one
/// writes, nulls left out, the result has one path (the paper's section VIII and Figure 28). It has
/// no node that is not on a path; if nothing agrees, it is a single node without an end.
///
/// # How it goes
///
/// Two tokens walk, one on each side. Where the left arc writes what the right arc reads, both
/// move. Where the left arc writes null, or the right arc reads null, that token moves alone.
/// Whatever pair of nodes they stand on is a node of the result, once: the map of Figure 29. Pairs
/// from which they cannot finish are then removed, in one pass backward from the ends.
///
/// Two tokens that could both move alone would reach the same pair in any order of their moves, and
/// one pair of paths would count as several. That does not matter to a best path, but to a sum over
/// paths. So the left token goes first: once the right one has moved alone, the left one waits
/// until both move. The paper does not mention it.
pub fn compose(graph: &Graph, transducer: &Transducer) -> Composition {
    let product = Product::of(graph, transducer);
    let term = |arcs: &[Arc], parent: Option<u32>| {
        parent.map_or(Arc::FREE, |parent| arcs[parent as usize].penalty)
    };
    let terms = product.parents.iter();
    let terms = terms.map(|&(left, right)| {
        let of_right = term(transducer.arcs(), right);
        (term(graph.arcs(), left), of_right)
    });
    let terms: Vec<(u32, u32)> = terms.collect();
    let mut arcs = product.arcs;
    for (index, arc) in arcs.iter_mut().enumerate() {
        arc.penalty = number(index);
    }
    Composition {
        graph: Graph::of(Automaton::of(product.nodes, arcs.len(), arcs, product.ends)),
        parents: product.parents,
        terms,
        n_penalties: (graph.n_penalties(), transducer.n_penalties()),
    }
}

/// The paths of a graph that spell what a transducer reads, over the graph's own penalties: the
/// paper's path selector.
///
/// It is [`compose`] for a transducer that costs nothing. The result names the penalties that the
/// graph names, so that a [`Criterion`](crate::Criterion) can hold the two against each other.
///
/// # Errors
/// If an arc of the transducer has a penalty.
pub fn select(graph: &Graph, transducer: &Transducer) -> Result<Graph, NotFree> {
    let mut arcs = transducer.arcs().iter();
    if let Some(&arc) = arcs.find(|arc| arc.penalty != Arc::FREE) {
        return Err(NotFree { arc });
    }
    let product = Product::of(graph, transducer);
    Ok(Graph::of(Automaton::of(
        product.nodes,
        graph.n_penalties(),
        product.arcs,
        product.ends,
    )))
}

impl Composition {
    /// The penalty of each arc: the sum of its parents'.
    ///
    /// # Panics
    /// If there are not as many penalties as the left graph's and the transducer's arcs may name.
    pub fn penalties(&self, left: &[f32], right: &[f32]) -> Vec<f32> {
        self.assert_lengths(left.len(), right.len());
        // No slice is so long that `Arc::FREE` is an index of it.
        let of = |side: &[f32], term: u32| side.get(term as usize).copied().unwrap_or(0.0);
        let terms = self.terms.iter();
        terms.map(|&(l, r)| of(left, l) + of(right, r)).collect()
    }

    /// Adds the derivatives with respect to the arcs' penalties to those of their parents'
    /// penalties. A parent of several arcs gets the sum over these (page 30).
    ///
    /// # Panics
    /// If there is not a derivative an arc, or if the gradients are not as long as the penalties
    /// of the left graph and of the transducer.
    pub fn backward(&self, gradient: &[f32], left: &mut [f32], right: &mut [f32]) {
        assert_eq!(gradient.len(), self.terms.len(), "a derivative an arc");
        self.assert_lengths(left.len(), right.len());
        for (&derivative, &(l, r)) in gradient.iter().zip(&self.terms) {
            for (side, term) in [(&mut *left, l), (&mut *right, r)] {
                if let Some(sum) = side.get_mut(term as usize) {
                    *sum += derivative;
                }
            }
        }
    }

    fn assert_lengths(&self, left: usize, right: usize) {
        assert_eq!((left, right), self.n_penalties, "as many as on each side");
    }
}

/// A composition before its arcs name penalties of their own. They name those of their left
/// parents.
struct Product {
    nodes: usize,
    arcs: Vec<Arc>,
    parents: Vec<(Option<u32>, Option<u32>)>,
    ends: Vec<u32>,
}

impl Product {
    fn of(graph: &Graph, transducer: &Transducer) -> Self {
        let mut walk = Walk::new(graph, transducer);
        while let Some((pair, id)) = walk.pairs.next() {
            walk.stand(pair, id);
        }
        walk.without_dead_ends()
    }
}

/// All pairs that the two tokens reach, one after another.
struct Walk<'a> {
    graph: &'a Graph,
    transducer: &'a Transducer,
    writers: Writers<'a>,
    pairs: Pairs,
    /// For each pair, by the number it got when it was reached first, when it was its turn.
    turns: Vec<u32>,
    /// How many have had their turn.
    n_turns: usize,
    /// Where both tokens may stop: turns, in ascending order.
    ends: Vec<u32>,
    /// From a turn to a number, in the order of the turns.
    arcs: Vec<Arc>,
    parents: Vec<(Option<u32>, Option<u32>)>,
}

impl<'a> Walk<'a> {
    fn new(graph: &'a Graph, transducer: &'a Transducer) -> Self {
        let mut pairs = Pairs::new(graph.n_nodes(), transducer.n_nodes());
        pairs.number(Pair {
            left: 0,
            right: transducer.rank(0),
            left_waits: false,
        });
        Self {
            graph,
            transducer,
            writers: Writers::new(graph),
            pairs,
            turns: Vec::new(),
            n_turns: 0,
            ends: Vec::new(),
            arcs: Vec::new(),
            parents: Vec::new(),
        }
    }

    /// Makes the arcs out of a pair. They lead to later pairs: the left token's node has a larger
    /// number, or it is the same and the right token's a higher rank.
    fn stand(&mut self, pair: Pair, id: u32) {
        let turn = number(self.n_turns);
        self.n_turns += 1;
        let id = id as usize;
        if self.turns.len() <= id {
            self.turns.resize(id + 1, 0);
        }
        self.turns[id] = turn;
        let right = self.transducer.of_rank(pair.right);
        if self.graph.automaton().is_end(pair.left) && self.transducer.automaton().is_end(right) {
            self.ends.push(turn);
        }
        self.writers.stand(pair.left);
        let left_moves_alone = self.writers.first(Label::NULL).is_some();
        if !pair.left_waits {
            let mut next = self.writers.first(Label::NULL);
            while let Some(left) = next {
                let to = Pair {
                    left: self.graph.arcs()[left as usize].to,
                    ..pair
                };
                self.arc(turn, to, Some(left), None);
                next = self.writers.after(left);
            }
        }
        for right in self.transducer.automaton().leaving(right) {
            let arc = self.transducer.arcs()[right];
            let right = Some(number(right));
            let rank = self.transducer.rank(arc.to);
            if arc.reads.is_null() {
                let to = Pair {
                    right: rank,
                    // A left token that cannot move alone here need not be told to wait.
                    left_waits: left_moves_alone,
                    ..pair
                };
                self.arc(turn, to, None, right);
                continue;
            }
            let mut next = self.writers.first(arc.reads);
            while let Some(left) = next {
                let to = Pair {
                    left: self.graph.arcs()[left as usize].to,
                    right: rank,
                    left_waits: false,
                };
                self.arc(turn, to, Some(left), right);
                next = self.writers.after(left);
            }
        }
    }

    fn arc(&mut self, turn: u32, to: Pair, left: Option<u32>, right: Option<u32>) {
        let of_left = left.map(|left| self.graph.arcs()[left as usize]);
        let of_right = right.map(|right| self.transducer.arcs()[right as usize]);
        self.arcs.push(Arc {
            from: turn,
            to: self.pairs.number(to),
            reads: of_left.map_or(Label::NULL, |arc| arc.reads),
            writes: of_right.map_or(Label::NULL, |arc| arc.writes),
            penalty: of_left.map_or(Arc::FREE, |arc| arc.penalty),
        });
        self.parents.push((left, right));
    }

    /// The pairs from which both tokens can finish.
    fn without_dead_ends(mut self) -> Product {
        let mut finishes = vec![false; self.n_turns];
        for &end in &self.ends {
            finishes[end as usize] = true;
        }
        for arc in self.arcs.iter_mut().rev() {
            arc.to = self.turns[arc.to as usize];
            finishes[arc.from as usize] |= finishes[arc.to as usize];
        }
        // The start is a node in any case.
        let mut nodes = 1;
        let mut numbers = vec![0; self.n_turns];
        for (number, &finishes) in numbers.iter_mut().zip(&finishes).skip(1) {
            *number = nodes;
            nodes += u32::from(finishes);
        }
        let kept = self.arcs.into_iter().zip(self.parents);
        let kept = kept.filter(|(arc, _)| finishes[arc.to as usize]);
        let (mut arcs, parents): (Vec<Arc>, _) = kept.unzip();
        for arc in &mut arcs {
            arc.from = numbers[arc.from as usize];
            arc.to = numbers[arc.to as usize];
        }
        let ends = self.ends.iter();
        Product {
            nodes: nodes as usize,
            arcs,
            parents,
            ends: ends.map(|&end| numbers[end as usize]).collect(),
        }
    }
}

/// The arcs that leave the node of the left token, by what they write.
struct Writers<'a> {
    graph: &'a Graph,
    node: Option<u32>,
    /// The first arc that writes null, and then the first one that writes each number.
    first: Vec<u32>,
    /// The next arc that leaves the same node and writes the same.
    after: Vec<u32>,
}

/// No arc.
const NO_ARC: u32 = u32::MAX;

impl<'a> Writers<'a> {
    fn new(graph: &'a Graph) -> Self {
        let written = graph.arcs().iter().filter_map(|arc| arc.writes.number());
        let numbers = written.max().map_or(0, |most| usize::from(most) + 1);
        Self {
            graph,
            node: None,
            first: vec![NO_ARC; numbers + 1],
            after: vec![NO_ARC; graph.arcs().len()],
        }
    }

    /// Goes to a node.
    fn stand(&mut self, node: u32) {
        if self.node == Some(node) {
            return;
        }
        let arcs = self.graph.arcs();
        if let Some(before) = self.node.replace(node) {
            for arc in &arcs[self.graph.automaton().leaving(before)] {
                let place = place(arc.writes);
                self.first[place] = NO_ARC;
            }
        }
        for index in self.graph.automaton().leaving(node).rev() {
            let place = place(arcs[index].writes);
            self.after[index] = self.first[place];
            self.first[place] = number(index);
        }
    }

    fn first(&self, label: Label) -> Option<u32> {
        let arc = self.first.get(place(label)).copied();
        arc.filter(|&arc| arc != NO_ARC)
    }

    fn after(&self, arc: u32) -> Option<u32> {
        let arc = self.after[arc as usize];
        (arc != NO_ARC).then_some(arc)
    }
}

/// Where `Writers::first` has a label. Numbers that no arc writes may lie beyond it.
fn place(label: Label) -> usize {
    label.number().map_or(0, |number| usize::from(number) + 1)
}
