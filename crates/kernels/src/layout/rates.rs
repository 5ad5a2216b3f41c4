use half::bf16;

use crate::Aligned;

/// The rate ε of each weight of a layer, laid out as they are.
///
/// Rates of their own have the eight significant bits of a [`bf16`]: more than is known of the
/// curvature that they come from, and half as much to fetch, which is what a step waits for.
#[derive(Clone, Debug)]
pub enum Rates {
    /// One for all weights.
    Same(f32),
    /// One a weight.
    Each(Aligned<bf16>),
}

impl Rates {
    /// Those rates, each rounded to eight bits unless all are the same.
    pub fn new(rates: &[f32]) -> Self {
        match rates {
            [] => Self::Same(0.0),
            [first, others @ ..] if others.iter().all(|other| other == first) => Self::Same(*first),
            _ => {
                let mut rounded = Aligned::zeros(rates.len());
                for (rounded, &rate) in rounded.iter_mut().zip(rates) {
                    *rounded = bf16::from_f32(rate);
                }
                Self::Each(rounded)
            }
        }
    }

    /// The rate of weight `index`.
    pub fn get(&self, index: usize) -> f32 {
        match self {
            Self::Same(rate) => *rate,
            Self::Each(rates) => rates[index].to_f32(),
        }
    }

    /// Whether they are rates for `n` weights.
    pub(crate) fn are_for(&self, n: usize) -> bool {
        match self {
            Self::Same(_) => true,
            Self::Each(rates) => rates.len() == n,
        }
    }
}
