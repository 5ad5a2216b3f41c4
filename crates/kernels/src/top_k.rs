/// The `k` smallest (distance, index) pairs so far. Each pair is packed as `distance << 32 |
/// index`, so that one comparison orders by distance and then by index.
///
/// If `k` is small, the pairs are kept in ascending order and a new pair is inserted. If `k` is
/// large, each insertion would move thousands of pairs. So the pairs form a heap with the largest
/// pair on top until [`finish`](Self::finish).
pub(crate) struct TopK<'a>(pub(crate) &'a mut [u64]);

/// An unused place. It counts as farther away than any row.
pub(crate) const FREE: u64 = u64::MAX;

/// The largest number of pairs kept in ascending order. Up to about this number, moving pairs is as
/// fast as a heap.
const INSERTED: usize = 128;

impl TopK<'_> {
    fn is_heap(&self) -> bool {
        self.0.len() > INSERTED
    }

    /// If indices come in ascending order, only a pair with a distance below this value can enter.
    pub(crate) fn threshold(&self) -> u32 {
        let largest = if self.is_heap() { 0 } else { self.0.len() - 1 };
        distance(self.0[largest])
    }

    /// Adds a pair if it is among the `k` smallest.
    pub(crate) fn push(&mut self, distance: u32, index: u32) {
        let pair = u64::from(distance) << 32 | u64::from(index);
        if self.is_heap() {
            self.replace_top(pair);
            return;
        }
        let place = self.0.partition_point(|&other| other < pair);
        if let after @ [_, ..] = &mut self.0[place..] {
            after.rotate_right(1);
            after[0] = pair;
        }
    }

    /// Replaces the top of the heap with a smaller pair and restores the heap order: no pair is
    /// smaller than its two children.
    fn replace_top(&mut self, pair: u64) {
        let heap = &mut *self.0;
        if pair >= heap[0] {
            return;
        }
        let mut place = 0;
        loop {
            let first = 2 * place + 1;
            let Some(&child) = heap.get(first) else { break };
            let larger = match heap.get(first + 1) {
                Some(&second) if second > child => first + 1,
                _ => first,
            };
            if heap[larger] <= pair {
                break;
            }
            heap[place] = heap[larger];
            place = larger;
        }
        heap[place] = pair;
    }

    /// Sorts the pairs in ascending order. It must be called last.
    pub(crate) fn finish(self) {
        if self.is_heap() {
            self.0.sort_unstable();
        }
    }
}

pub(crate) fn distance(pair: u64) -> u32 {
    (pair >> 32) as u32
}

pub(crate) fn index(pair: u64) -> u32 {
    pair as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_k_they_are_the_first_of_a_sort(
            distances in prop::collection::vec(0u32..300, 1..900),
            share in 0.0f64..=1.0,
        ) {
            let k = ((share * distances.len() as f64).ceil() as usize).max(1);
            let mut pairs = vec![FREE; k];
            let mut nearest = TopK(&mut pairs);
            for (&distance, index) in distances.iter().zip(0..) {
                if distance < nearest.threshold() {
                    nearest.push(distance, index);
                }
            }
            nearest.finish();
            let mut sorted: Vec<(u32, u32)> = distances.iter().copied().zip(0..).collect();
            sorted.sort_unstable();
            let found: Vec<(u32, u32)> =
                pairs.iter().map(|&pair| (distance(pair), index(pair))).collect();
            prop_assert_eq!(&found[..], &sorted[..k]);
        }
    }
}
