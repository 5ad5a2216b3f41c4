use std::sync::Arc;

/// How the global rate η becomes a rate for each parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum UpdateRule {
    /// ε_k = η.
    Plain,
    /// ε_k = η times a factor for each parameter.
    Scaled(Arc<[f32]>),
    /// Stochastic diagonal Levenberg–Marquardt (Appendix C): ε_k = η / (μ + h_k) (equation 21). h_k
    /// is the Gauss–Newton estimate of ∂²E/∂w_k². It is measured before each pass on a random
    /// sample: averaged over the patterns of the sample, and summed over the connections that share
    /// the weight. It stays fixed during the pass.
    LevenbergMarquardt {
        /// μ. It keeps the rate bounded where the error surface is flat.
        mu: f64,
        /// Number of patterns that h is measured on.
        patterns: usize,
    },
}

impl UpdateRule {
    /// The paper's rule: diagonal Levenberg–Marquardt with μ = 0.02, measured on 500 patterns.
    pub fn paper() -> Self {
        Self::LevenbergMarquardt {
            mu: 0.02,
            patterns: 500,
        }
    }
}

/// The rates of one pass.
#[derive(Clone, Debug, PartialEq)]
pub struct Rates {
    /// ε_k, one for each parameter.
    pub each: Vec<f32>,
    /// The smallest and the largest of these rates.
    pub range: (f64, f64),
}

impl Rates {
    /// ε_k = η f(k) for `n` parameters.
    pub(crate) fn new(n: usize, eta: f64, factor: impl Fn(usize) -> f64) -> Self {
        let each: Vec<f32> = (0..n).map(|k| (eta * factor(k)) as f32).collect();
        let (least, largest) = each
            .iter()
            .fold((f32::INFINITY, 0.0f32), |(low, high), &r| {
                (low.min(r), high.max(r))
            });
        Self {
            each,
            range: (f64::from(least), f64::from(largest)),
        }
    }
}
