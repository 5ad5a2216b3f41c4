use rand::seq::SliceRandom as _;

use super::Training;
use super::params::Order;
use crate::{Patterns, Purpose, rng};

/// The order in which a run shows its examples, and where it stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Presentation {
    order: Vec<usize>,
    /// The cycle that `order` belongs to.
    cycle: Option<usize>,
    /// Number of presentations so far.
    next: usize,
}

impl Presentation {
    /// Moves to where so many examples have been shown, of so many that there are. Returns the cycle
    /// that is current then.
    pub(super) fn move_to(&mut self, shown: usize, examples: usize) -> usize {
        self.next = shown;
        shown / examples
    }

    /// The next example and its cycle, and the example that comes after it.
    pub(super) fn next(&mut self, training: &Training, examples: usize) -> (usize, usize, usize) {
        let cycle = self.next / examples;
        let stream = match training.order {
            Order::Fixed => 0,
            Order::Shuffled => cycle,
        };
        if self.cycle != Some(stream) {
            self.order = (0..examples).collect();
            self.order
                .shuffle(&mut rng(training.seed, Purpose::Order, stream as u64));
            self.cycle = Some(stream);
        }
        let index = self.order[self.next % examples];
        self.next += 1;
        (index, cycle, self.order[self.next % examples])
    }
}

/// Identifies a set of patterns: the number of patterns, and an FNV-1a hash of their labels and
/// values, taken word by word.
///
/// `image` is room for one of them.
pub(crate) fn hash(patterns: &dyn Patterns, image: &mut [f32]) -> String {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut mix = |word: u64| hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3);
    for index in 0..patterns.len() {
        mix(patterns.show(index, 0, image) as u64);
        image
            .iter()
            .for_each(|value| mix(u64::from(value.to_bits())));
    }
    format!("{} patterns {hash:016x}", patterns.len())
}
