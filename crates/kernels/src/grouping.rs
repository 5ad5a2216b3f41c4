//! Decides which queries are multiplied together.

/// Number of features that are looked at as one group. It is about the number of features that a
/// tile can leave out at once.
const GROUP: usize = 4;

/// Returns an order of the queries in which each `tile` consecutive queries have their zeros in
/// nearly the same places.
///
/// The method is greedy. A tile starts with the remaining query that has the fewest non-zero groups
/// of features. Then it repeatedly takes the query that adds the fewest new non-zero groups to the
/// tile. If several queries add equally few, it takes the first.
pub(crate) fn by_ground(queries: &[&[u8]], tile: usize) -> Vec<usize> {
    let masks: Vec<Mask> = queries.iter().map(|query| Mask::of(query)).collect();
    let mut left: Vec<usize> = (0..queries.len()).collect();
    left.sort_by_key(|&query| masks[query].count());
    let mut order = Vec::with_capacity(queries.len());
    while !left.is_empty() {
        let mut taken = Mask(vec![0; masks[0].0.len()]);
        for _ in 0..tile.min(left.len()) {
            let (place, _) = left
                .iter()
                .enumerate()
                .min_by_key(|&(_, &query)| taken.count_new(&masks[query]))
                .expect("the tile takes no more than are left");
            let query = left.remove(place);
            taken.insert(&masks[query]);
            order.push(query);
        }
    }
    order
}

/// A bit for each group of features. It is set if at least one feature of the group is not zero.
struct Mask(Vec<u64>);

impl Mask {
    fn of(query: &[u8]) -> Self {
        // Whole groups are compared as one number each, which vectors do; the rest may be shorter.
        let bits = |features: &[u8]| {
            let (groups, rest) = features.as_chunks::<GROUP>();
            let mut bits = 0;
            for (bit, &group) in groups.iter().enumerate() {
                bits |= u64::from(u32::from_ne_bytes(group) != 0) << bit;
            }
            match rest.iter().any(|&x| x != 0) {
                true => bits | 1 << groups.len(),
                false => bits,
            }
        };
        Self(query.chunks(GROUP * 64).map(bits).collect())
    }

    fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    fn count_new(&self, other: &Self) -> u32 {
        self.0
            .iter()
            .zip(&other.0)
            .map(|(taken, word)| (word & !taken).count_ones())
            .sum()
    }

    fn insert(&mut self, other: &Self) {
        for (taken, word) in self.0.iter_mut().zip(&other.0) {
            *taken |= word;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_queries_share_a_tile() {
        let left = [9, 9, 9, 9, 0, 0, 0, 0];
        let right = [0, 0, 0, 0, 9, 0, 0, 9];
        let both = [1; 8];
        let queries: [&[u8]; 5] = [&left, &right, &both, &left, &right];
        assert_eq!(by_ground(&queries, 2), [0, 3, 1, 4, 2]);
    }

    #[test]
    fn a_mask_has_the_bit_of_each_group_with_a_feature_that_is_not_zero() {
        for len in [0, 1, 4, 255, 256, 257, 784] {
            for set in 0..len {
                let mut query = vec![0; len];
                query[set] = 1;
                let mut expected = vec![0; len.div_ceil(GROUP * 64)];
                expected[set / (GROUP * 64)] = 1u64 << (set / GROUP % 64);
                assert_eq!(Mask::of(&query).0, expected, "feature {set} of {len}");
            }
        }
    }

    #[test]
    fn every_query_has_one_place() {
        let queries: Vec<Vec<u8>> = (0..50u32)
            .map(|i| (0..300).map(|j| u8::from((i * j) % 7 == 3)).collect())
            .collect();
        let queries: Vec<&[u8]> = queries.iter().map(Vec::as_slice).collect();
        for tile in [1, 3, 8, 64] {
            let mut order = by_ground(&queries, tile);
            order.sort_unstable();
            assert_eq!(order, (0..50).collect::<Vec<_>>());
        }
        assert!(by_ground(&[], 8).is_empty());
    }
}
