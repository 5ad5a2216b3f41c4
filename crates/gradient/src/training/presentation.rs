use rand::seq::SliceRandom as _;

use super::Training;
use super::params::Order;
use crate::{Patterns, Purpose, rng};

/// The order in which a run shows its patterns, and where it stands.
#[derive(Clone, Debug)]
pub(super) struct Presentation {
    order: Vec<usize>,
    /// The cycle that `order` belongs to.
    cycle: Option<usize>,
    /// Number of presentations so far.
    pub(super) next: usize,
    pub(super) image: Vec<f32>,
}

impl Presentation {
    pub(super) fn new(n_inputs: usize) -> Self {
        Self {
            order: Vec::new(),
            cycle: None,
            next: 0,
            image: vec![0.0; n_inputs],
        }
    }

    /// Writes the next pattern into `image`. Returns its index and label.
    pub(super) fn show_next(
        &mut self,
        training: &Training,
        patterns: &dyn Patterns,
    ) -> (usize, usize) {
        let cycle = self.next / patterns.len();
        let stream = match training.order {
            Order::Fixed => 0,
            Order::Shuffled => cycle,
        };
        if self.cycle != Some(stream) {
            self.order = (0..patterns.len()).collect();
            self.order
                .shuffle(&mut rng(training.seed, Purpose::Order, stream as u64));
            self.cycle = Some(stream);
        }
        let index = self.order[self.next % patterns.len()];
        self.next += 1;
        let label = patterns.show(index, cycle, &mut self.image);
        patterns.announce(self.order[self.next % patterns.len()]);
        (index, label)
    }

    /// Writes a pattern into `image` as it looks in the current cycle. Returns its label.
    pub(super) fn show(&mut self, index: usize, patterns: &dyn Patterns) -> usize {
        let cycle = self.next / patterns.len();
        patterns.show(index, cycle, &mut self.image)
    }
}

/// Identifies a set of patterns: the number of patterns, and an FNV-1a hash of their labels and
/// values, taken word by word.
pub(super) fn hash(patterns: &dyn Patterns, n_inputs: usize) -> String {
    let mut image = vec![0.0f32; n_inputs];
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut mix = |word: u64| hash = (hash ^ word).wrapping_mul(0x0100_0000_01b3);
    for index in 0..patterns.len() {
        mix(patterns.show(index, 0, &mut image) as u64);
        image
            .iter()
            .for_each(|value| mix(u64::from(value.to_bits())));
    }
    format!("{} patterns {hash:016x}", patterns.len())
}
