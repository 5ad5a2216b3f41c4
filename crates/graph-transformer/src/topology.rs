//! Graphs and transducers that most readers of strings are made of.

use crate::arc::Arc;
use crate::automaton::{Automaton, number};
use crate::error::TopologyError;
use crate::graph::Graph;
use crate::label::Label;
use crate::transducer::Transducer;
use crate::trellis::Trellis;

/// A transducer that reads one string, and writes it. It costs nothing.
pub fn string<L: Copy + Into<Label>>(labels: &[L]) -> Transducer {
    let arcs = (0..).zip(labels);
    let arcs = arcs.map(|(from, &label)| Arc::free(from, from + 1, label));
    let end = number(labels.len());
    free_transducer(labels.len() + 1, arcs.collect(), vec![end])
}

/// A transducer that reads any string of `n` of these labels, and writes it: a grammar for
/// numbers of a known length. It costs nothing.
pub fn exactly<L: Copy + Into<Label>>(n: usize, labels: &[L]) -> Transducer {
    let end = number(n);
    let arcs = (0..end).flat_map(|from| {
        let labels = labels.iter();
        labels.map(move |&label| Arc::free(from, from + 1, label))
    });
    free_transducer(n + 1, arcs.collect(), vec![end])
}

fn free_transducer(nodes: usize, arcs: Vec<Arc>, ends: Vec<u32>) -> Transducer {
    let automaton = Automaton::of(nodes, 0, arcs, ends);
    Transducer::of(automaton).expect("no two arcs lead back and forth without reading")
}

/// The outputs of a network that is swept over a line (the paper's section VII): a chain of `n`
/// positions, each an arc for each class between successive nodes.
///
/// Penalties are `(n, classes)`, row by row: the arc of class `k` at position `t` reads and writes
/// label `k` and names penalty `t * classes + k`.
pub fn positions(n: usize, classes: u16) -> Graph {
    let end = number(n);
    let arcs = (0..end).flat_map(|from| {
        let first = number(from as usize * usize::from(classes));
        (0..classes).map(move |class| Arc::new(from, from + 1, class, first + u32::from(class)))
    });
    let n_penalties = n * usize::from(classes);
    Graph::of(Automaton::of(n + 1, n_penalties, arcs.collect(), vec![end]))
}

/// How the labels of positions spell characters, where one class is a *blank* that stands between
/// characters: a run of one label is one character, and where two characters must be kept apart,
/// there is a blank.
///
/// Each of the three graphs and transducers that it makes costs nothing beyond the penalties of
/// positions.
///
/// ```
/// use graph_transformer::topology::{Topology, exactly, positions};
/// use graph_transformer::{Count, Work, compose, penalty, select};
///
/// // Ways to spell a string of one character on five positions, with three characters.
/// let (topology, mut work) = (Topology::ctc(4, 0)?, Work::default());
/// let all = topology.all(5);
/// let one = select(&all, &exactly(1, &[1u16, 2, 3])).expect("it costs nothing");
/// assert_eq!(penalty::<Count>(&one, &[0.0; 20], &mut work), Some(45.0));
///
/// // The same paths, by composition.
/// let composed = compose(&positions(5, 4), &topology.transducer());
/// assert_eq!(composed.graph.arcs().len(), all.arcs().len());
/// # Ok::<(), graph_transformer::TopologyError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Topology {
    classes: u16,
    blank: u16,
    rule: Rule,
}

/// Between which characters there must be a blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Rule {
    BetweenAll,
    BetweenEqual,
}

impl Topology {
    /// The paper's character model (page 29): there is a blank between *any* two characters.
    ///
    /// # Errors
    /// If the blank is not one of the classes.
    pub fn character_model(classes: u16, blank: u16) -> Result<Self, TopologyError> {
        Self::new(classes, blank, Rule::BetweenAll)
    }

    /// That of connectionist temporal classification (Graves, Fernández, Gomez & Schmidhuber,
    /// ICML 2006): there is a blank between *equal* characters, and between others there may be.
    ///
    /// # Errors
    /// If the blank is not one of the classes.
    pub fn ctc(classes: u16, blank: u16) -> Result<Self, TopologyError> {
        Self::new(classes, blank, Rule::BetweenEqual)
    }

