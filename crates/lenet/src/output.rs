use gradient::loss::PenaltyLoss;
use gradient::{Real, largest};

use crate::architecture::{CLASSES, Output};
use crate::codes;

/// Euclidean radial basis functions, equation 7: y_i = s Σ_j (x_j − w_ij)², the scale s
/// included.
pub(crate) fn penalties<T: Real>(scale: f64, centres: &[T], x: &[T]) -> [T; CLASSES] {
    let mut penalties = [T::zero(); CLASSES];
    for (penalty, centre) in penalties.iter_mut().zip(centres.chunks_exact(x.len())) {
        *penalty = T::of(scale) * squared_distance(centre, x);
    }
    penalties
}

/// Σ_j (x_j − w_j)², in four interleaved parts.
fn squared_distance<T: Real>(w: &[T], x: &[T]) -> T {
    let (w, w_rest) = w.as_chunks::<4>();
    let (x, x_rest) = x.as_chunks::<4>();
    let mut parts = [T::zero(); 4];
    for (w, x) in w.iter().zip(x) {
        for part in 0..4 {
            let difference = x[part] - w[part];
            parts[part] += difference * difference;
        }
    }
    let [a, b, c, d] = parts;
    let rest: T = w_rest
        .iter()
        .zip(x_rest)
        .map(|(&w, &x)| (x - w) * (x - w))
        .sum();
    (a + b) + (c + d) + rest
}

/// What an output makes of the last layer's states.
pub(crate) struct Decision<T> {
    /// The loss E.
    pub(crate) loss: T,
    /// The winning class.
    pub(crate) class: usize,
}

impl Output {
    /// A score for each class, larger is likelier: negative penalties, or the units' states.
    pub(crate) fn scores<T: Real>(&self, centres: &[T], x: &[T]) -> [T; CLASSES] {
        match *self {
            Self::Codes { scale, .. } => penalties(scale, centres, x).map(|penalty| -penalty),
            Self::Units { .. } => std::array::from_fn(|class| x[class]),
        }
    }

    /// The loss of one pattern and the winning class; leaves ∂E/∂x in `dx` and adds ∂E/∂w to
    /// `d_centres`, unless that is empty.
    pub(crate) fn evaluate<T: Real>(
        &self,
        centres: &[T],
        x: &[T],
        label: usize,
        dx: &mut [T],
        d_centres: &mut [T],
    ) -> Decision<T> {
        match *self {
            Self::Codes { scale, loss, .. } => {
                let penalties = penalties(scale, centres, x);
                let mut dy = [T::zero(); CLASSES];
                let value = loss.evaluate(&penalties, label, &mut dy);
                dx.fill(T::zero());
                for (class, centre) in centres.chunks_exact(x.len()).enumerate() {
                    let slope = T::of(2.0 * scale) * dy[class];
                    for ((d, &x), &w) in dx.iter_mut().zip(x).zip(centre) {
                        *d += slope * (x - w);
                    }
                }
                for (class, d_centre) in d_centres.chunks_exact_mut(x.len()).enumerate() {
                    let slope = T::of(2.0 * scale) * dy[class];
                    let centre = &centres[class * x.len()..];
                    for ((d, &x), &w) in d_centre.iter_mut().zip(x).zip(centre) {
                        *d -= slope * (x - w);
                    }
                }
                Decision {
                    loss: value,
                    class: largest(&penalties.map(|penalty| -penalty)),
                }
            }
            Self::Units { loss } => Decision {
                loss: loss.evaluate(x, label, dx),
                class: largest(x),
            },
        }
    }

    /// The Gauss–Newton diagonal ∂²E/∂x² of the last layer's states.
    ///
    /// For equation 8 that is 2s. Equation 9 takes the same: through its logarithm the
    /// Gauss–Newton term vanishes where the posterior saturates, and the rates with it lose
    /// their bound. Trained centres see the mirror image, 2s too.
    pub(crate) fn curvature<T: Real>(&self, x: &[T], hx: &mut [T], h_centres: &mut [T]) {
        match *self {
            Self::Codes { scale, loss, .. } => {
                let (PenaltyLoss::MeanSquared | PenaltyLoss::Posterior { .. }) = loss;
                hx.fill(T::of(2.0 * scale));
                for h in h_centres {
                    *h += T::of(2.0 * scale);
                }
            }
            Self::Units { loss } => loss.curvature(x, hx),
        }
    }

    /// The centres to start from: the digits' codes, or nothing.
    pub(crate) fn codes<T: Real>(&self) -> Vec<T> {
        match self {
            Self::Codes { .. } => codes::digits(),
            Self::Units { .. } => Vec::new(),
        }
    }
}
