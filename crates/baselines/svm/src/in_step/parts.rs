/// Samples that are trained on at once if there are no more.
const WHOLE: usize = 1 << 16;

/// Of more, the first part has at most so many.
const FIRST: usize = 1 << 14;

/// A part has 2^`BITS` times the samples of the one before.
const BITS: u32 = 2;

/// Parts of some samples, each about four times the one before and within the next; the last has all.
pub(super) struct Parts {
    /// The part in which a sample comes in.
    of_sample: Vec<u32>,
    last: u32,
}

impl Parts {
    pub(super) fn of(n_samples: usize) -> Self {
        Self::with(n_samples, WHOLE, FIRST)
    }

    /// One part, if there are at most `whole` samples; or else the first has at most `first`.
    pub(super) fn with(n_samples: usize, whole: usize, first: usize) -> Self {
        let mut last = 0;
        if n_samples > whole {
            while n_samples >> (BITS * last) > first {
                last += 1;
            }
        }
        // Samples may be in any order, such as class after class or each class in turn: multiples
        // of the golden ratio are spread evenly without a period.
        let spread = |sample: usize| (sample as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let of = |sample| last - (spread(sample).leading_zeros() / BITS).min(last);
        Self {
            of_sample: (0..n_samples).map(of).collect(),
            last,
        }
    }

    /// The number of the part that has all samples; the first is 0.
    pub(super) fn last(&self) -> u32 {
        self.last
    }

    /// The samples of a part, ascending.
    pub(super) fn members(&self, part: u32) -> Vec<usize> {
        self.select(|of_sample| of_sample <= part)
    }

    /// Those that are not in the part before, ascending.
    pub(super) fn added(&self, part: u32) -> Vec<usize> {
        self.select(|of_sample| of_sample == part)
    }

    fn select(&self, is_wanted: impl Fn(u32) -> bool) -> Vec<usize> {
        (0..self.of_sample.len())
            .filter(|&sample| is_wanted(self.of_sample[sample]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_samples_are_one_part() {
        for n in [0, 1, WHOLE] {
            let parts = Parts::of(n);
            assert_eq!(parts.last(), 0);
            assert_eq!(parts.members(0), (0..n).collect::<Vec<_>>());
        }
    }

    #[test]
    fn parts_quadruple_and_are_spread_evenly() {
        for n in [WHOLE + 1, 3 * WHOLE, 1_000_000] {
            let parts = Parts::of(n);
            let sizes: Vec<usize> = (0..=parts.last()).map(|p| parts.members(p).len()).collect();
            assert_eq!(*sizes.last().unwrap(), n);
            assert!(sizes[0] > FIRST / 5 && sizes[0] <= FIRST + 2, "{sizes:?}");
            for pair in sizes.windows(2) {
                assert!(pair[1].abs_diff(4 * pair[0]) <= 16, "{sizes:?}");
            }
            for part in 1..=parts.last() {
                let mut both = [parts.members(part - 1), parts.added(part)].concat();
                both.sort_unstable();
                assert_eq!(both, parts.members(part));
            }
            // Ten classes in turn, and one class after the other.
            let first = parts.members(0);
            for class in 0..10 {
                let in_turn = first.iter().filter(|&&sample| sample % 10 == class).count();
                let one_by_one = first
                    .iter()
                    .filter(|&&sample| sample * 10 / n == class)
                    .count();
                for count in [in_turn, one_by_one] {
                    let share = count as f64 / first.len() as f64;
                    assert!((0.09..0.11).contains(&share), "{n}: {class} {share}");
                }
            }
        }
    }
}
