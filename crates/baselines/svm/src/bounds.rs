/// The bound C of the coefficients of a pool of samples.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Bounds {
    /// The same for all.
    Equal(f64),
    /// That of each sample.
    Each(Vec<f64>),
}

impl Bounds {
    /// That of a sample.
    pub(crate) fn of(&self, sample: usize) -> f64 {
        match self {
            Self::Equal(bound) => *bound,
            Self::Each(bounds) => bounds[sample],
        }
    }

    /// Those of some samples.
    pub(crate) fn select(&self, samples: impl Iterator<Item = usize>) -> Self {
        match self {
            Self::Equal(bound) => Self::Equal(*bound),
            Self::Each(_) => Self::Each(samples.map(|sample| self.of(sample)).collect()),
        }
    }
}
