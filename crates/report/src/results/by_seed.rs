use std::collections::BTreeMap;

/// A value for each row and each seed that the row was run with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BySeed<T>(BTreeMap<(String, Option<u64>), T>);

impl<T> Default for BySeed<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> BySeed<T> {
    /// Sets the value of a row with a seed.
    pub fn insert(&mut self, row: &str, seed: Option<u64>, value: T) {
        self.0.insert((row.to_owned(), seed), value);
    }

    /// Removes the value of a row with a seed.
    pub fn remove(&mut self, row: &str, seed: Option<u64>) {
        self.0.remove(&(row.to_owned(), seed));
    }

    /// Returns the value of a row with a seed.
    pub fn get(&self, row: &str, seed: Option<u64>) -> Option<&T> {
        self.0.get(&(row.to_owned(), seed))
    }

    /// Returns the value of a row with a seed. Makes it if it does not exist.
    pub(super) fn entry(&mut self, row: String, seed: Option<u64>) -> &mut T
    where
        T: Default,
    {
        self.0.entry((row, seed)).or_default()
    }

    /// Returns the value of a row with this seed. If there is none, returns the value with the
    /// row's smallest seed.
    pub fn get_or_first(&self, row: &str, seed: Option<u64>) -> Option<&T> {
        let own = self.0.iter().filter(|((id, _), _)| id == row);
        let first = own.map(|(_, value)| value).next();
        self.get(row, seed).or(first)
    }

    /// Returns the values of a row, the smallest seed first.
    pub fn of_row<'a>(&'a self, row: &'a str) -> impl Iterator<Item = (Option<u64>, &'a T)> {
        let own = self.0.iter().filter(move |((id, _), _)| id == row);
        own.map(|((_, seed), value)| (*seed, value))
    }

    /// Returns all values, ordered by row and seed.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Option<u64>, &T)> {
        let all = self.0.iter();
        all.map(|((row, seed), value)| (row.as_str(), *seed, value))
    }

    /// Returns the values of the rows `ids`, in this order.
    pub(super) fn in_order<'a>(
        &'a self,
        ids: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a str, Option<u64>, &'a T)> {
        ids.iter()
            .flat_map(|id| self.of_row(id).map(|(seed, value)| (*id, seed, value)))
    }

    /// Returns true if there are no values.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Keeps only the values for which `keep` returns true.
    pub fn retain(&mut self, keep: impl Fn(&str, &T) -> bool) {
        self.0.retain(|(row, _), value| keep(row, value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_seed_of_a_row_has_its_own() {
        let mut all = BySeed::default();
        for (row, seed) in [("b", Some(2)), ("b", Some(1)), ("a", None)] {
            all.insert(row, seed, seed.unwrap_or(0));
        }
        assert_eq!(all.get("b", Some(2)), Some(&2));
        assert_eq!(all.get("b", None), None);
        assert_eq!(all.get_or_first("b", None), Some(&1));
        let rows: Vec<_> = all.iter().map(|(row, _, value)| (row, *value)).collect();
        assert_eq!(rows, [("a", 0), ("b", 1), ("b", 2)]);
        let rows: Vec<_> = all
            .in_order(&["b", "c"])
            .map(|(row, seed, _)| (row, seed))
            .collect();
        assert_eq!(rows, [("b", Some(1)), ("b", Some(2))]);
        all.retain(|row, _| row != "b");
        assert_eq!(all.of_row("b").count(), 0);
        all.remove("a", None);
        assert!(all.is_empty());
    }
}
