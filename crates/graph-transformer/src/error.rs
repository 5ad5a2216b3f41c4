use thiserror::Error;

use crate::arc::Arc;

/// Why nodes, arcs and ends make no graph or no transducer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GraphError {
    /// There is not even a start.
    #[error("a graph needs at least one node, its start")]
    NoNodes,
    /// Nodes and penalties have numbers of 32 bits.
    #[error("{found} nodes or penalties are too many: their numbers have 32 bits")]
    TooLarge {
        /// How many are asked for.
        found: usize,
    },
    /// An arc leaves or enters a node that is not there.
    #[error("{arc:?} is between nodes that are not all there: there are {nodes}")]
    Node {
        /// The arc.
        arc: Arc,
        /// How many nodes there are.
        nodes: usize,
    },
    /// An arc of a graph does not lead to a later node.
    #[error("{arc:?} leads back: nodes are numbered in an order in which all arcs lead on")]
    Order {
        /// The arc.
        arc: Arc,
    },
    /// An arc names a penalty that is not there.
    #[error("{arc:?} names a penalty that is not there: there are {penalties}")]
    Penalty {
        /// The arc.
        arc: Arc,
        /// How many penalties there are.
        penalties: usize,
    },
    /// An end is no node.
    #[error("node {node} cannot be an end: there are {nodes} nodes")]
    End {
        /// The end.
        node: u32,
        /// How many nodes there are.
        nodes: usize,
    },
    /// A transducer could go on for ever without reading.
    #[error("arcs that read nothing lead in a circle through node {node}")]
    NullCycle {
        /// A node of the circle, or one that only the circle leads to.
        node: u32,
    },
}

/// A transducer that must cost nothing has an arc with a penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{arc:?} has a penalty; only a transducer of free arcs selects paths: use `compose`")]
pub struct NotFree {
    /// The first such arc.
    pub arc: Arc,
}

/// One of the two graphs that a criterion compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// The paths that spell the right answer.
    Right,
    /// The paths of all answers.
    All,
}

/// No path leads from the start of a graph to an end, or only paths of infinite penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("no path leads through the graph of {}", match side {
    Side::Right => "the right answer",
    Side::All => "all answers",
})]
pub struct NoPath {
    /// The graph without a path.
    pub side: Side,
}

/// Why there is no topology, or none of a string.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TopologyError {
    /// The blank is not one of the classes.
    #[error("the blank is class {blank}, but there are {classes} classes")]
    Blank {
        /// The class that is to be the blank.
        blank: u16,
        /// How many classes there are.
        classes: u16,
    },
    /// A string has a label that is no character.
    #[error(
        "label {index} of the string is no character: characters are the numbers of the classes, \
         but for the blank's"
    )]
    Label {
        /// Its index in the string.
        index: usize,
    },
}

/// Why a sequence has no CTC loss.
#[derive(Clone, Copy, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum CtcError {
    /// The blank is not a class, or the target not a string of characters.
    #[error(transparent)]
    Topology(#[from] TopologyError),
    /// The target's probability is 0.
    ///
    /// It needs more positions than there are: one a character, and one for a blank between equal
    /// characters. Or all ways to spell it go through a penalty of infinity.
    #[error("the target needs {needed} positions and has {positions}, or cannot be spelled there")]
    NoPath {
        /// How many positions there are.
        positions: usize,
        /// How many positions the target needs.
        needed: usize,
    },
    /// A penalty is NaN or minus infinity. (Infinity is a penalty: the class is impossible there.)
    #[error("the penalty of class {class} at position {position} is {value}")]
    Penalty {
        /// The position.
        position: usize,
        /// The class.
        class: usize,
        /// The penalty.
        value: f32,
    },
    /// The penalties are not so many a position.
    #[error("{found} penalties are not {classes} a position")]
    PenaltyCount {
        /// How many penalties there are.
        found: usize,
        /// How many classes there are.
        classes: u16,
    },
    /// The gradient does not have one number a penalty.
    #[error("a gradient of {found} numbers for {expected} penalties")]
    GradientCount {
        /// How many penalties there are.
        expected: usize,
        /// How many numbers the gradient has.
        found: usize,
    },
}
