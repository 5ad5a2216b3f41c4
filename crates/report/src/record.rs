use serde::Serialize;
use serde::de::DeserializeOwned;

/// Everything that the results of a run depend on.
pub trait Definition: Serialize {
    /// What the run's record is called, before the digest of the definition.
    fn name(&self) -> String;
}

/// The raw measurements of a run, as a [`Store`](crate::Store) keeps them.
pub trait Record: PartialEq + Serialize + DeserializeOwned {
    /// What was run.
    type Run: Definition;

    /// What was run.
    fn run(&self) -> &Self::Run;

    /// Returns what is wrong with the record, if anything. Its parts must fit together, and its
    /// numbers must be finite.
    fn flaw(&self) -> Option<String>;
}
