use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

use crate::held_out::HeldOut;
use crate::softmax::softmax_of;

/// Probabilities by a logistic curve for each class against the rest, brought to a sum of 1
/// (Platt, Advances in Large Margin Classifiers, 1999; Zadrozny & Elkan, KDD 2002).
///
/// A class's curve has the least log loss on the held-out images, where the `n₊` images of the
/// class count as `(n₊ + 1) / (n₊ + 2)` and the `n₋` others as `1 / (n₋ + 2)`, not as 1 and 0:
/// so the curve is finite even if a threshold on the score tells them apart.
///
/// The likeliest class need not be the one with the largest score, so decisions may change. They
/// are those of the logits ([`Line`]), whose order is that of the probabilities, and which still
/// differ where the probabilities do not.
///
/// Two classes have a curve each, as any others; scikit-learn, whose classifiers have one score
/// for both, has one curve there.
#[derive(Clone, Debug, PartialEq)]
pub struct Sigmoid {
    /// One a class; none for a class of which there is no held-out image.
    pub(crate) lines: Vec<Option<Line>>,
}

/// The logit of a class, linear in its score: the probability, before all are brought to a sum
/// of 1, is `1 / (1 + exp(-logit))`.
///
/// The line is given about the median of the held-out scores: that of scores which are far from 0
/// and near each other would be lost in the rounding of its value at 0.
///
/// Platt's A and B, as scikit-learn's `a_` and `b_`, are `-slope` and `-intercept()`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// What the logit rises by with the score; finite.
    pub slope: f64,
    /// A score; finite.
    pub centre: f64,
    /// The logit of that score; finite.
    pub at_centre: f64,
}

/// The largest logit there is. Several of them, and [`ABSENT`], can be added without an overflow.
const LARGEST: f64 = 1e300;

/// The score of a class of which there is no held-out image: no other is as low.
const ABSENT: f64 = -2e300;

impl Line {
    /// The logit of a score; finite if this is.
    pub fn logit(&self, score: f64) -> f64 {
        let half = self.slope * (0.5 * score - 0.5 * self.centre);
        (2.0 * half + self.at_centre).clamp(-LARGEST, LARGEST)
    }

    /// The logit of a score of 0.
    pub fn intercept(&self) -> f64 {
        self.logit(0.0)
    }
}

impl Sigmoid {
    pub(crate) fn of(held_out: HeldOut<'_>) -> Self {
        let present = held_out.present().into_iter().enumerate();
        let line = |(class, is_present): (usize, bool)| {
            is_present.then(|| {
                let is_of_class = held_out.labels.mapv(|label| label == class);
                fit_line(held_out.scores.column(class), &is_of_class)
            })
        };
        Self {
            lines: present.map(line).collect(),
        }
    }

    /// The logit of a class; none if there was no held-out image of it, or if there is no such
    /// class.
    pub fn line(&self, class: usize) -> Option<Line> {
        self.lines.get(class).copied().flatten()
    }

    /// The logits of scores `(n_images, n_classes)`, finite; of a class without a held-out image,
    /// what is lower than any other.
    pub(crate) fn logits(&self, scores: ArrayView2<'_, f64>) -> Array2<f64> {
        let mut logits = scores.to_owned();
        for (mut column, line) in logits.columns_mut().into_iter().zip(&self.lines) {
            column.mapv_inplace(|score| line.map_or(ABSENT, |line| line.logit(score)));
        }
        logits
    }

    /// Of scores `(n_images, n_classes)`.
    pub(crate) fn probabilities(&self, scores: ArrayView2<'_, f64>) -> Array2<f64> {
        let present: Vec<bool> = self.lines.iter().map(Option::is_some).collect();
        let mut probabilities = Array2::zeros(scores.dim());
        // By the logarithms of the logistic curves, which themselves can all be too small for a
        // float: their share of the sum is the softmax.
        let logarithms = self.logits(scores).mapv(|logit| -softplus(-logit));
        for (logarithms, row) in logarithms.rows().into_iter().zip(probabilities.rows_mut()) {
            softmax_of(logarithms, 1.0, &present, row);
        }
        probabilities
    }
}

/// `ln(1 + exp(x))`.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