    fn new(classes: u16, blank: u16, rule: Rule) -> Result<Self, TopologyError> {
        match blank < classes {
            true => Ok(Self {
                classes,
                blank,
                rule,
            }),
            false => Err(TopologyError::Blank { blank, classes }),
        }
    }

    /// How many classes there are, the blank among them.
    pub fn classes(self) -> u16 {
        self.classes
    }

    /// The class that is the blank.
    pub fn blank(self) -> u16 {
        self.blank
    }

    /// The labels of the characters.
    pub fn characters(self) -> impl Iterator<Item = Label> + Clone {
        let classes = 0..self.classes;
        let characters = classes.filter(move |&class| class != self.blank);
        characters.map(Label::new)
    }

    /// The transducer: it reads labels of positions and writes characters.
    pub fn transducer(self) -> Transducer {
        let nodes = usize::from(self.classes);
        let arcs = (0..number(nodes)).flat_map(|from| self.arcs_from(from));
        free_transducer(nodes, arcs.collect(), (0..number(nodes)).collect())
    }

    /// The arcs that leave a node of the transducer. At node 0 the last label read was a blank, or
    /// there was none; behind it there is a node for each character.
    fn arcs_from(self, from: u32) -> impl Iterator<Item = Arc> {
        let blank = Arc::free(from, 0, self.blank).writing(Label::NULL);
        let characters = (1..).zip(self.characters());
        let characters = characters.filter_map(move |(to, character)| {
            let arc = Arc::free(from, to, character);
            match from {
                _ if from == to => Some(arc.writing(Label::NULL)),
                0 => Some(arc),
                _ => (self.rule == Rule::BetweenEqual).then_some(arc),
            }
        });
        std::iter::once(blank).chain(characters)
    }

    /// [`positions`] composed with the [`transducer`](Self::transducer): every string that `n`
    /// positions can spell, over their penalties.
    pub fn all(self, n: usize) -> Graph {
        let nodes = u32::from(self.classes);
        // Before the first position there is node 0 of the transducer, and from then on all.
        let node = |position: u32, node: u32| match position {
            0 => 0,
            _ => 1 + (position - 1) * nodes + node,
        };
        let n_nodes = 1 + n * usize::from(self.classes);
        let n = number(n);
        let mut arcs = Vec::new();
        for position in 0..n {
            for from in 0..if position == 0 { 1 } else { nodes } {
                arcs.extend(self.arcs_from(from).map(|arc| Arc {
                    from: node(position, from),
                    to: node(position + 1, arc.to),
                    reads: arc.reads,
                    writes: arc.writes,
                    penalty: position * nodes + self.class_of(arc.to),
                }));
            }
        }
        let ends = match n {
            0 => vec![0],
            n => (0..nodes).map(|end| node(n, end)).collect(),
        };
        let n_penalties = n as usize * nodes as usize;
        Graph::of(Automaton::of(n_nodes, n_penalties, arcs, ends))
    }

    /// The class that is read by arcs into a node of the transducer.
    fn class_of(self, node: u32) -> u32 {
        let blank = u32::from(self.blank);
        match node {
            0 => blank,
            node if node <= blank => node - 1,
            node => node,
        }
    }

    /// The same, composed with [`string`]: every way to spell one string on `n` positions, over
    /// their penalties. There is none if they are too few.
    ///
    /// # Errors
    /// If the string has a label that is no character.
    pub fn right<L: Copy + Into<Label>>(
        self,
        n: usize,
        string: &[L],
    ) -> Result<Graph, TopologyError> {
        let mut trellis = Trellis::default();
        self.spell(n, string, &mut trellis)?;
        Ok(trellis.graph(usize::from(self.classes)))
    }

    /// Makes a trellis that of a string.
    pub(crate) fn spell<L: Copy + Into<Label>>(
        self,
        n: usize,
        string: &[L],
        trellis: &mut Trellis,
    ) -> Result<(), TopologyError> {
        trellis.start(n, self.blank);
        for (index, &label) in string.iter().enumerate() {
            let class = label.into().number();
            let class = class.filter(|&class| class < self.classes && class != self.blank);
            let class = class.ok_or(TopologyError::Label { index })?;
            trellis.character(class, self.rule == Rule::BetweenEqual);
        }
        trellis.finish();
        Ok(())
    }
}
