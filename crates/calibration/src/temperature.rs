use ndarray::{Array2, ArrayView1, ArrayView2};

use crate::held_out::HeldOut;
use crate::softmax::softmax_of_all;
use crate::solve;

/// Probabilities as the softmax of the scores over a temperature (Guo et al., ICML 2017).
///
/// The temperature is the one with the least log loss on the held-out images. The order of the
/// classes within an image is that of the scores, so no decision changes.
///
/// # What has no least loss
///
/// * Where every held-out image is recognised, the loss falls for ever as the temperature nears
///   0, and the probabilities near 0 and 1. But of `n` images so many right ones do not prove
///   more than a probability of `(n + 1) / (n + 2)` for the next one to be right (Laplace's rule
///   of succession). So the temperature is not lowered beyond the one whose mean log loss is
///   `ln((n + 2) / (n + 1))`, and [`is_bounded`](Self::is_bounded) says so. What two classes of
///   equal scores lose in any case does not count.
/// * Where the scores of the true classes are no larger than the mean of all, the temperature is
///   infinite: each class is as likely as any other.
/// * Where all scores of each image are equal, the temperature is 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Temperature {
    pub(crate) inverse: f64,
    pub(crate) is_bounded: bool,
    pub(crate) present: Vec<bool>,
}

impl Temperature {
    pub(crate) fn of(held_out: HeldOut<'_>) -> Self {
        let present = held_out.present();
        let (inverse, is_bounded) = Gaps::of(held_out, &present).least_loss();
        Self {
            inverse,
            is_bounded,
            present,
        }
    }

    /// What scores are divided by; infinite if each class is as likely as any other.
    pub fn temperature(&self) -> f64 {
        1.0 / self.inverse
    }

    /// What scores are multiplied by: one over the temperature; 0 or more, finite.
    pub fn inverse(&self) -> f64 {
        self.inverse
    }

    /// Whether the temperature is not that of the least log loss, but the lowest that so many
    /// held-out images bear out: all of them, or all but for a hair, are recognised. More of
    /// them, or harder ones, tell more.
    pub fn is_bounded(&self) -> bool {
        self.is_bounded
    }

    /// Of scores `(n_images, n_classes)`.
    pub(crate) fn probabilities(&self, scores: ArrayView2<'_, f64>) -> Array2<f64> {
        softmax_of_all(scores, self.inverse, &self.present)
    }
}

/// How far the other classes' scores are above the true class's, in units of the largest gap.
struct Gaps {
    /// A row an image, `(n_images, present classes - 1)`, in `-1..=1`.
    gaps: Array2<f64>,
    /// Twice this is the largest gap. Twice, because the largest may be too large for a float.
    half_unit: f64,
}

impl Gaps {
    fn of(held_out: HeldOut<'_>, present: &[bool]) -> Self {
        let n_others = present.iter().filter(|&&present| present).count() - 1;
        let mut gaps = Vec::with_capacity(held_out.labels.len() * n_others);
        for (scores, &label) in held_out.scores.rows().into_iter().zip(held_out.labels) {
            let half = 0.5 * scores[label];
            for (class, score) in scores.iter().enumerate() {
                if present[class] && class != label {
                    gaps.push(0.5 * score - half);
                }
            }
        }
        let half_unit = gaps.iter().fold(0.0, |most: f64, gap| most.max(gap.abs()));
        if half_unit > 0.0 {
            gaps.iter_mut().for_each(|gap| *gap /= half_unit);
        }
        let shape = (held_out.labels.len(), n_others);
        let gaps = Array2::from_shape_vec(shape, gaps).expect("as many gaps an image");
        Self { gaps, half_unit }
    }

    fn n_images(&self) -> f64 {
        self.gaps.nrows() as f64
    }

    /// The inverse temperature, and whether it is bounded.
    fn least_loss(&self) -> (f64, bool) {
        if self.half_unit == 0.0 {
            return (1.0, false);
        }
        let (inverse, is_bounded) = self.least_loss_in_units();
        let inverse = (0.5 * inverse / self.half_unit).min(f64::MAX);
        (inverse, is_bounded)
    }

    /// The same in units of the largest gap.
    fn least_loss_in_units(&self) -> (f64, bool) {
        let at_zero = self.loss(0.0);
        if at_zero.slope >= 0.0 {
            return (0.0, false);
        }
        let least = self.unavoidable_loss();
        let borne_out = (1.0 / (self.n_images() + 1.0)).ln_1p() + least.unwrap_or(0.0);
        if at_zero.value <= borne_out {
            return (0.0, true);
        }
        let bounded = |high| {
            let above = |inverse| {
                let loss = self.loss(inverse);
                (borne_out - loss.value, -loss.slope)
            };
            (solve::root(above, (0.0, high)), true)
        };
        let (mut low, mut high) = (0.0, 1.0);
        loop {
            let loss = self.loss(high);
            if loss.value <= borne_out {
                return bounded(high);
            }
            if loss.slope >= 0.0 {
                break;
            }
            if high > LARGEST {
                return (high, true);
            }
            (low, high) = (high, 4.0 * high);
        }
        let slope = |inverse| {
            let loss = self.loss(inverse);
            (loss.slope, loss.curvature)
        };
        let inverse = solve::root(slope, (low, high));
        match self.loss(inverse).value < borne_out {
            true => bounded(inverse),
            false => (inverse, false),
        }
    }

    /// The loss that is neared as the temperature nears 0, if every image is recognised: that of
    /// classes whose score is the true class's.
    fn unavoidable_loss(&self) -> Option<f64> {
        if self.gaps.iter().any(|&gap| gap > 0.0) {
            return None;
        }
        let ties = |gaps: ArrayView1<'_, f64>| gaps.iter().filter(|&&gap| gap == 0.0).count();
        let rows = self.gaps.rows().into_iter();
        Some(rows.map(|gaps| (ties(gaps) as f64).ln_1p()).sum::<f64>() / self.n_images())
    }

    /// The mean log loss as a function of the inverse temperature. It is convex.
    fn loss(&self, inverse: f64) -> Loss {
        let mut sum = Loss::default();
        for gaps in self.gaps.rows() {
            let logit = |gap: f64| inverse * gap;
            let top = gaps.iter().fold(0.0, |top: f64, &gap| top.max(logit(gap)));
            // Relative to the likeliest class; the true one has a gap of 0.
            let weight = |gap: f64| (logit(gap) - top).exp();
            let of_true = (-top).exp();
            let others: f64 = gaps.iter().map(|&gap| weight(gap)).sum();
            let mean = gaps.iter().map(|&gap| weight(gap) * gap).sum::<f64>() / (of_true + others);
            let squares = gaps.iter().map(|&gap| weight(gap) * (gap - mean).powi(2));
            let squares = of_true * mean.powi(2) + squares.sum::<f64>();
            sum.value += match top > 0.0 {
                true => top + (of_true + others).ln(),
                false => others.ln_1p(),
            };
            sum.slope += mean;
            sum.curvature += squares / (of_true + others);
        }
        Loss {
            value: sum.value / self.n_images(),
            slope: sum.slope / self.n_images(),
            curvature: sum.curvature / self.n_images(),
        }
    }
}

/// Beyond it a gap of 1 could no longer be multiplied.
const LARGEST: f64 = 1e300;

/// A loss and its derivatives.
#[derive(Clone, Copy, Debug, Default)]
struct Loss {
    value: f64,
    slope: f64,
    curvature: f64,
}