/// `1 / (1 + exp(-x))`.
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Newton's method with a line search, as Lin, Lin & Weng (Machine Learning 68, 2007) have it,
/// on scores that are moved by their median and divided by their largest distance from it.
fn fit_line(scores: ArrayView1<'_, f64>, is_of_class: &Array1<bool>) -> Line {
    let n_of_class = is_of_class
        .iter()
        .filter(|&&is_of_class| is_of_class)
        .count() as f64;
    let n_of_rest = is_of_class.len() as f64 - n_of_class;
    let targets = is_of_class.mapv(|is_of_class| match is_of_class {
        true => (n_of_class + 1.0) / (n_of_class + 2.0),
        false => 1.0 / (n_of_rest + 2.0),
    });
    let expected = targets.sum() / targets.len() as f64;
    let prior = (expected / (1.0 - expected)).ln();

    // Half of each: the distance of two floats may be too large for one.
    let centre = median(scores);
    let mut distances = scores.mapv(|score| 0.5 * score - 0.5 * centre);
    let half_unit = distances.fold(0.0, |most: f64, distance| most.max(distance.abs()));
    if half_unit == 0.0 {
        return Line {
            slope: 0.0,
            centre,
            at_centre: prior,
        };
    }
    distances /= half_unit;
    let curve = fit_curve(&distances, &targets, prior);
    Line {
        slope: (0.5 * curve.slope / half_unit).clamp(f64::MIN, f64::MAX),
        centre,
        at_centre: curve.logit(0.0),
    }
}

fn median(numbers: ArrayView1<'_, f64>) -> f64 {
    let mut numbers = numbers.to_vec();
    let middle = numbers.len() / 2;
    *numbers.select_nth_unstable_by(middle, f64::total_cmp).1
}

/// A line `at_centre + slope × (x - centre)`: about the mean of the points that matter, its two
/// numbers do not depend on each other.
#[derive(Clone, Copy, Debug)]
struct Curve {
    slope: f64,
    centre: f64,
    at_centre: f64,
}

impl Curve {
    fn logit(self, x: f64) -> f64 {
        self.at_centre + self.slope * (x - self.centre)
    }

    /// The log loss, summed.
    fn loss(self, xs: &Array1<f64>, targets: &Array1<f64>) -> f64 {
        let losses = xs.iter().zip(targets).map(|(&x, target)| {
            let logit = self.logit(x);
            softplus(logit) - target * logit
        });
        losses.sum()
    }

    /// The same line about the mean of the points, each weighted with the curvature of its loss.
    fn centred(self, xs: &Array1<f64>) -> Self {
        let (mut sum, mut weighted) = (0.0, 0.0);
        for &x in xs {
            let weight = curvature(self.logit(x));
            sum += weight;
            weighted += weight * x;
        }
        let centre = weighted / sum;
        Self {
            at_centre: self.logit(centre),
            centre,
            ..self
        }
    }
}

/// The second derivative of the log loss by the logit.
fn curvature(logit: f64) -> f64 {
    logistic(logit) * logistic(-logit)
}

fn fit_curve(xs: &Array1<f64>, targets: &Array1<f64>, prior: f64) -> Curve {
    let mut curve = Curve {
        slope: 0.0,
        centre: 0.0,
        at_centre: prior,
    };
    let mut loss = curve.loss(xs, targets);
    for _ in 0..MOST_STEPS {
        curve = curve.centred(xs);
        let (mut residual, mut residual_along) = (0.0, 0.0);
        let (mut weight, mut weight_along, mut weight_across) = (0.0, 0.0, 0.0);
        for (&x, target) in xs.iter().zip(targets) {
            let logit = curve.logit(x);
            let (own, x) = (curvature(logit), x - curve.centre);
            let difference = target - logistic(logit);
            residual += difference;
            residual_along += difference * x;
            weight += own;
            weight_along += own * x;
            weight_across += own * x * x;
        }
        // But for rounding, `weight_along` is 0.
        let determinant = weight * weight_across - weight_along * weight_along;
        let step = match determinant > 0.0 {
            true => (
                (weight * residual_along - weight_along * residual) / determinant,
                (weight_across * residual - weight_along * residual_along) / determinant,
            ),
            false => (0.0, residual / weight),
        };
        let decrease = step.0 * residual_along + step.1 * residual;
        // Where the logits move by 10⁻¹² more in the mean, this step is the last.
        let is_last = decrease <= 1e-24 * weight;
        let Some((next, next_loss)) = search(curve, step, |tried| {
            let tried_loss = tried.0.loss(xs, targets);
            // What rounding can make of a sum.
            let allowed = loss - 1e-4 * tried.1 * decrease + 1e-13 * loss;
            (tried_loss <= allowed).then_some(tried_loss)
        }) else {
            break;
        };
        (curve, loss) = (next, next_loss);
        if is_last {
            break;
        }
    }
    curve
}

/// The longest part of a step, a whole or a half or a quarter and so on, that `is_well` likes.
fn search(
    from: Curve,
    step: (f64, f64),
    is_well: impl Fn((Curve, f64)) -> Option<f64>,
) -> Option<(Curve, f64)> {
    (0..MOST_HALVINGS).find_map(|halvings| {
        let part = 0.5f64.powi(halvings);
        let tried = Curve {
            slope: from.slope + part * step.0,
            at_centre: from.at_centre + part * step.1,
            ..from
        };
        Some((tried, is_well((tried, part))?))
    })
}

const MOST_STEPS: usize = 100;
const MOST_HALVINGS: i32 = 60;
