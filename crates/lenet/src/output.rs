use gradient::loss::PenaltyLoss;
use gradient::{Real, largest};

use crate::architecture::{CLASSES, Output};

/// The largest number of classes.
const MOST_CLASSES: usize = 11;

/// Euclidean radial basis functions, equation 7: y_i = s Σ_j (x_j − w_ij)², including the scale s.
pub(crate) fn penalties<T: Real>(scale: f64, centres: &[T], x: &[T], penalties: &mut [T]) {
    for (penalty, centre) in penalties.iter_mut().zip(centres.chunks_exact(x.len())) {
        *penalty = T::of(scale) * squared_distance(centre, x);
    }
}

/// Writes ∂E/∂x into `dx`, from the derivatives `dy` of E with respect to the penalties.
pub(crate) fn penalties_backward<T: Real>(
    scale: f64,
    centres: &[T],
    x: &[T],
    dy: impl Iterator<Item = T>,
    dx: &mut [T],
) {
    dx.fill(T::zero());
    for (centre, dy) in centres.chunks_exact(x.len()).zip(dy) {
        let slope = T::of(2.0 * scale) * dy;
        for ((d, &x), &w) in dx.iter_mut().zip(x).zip(centre) {
            *d += slope * (x - w);
        }
    }
}

/// Computes Σ_j (x_j − w_j)² in four interleaved partial sums.
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

impl Output {
    /// Returns a score for each class. A larger score is more likely. Scores are negative penalties
    /// or the states of the units.
    pub(crate) fn scores<T: Real>(&self, centres: &[T], x: &[T]) -> Vec<T> {
        match *self {
            Self::Codes {
                scale, alphabet, ..
            } => {
                let mut scores = vec![T::zero(); alphabet.n_classes()];
                penalties(scale, centres, x, &mut scores);
                scores.iter_mut().for_each(|score| *score = -*score);
                scores
            }
            Self::Units { .. } => x[..CLASSES].to_vec(),
        }
    }

    /// Writes ∂E/∂x into `dx`, from the derivatives of E with respect to the [scores](Self::scores).
    pub(crate) fn backward<T: Real>(&self, centres: &[T], x: &[T], d_scores: &[T], dx: &mut [T]) {
        match *self {
            Self::Codes { scale, .. } => {
                let dy = d_scores.iter().map(|&d_score| -d_score);
                penalties_backward(scale, centres, x, dy, dx);
            }
            Self::Units { .. } => dx.copy_from_slice(d_scores),
        }
    }

    /// Returns the loss of one pattern and the winning class. Writes ∂E/∂x into `dx`, and adds
    /// ∂E/∂w to `d_centres` unless `d_centres` is empty.
    pub(crate) fn evaluate<T: Real>(
        &self,
        centres: &[T],
        x: &[T],
        label: usize,
        dx: &mut [T],
        d_centres: &mut [T],
    ) -> (T, usize) {
        match *self {
            Self::Codes {
                scale,
                loss,
                alphabet,
                ..
            } => {
                let mut all = [[T::zero(); MOST_CLASSES]; 2];
                let [y, dy] = all.each_mut().map(|all| &mut all[..alphabet.n_classes()]);
                penalties(scale, centres, x, y);
                let value = loss.evaluate(y, label, dy);
                penalties_backward(scale, centres, x, dy.iter().copied(), dx);
                for (class, d_centre) in d_centres.chunks_exact_mut(x.len()).enumerate() {
                    let slope = T::of(2.0 * scale) * dy[class];
                    let centre = &centres[class * x.len()..];
                    for ((d, &x), &w) in d_centre.iter_mut().zip(x).zip(centre) {
                        *d -= slope * (x - w);
                    }
                }
                y.iter_mut().for_each(|penalty| *penalty = -*penalty);
                (value, largest(y))
            }
            Self::Units { loss } => (loss.evaluate(x, label, dx), largest(x)),
        }
    }

    /// The Gauss–Newton diagonal ∂²E/∂x² with respect to the last layer's states.
    ///
    /// For equation 8 the diagonal is 2s. We use the same value for equation 9. There the logarithm
    /// would make the Gauss–Newton term vanish when the posterior saturates, and the rates would no
    /// longer be bounded. The diagonal for trained centres is 2s too, by symmetry.
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

    /// The centres at the start: the codes of the characters. Empty if the output has no centres.
    pub(crate) fn codes<T: Real>(&self) -> Vec<T> {
        match self {
            Self::Codes { alphabet, .. } => alphabet.codes(),
            Self::Units { .. } => Vec::new(),
        }
    }
}
