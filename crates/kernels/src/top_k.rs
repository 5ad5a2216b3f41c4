/// The `k` smallest (distance, index) pairs seen, ascending, each packed as
/// `distance << 32 | index` so that one comparison orders by distance and then by index.
pub(crate) struct TopK<'a>(pub(crate) &'a mut [u64]);

/// A place that is still free: farther than any row.
pub(crate) const FREE: u64 = u64::MAX;

impl TopK<'_> {
    /// Only a pair of a smaller distance than this can enter, if indices come ascending.
    pub(crate) fn threshold(&self) -> u32 {
        distance(self.0[self.0.len() - 1])
    }

    /// Enters a pair if it is among the `k` smallest.
    pub(crate) fn push(&mut self, distance: u32, index: u32) {
        let pair = u64::from(distance) << 32 | u64::from(index);
        let place = self.0.partition_point(|&other| other < pair);
        if let after @ [_, ..] = &mut self.0[place..] {
            after.rotate_right(1);
            after[0] = pair;
        }
    }
}

pub(crate) fn distance(pair: u64) -> u32 {
    (pair >> 32) as u32
}

pub(crate) fn index(pair: u64) -> u32 {
    pair as u32
}
