use std::str::FromStr;

use anyhow::bail;

/// The part of the work that one of several machines does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: usize,
    of: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/');
        let numbers = parts.map(|(number, of)| (number.parse(), of.parse()));
        match numbers {
            Some((Ok(number), Ok(of))) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("expected K/N with K from 1 to N, such as 1/4".into()),
        }
    }
}

impl Shard {
    /// Its part of pieces of work, which are dealt out one after the other.
    ///
    /// # Errors
    /// If there are fewer pieces than parts, and none for this one.
    pub fn dealt<T>(self, pieces: Vec<T>) -> anyhow::Result<Vec<T>> {
        let n = pieces.len();
        let dealt = pieces.into_iter().enumerate();
        let own = dealt.filter(|(index, _)| index % self.of == self.number - 1);
        self.unless_empty(own.map(|(_, piece)| piece).collect(), n)
    }

    /// Its part of pieces of work, which are cut into successive parts of about the same cost, so that
    /// neighbours stay together where possible.
    ///
    /// # Errors
    /// If there are fewer pieces than parts, and none for this one.
    pub fn cut<T>(self, pieces: Vec<T>, cost: impl Fn(&T) -> usize) -> anyhow::Result<Vec<T>> {
        let n = pieces.len();
        let mut rest = pieces;
        let mut own = Vec::new();
        for number in 1..=self.number {
            let parts_left = self.of - number + 1;
            // Twice the cost, so that the middle of a piece is a whole number.
            let end = 2 * rest.iter().map(&cost).sum::<usize>() / parts_left;
            let middles = rest.iter().scan(0, |before, piece| {
                let cost = cost(piece);
                *before += 2 * cost;
                Some(*before - cost)
            });
            let count = match parts_left {
                1 => rest.len(),
                _ => middles.take_while(|&middle| middle < end).count(),
            };
            // No part is empty as long as there are pieces enough.
            let most = (rest.len() + 1).saturating_sub(parts_left);
            let count = count.min(most).max(1).min(rest.len());
            own = rest.drain(..count).collect();
        }
        self.unless_empty(own, n)
    }

    fn unless_empty<T>(self, own: Vec<T>, pieces: usize) -> anyhow::Result<Vec<T>> {
        if own.is_empty() {
            let Self { number, of } = self;
            bail!("--shard {number}/{of} has nothing to do: there is work for {pieces} parts only");
        }
        Ok(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(costs: &[usize], of: usize) -> Vec<Vec<usize>> {
        let part = |number| Shard { number, of }.cut(costs.to_vec(), |&cost| cost).ok();
        (1..=of).map_while(part).collect()
    }

    #[test]
    fn a_part_is_a_number_of_a_number() {
        assert_eq!("2/3".parse(), Ok(Shard { number: 2, of: 3 }));
        for text in ["0/3", "4/3", "3", "a/b", "1/", "-1/2"] {
            assert!(text.parse::<Shard>().unwrap_err().contains("K/N"), "{text}");
        }
    }

    #[test]
    fn successive_parts_cost_about_the_same_and_none_is_empty() {
        let costs = [0, 3, 3, 12, 36, 36, 0, 20, 20];
        assert_eq!(parts(&costs, 2), [&[0, 3, 3, 12, 36][..], &[36, 0, 20, 20]]);
        assert_eq!(
            parts(&costs, 3),
            [&[0, 3, 3, 12, 36][..], &[36, 0], &[20, 20]]
        );
        assert_eq!(parts(&[90, 0, 0], 3), [[90], [0], [0]]);
        assert_eq!(parts(&[0, 0, 90], 3), [[0], [0], [90]]);
        for of in 1..=12 {
            let parts = parts(&costs, of);
            assert_eq!(parts.len(), of.min(costs.len()));
            assert!(parts.iter().all(|part| !part.is_empty()), "{parts:?}");
            assert_eq!(parts.concat(), costs);
        }
    }

    #[test]
    fn a_part_without_work_is_refused_with_the_number_of_those_that_have_some() {
        let shard = Shard { number: 3, of: 3 };
        for told in [shard.dealt(vec![1, 2]), shard.cut(vec![1, 2], |_| 1)] {
            let told = told.unwrap_err().to_string();
            assert!(told.contains("3/3") && told.contains("2 parts"), "{told}");
        }
    }
}
