use std::collections::BTreeMap;

use crate::automaton::number;

/// Where the two tokens of a composition stand. Moves lead to larger pairs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    /// The node of the left graph.
    pub(crate) left: u32,
    /// The rank of the transducer's node.
    pub(crate) right: u32,
    /// Whether the left token must not move alone.
    pub(crate) left_waits: bool,
}

/// The pairs reached so far: each has a number, and its turn comes in ascending order.
pub(crate) enum Pairs {
    /// A table of all pairs there could be, `UNKNOWN` where none was reached yet.
    Dense {
        numbers: Vec<u32>,
        right_nodes: usize,
        count: u32,
        next: usize,
    },
    /// The reached ones whose turn has not come.
    Sparse {
        waiting: BTreeMap<Pair, u32>,
        count: u32,
    },
}

const UNKNOWN: u32 = u32::MAX;

/// The largest table: 4 MiB. A larger product is likely to be sparse, a lexicon's for one.
const LARGEST_TABLE: usize = 1 << 20;

impl Pairs {
    pub(crate) fn new(left_nodes: usize, right_nodes: usize) -> Self {
        let cells = left_nodes.saturating_mul(right_nodes).saturating_mul(2);
        if cells > LARGEST_TABLE {
            return Self::sparse();
        }
        Self::Dense {
            numbers: vec![UNKNOWN; cells],
            right_nodes,
            count: 0,
            next: 0,
        }
    }

    fn sparse() -> Self {
        Self::Sparse {
            waiting: BTreeMap::new(),
            count: 0,
        }
    }

    /// The number of a pair, a new one if it was not reached before. Its turn has not come yet.
    pub(crate) fn number(&mut self, pair: Pair) -> u32 {
        let (place, count) = match self {
            Self::Dense {
                numbers,
                right_nodes,
                count,
                ..
            } => {
                let cell = pair.left as usize * *right_nodes + pair.right as usize;
                let place = &mut numbers[2 * cell + usize::from(pair.left_waits)];
                (place, count)
            }
            Self::Sparse { waiting, count } => (waiting.entry(pair).or_insert(UNKNOWN), count),
        };
        if *place == UNKNOWN {
            *place = *count;
            *count = number(*count as usize + 1);
        }
        *place
    }

    /// The next pair and its number.
    pub(crate) fn next(&mut self) -> Option<(Pair, u32)> {
        match self {
            Self::Dense {
                numbers,
                right_nodes,
                next,
                ..
            } => {
                let further = numbers[*next..].iter();
                let cell = *next + further.take_while(|&&number| number == UNKNOWN).count();
                let reached = *numbers.get(cell)?;
                *next = cell + 1;
                let pair = Pair {
                    left: number(cell / 2 / *right_nodes),
                    right: number(cell / 2 % *right_nodes),
                    left_waits: cell % 2 == 1,
                };
                Some((pair, reached))
            }
            Self::Sparse { waiting, .. } => waiting.pop_first(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(left: u32, right: u32, left_waits: bool) -> Pair {
        Pair {
            left,
            right,
            left_waits,
        }
    }

    #[test]
    fn a_table_and_a_map_give_the_same_turns_and_numbers() {
        let (mut dense, mut sparse) = (Pairs::new(4, 3), Pairs::sparse());
        assert!(matches!(dense, Pairs::Dense { .. }));
        let reached = [
            pair(0, 2, false),
            pair(3, 1, true),
            pair(1, 0, false),
            pair(3, 1, false),
            pair(1, 0, false),
            pair(1, 0, true),
        ];
        for pair in reached {
            assert_eq!(dense.number(pair), sparse.number(pair));
        }
        let mut turns = Vec::new();
        while let Some(next) = dense.next() {
            assert_eq!(sparse.next(), Some(next));
            turns.push(next);
        }
        assert_eq!(sparse.next(), None);
        let expected = [
            (pair(0, 2, false), 0),
            (pair(1, 0, false), 2),
            (pair(1, 0, true), 4),
            (pair(3, 1, false), 3),
            (pair(3, 1, true), 1),
        ];
        assert_eq!(turns, expected);
    }

    #[test]
    fn a_product_too_large_for_a_table_is_a_map() {
        assert!(matches!(Pairs::new(1 << 16, 1 << 16), Pairs::Sparse { .. }));
        assert!(matches!(Pairs::new(usize::MAX, 2), Pairs::Sparse { .. }));
    }
}
