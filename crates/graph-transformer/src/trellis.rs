use std::ops::Range;

use crate::arc::Arc;
use crate::automaton::{Automaton, number};
use crate::graph::Graph;
use crate::incoming::{Incoming, IncomingArc};
use crate::label::Label;

/// Every way to spell one string on a number of positions: what composition of the positions with
/// a topology and the string makes, without a walk.
///
/// Before each position, and behind the last, one is in a *state*: state `2i` is in the blank
/// before character `i`, and state `2i + 1` in character `i`. A position leads to the same state,
/// to the next, or past a blank that may be left out.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trellis {
    positions: usize,
    states: Vec<State>,
}

#[derive(Clone, Copy, Debug)]
struct State {
    /// The class of positions that lead here.
    class: u16,
    /// Whether one may come here from two states before.
    skips: bool,
    /// How many positions at least lead here, and from here to an end.
    behind: u32,
    ahead: u32,
}

impl Trellis {
    /// That of the empty string.
    pub(crate) fn start(&mut self, positions: usize, blank: u16) {
        self.positions = positions;
        self.states.clear();
        self.states.push(State {
            class: blank,
            skips: false,
            behind: 0,
            ahead: 0,
        });
    }

    /// Makes the string longer by a character, which may follow another one without a blank.
    pub(crate) fn character(&mut self, class: u16, may_follow_another: bool) {
        let state = |class, skips| State {
            class,
            skips,
            behind: 0,
            ahead: 0,
        };
        let before = self.states.iter().rev().nth(1).map(|state| state.class);
        let skips = may_follow_another && before.is_some_and(|before| before != class);
        let blank = self.states[0].class;
        self.states
            .extend([state(class, skips), state(blank, false)]);
    }

    /// Ends the string.
    pub(crate) fn finish(&mut self) {
        for state in 1..self.states.len() {
            // Where a blank is skipped, from there; else from the state before.
            let from = state - if self.states[state].skips { 2 } else { 1 };
            self.states[state].behind = self.states[from].behind + 1;
        }
        for state in (0..self.states.len().saturating_sub(2)).rev() {
            let skipped = self.states[state + 2].skips;
            let to = state + if skipped { 2 } else { 1 };
            self.states[state].ahead = self.states[to].ahead + 1;
        }
    }

    /// How many positions the string needs.
    pub(crate) fn needed(&self) -> usize {
        self.states[0].ahead as usize
    }

    /// The states that are on a path, before a position. They have no gap: the further a state,
    /// the more positions lead there, and the fewer from there to an end.
    fn states(&self, position: usize) -> Range<usize> {
        let ahead = |state: &State| state.ahead as usize > self.positions - position;
        let behind = |state: &State| state.behind as usize <= position;
        let first = self.states.partition_point(ahead);
        first..self.states.partition_point(behind)
    }

    /// The largest step by which a state is entered.
    fn longest_step(&self, state: usize) -> usize {
        match self.states[state].skips {
            true => 2,
            false => state.min(1),
        }
    }

    /// The states from which one may come to a state, of those there were before the position.
    fn sources(&self, state: usize, before: &Range<usize>) -> Range<usize> {
        let farthest = state - self.longest_step(state);
        farthest.max(before.start)..before.end.min(state + 1)
    }

    /// Whether positions are too few.
    fn is_impossible(&self) -> bool {
        self.positions < self.needed()
    }

    /// As a graph over penalties `(positions, classes)`.
    pub(crate) fn graph(&self, classes: usize) -> Graph {
        let n_penalties = self.positions * classes;
        if self.is_impossible() {
            return Graph::of(Automaton::of(1, n_penalties, Vec::new(), Vec::new()));
        }
        let mut arcs = Vec::new();
        let (mut node, mut before) = (0, self.states(0));
        for position in 0..self.positions {
            let after = self.states(position + 1);
            let next = node + before.len();
            for state in after.clone() {
                let class = self.states[state].class;
                for from in self.sources(state, &before) {
                    let is_new = state % 2 == 1 && from < state;
                    arcs.push(Arc {
                        from: number(node + from - before.start),
                        to: number(next + state - after.start),
                        reads: Label::new(class),
                        writes: if is_new {
                            Label::new(class)
                        } else {
                            Label::NULL
                        },
                        penalty: number(position * classes + usize::from(class)),
                    });
                }
            }
            (node, before) = (next, after);
        }
        let nodes = node + before.len();
        let ends = (number(node)..number(nodes)).collect();
        Graph::of(Automaton::of(nodes, n_penalties, arcs, ends))
    }

    /// The incoming arcs of the same graph, in place of others. `false` if there is no path.
    pub(crate) fn incoming(&self, classes: usize, incoming: &mut Incoming) -> bool {
        incoming.offsets.clear();
        incoming.arcs.clear();
        if self.is_impossible() {
            return false;
        }
        incoming.offsets.extend([0, 0]);
        let (mut node, mut before) = (0, self.states(0));
        for position in 0..self.positions {
            let after = self.states(position + 1);
            let first = number(position * classes);
            for state in after.clone() {
                let penalty = first + u32::from(self.states[state].class);
                for from in self.sources(state, &before) {
                    // Cannot wrap where the number of arcs, which is checked below, does not.
                    let from = (node + from - before.start) as u32;
                    incoming.arcs.push(IncomingArc { from, penalty });
                }
                incoming.offsets.push(incoming.arcs.len() as u32);
            }
            (node, before) = (node + before.len(), after);
        }
        let free = number(self.positions * classes);
        incoming
            .arcs
            .extend(before.clone().map(|state| IncomingArc {
                from: number(node + state - before.start),
                penalty: free,
            }));
        incoming.offsets.push(number(incoming.arcs.len()));
        true
    }

    /// How many states there is memory for.
    #[cfg(test)]
    pub(crate) fn capacity(&self) -> usize {
        self.states.capacity()
    }
}
