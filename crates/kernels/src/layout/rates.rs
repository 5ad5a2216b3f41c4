use half::bf16;

use crate::Aligned;

/// The rate ε of each weight of a layer, in the layout of the weights.
///
/// Separate rates are stored with the eight significant bits of a [`bf16`]. They come from a
/// curvature that is known less precisely than that. They also need half as much memory traffic,
/// which limits the speed of a step.
#[derive(Clone, Debug)]
pub enum Rates {
    /// One rate for all weights.
    Same(f32),
    /// One rate for each weight.
    Each(Aligned<bf16>),
}

impl Rates {
    /// Makes rates from a slice. If they are not all the same, each rate is rounded to eight bits.
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

    /// True if these can be the rates of `n` weights.
    pub(crate) fn are_for(&self, n: usize) -> bool {
        match self {
            Self::Same(_) => true,
            Self::Each(rates) => rates.len() == n,
        }
    }
}
