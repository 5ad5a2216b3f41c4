//! The criteria (loss functions) that are minimised, each with its gradient.

use serde::{Deserialize, Serialize};

use crate::Real;

/// A criterion on class *penalties* y: the smallest penalty wins.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum PenaltyLoss {
    /// Equation 8: E = y_D, the penalty of the right class D.
    ///
    /// If the parameters of the penalties are trained too, this loss has a trivial minimum: all
    /// these parameters are equal, and every penalty is zero (section II-C).
    MeanSquared,
    /// Equation 9: E = y_D + log(e^−j + Σ_i e^−y_i).
    ///
    /// The sum is over *all* classes, including the right one, as the paper prints it. So e^−y_D /
    /// (e^−j + Σ_i e^−y_i) is a posterior probability, E is its negative logarithm, and E is never
    /// negative. The constant e^−j is the share of a "rubbish" class. It stops pushing wrong
    /// classes away once their penalty is well above j.
    Posterior {
        /// e^−j. The paper gives no value.
        rubbish: f64,
    },
}

impl PenaltyLoss {
    /// Returns the loss for one pattern of class `label`, and writes ∂E/∂y into `gradient`.
    ///
    /// # Panics
    /// If `gradient` is shorter than `penalties`, or if `label` is not smaller than the number of
    /// penalties.
    pub fn evaluate<T: Real>(self, penalties: &[T], label: usize, gradient: &mut [T]) -> T {
        let gradient = &mut gradient[..penalties.len()];
        match self {
            Self::MeanSquared => {
                gradient.fill(T::zero());
                gradient[label] = T::one();
                penalties[label]
            }
            Self::Posterior { rubbish } => {
                let j = -T::of(rubbish).ln();
                // Subtract the smallest exponent. Then no term overflows, and the largest term is
                // 1.
                let least = penalties.iter().copied().fold(j, T::min);
                let mut total = (least - j).exp();
                for (g, &y) in gradient.iter_mut().zip(penalties) {
                    *g = (least - y).exp();
                    total += *g;
                }
                for g in gradient.iter_mut() {
                    *g = -*g / total;
                }
                gradient[label] += T::one();
                penalties[label] - least + total.ln()
            }
        }
    }
}

/// A criterion on class *outputs* x: the largest output wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OutputLoss {
    /// E = ½ Σ_i (x_i − t_i)², with t = +1 for the right class and −1 for the others.
    Squared,
    /// E = −log softmax(x)_D.
    CrossEntropy,
}

impl OutputLoss {
    /// Returns the loss for one pattern of class `label`, and writes ∂E/∂x into `gradient`.
    ///
    /// # Panics
    /// If `gradient` is shorter than `outputs`, or if `label` is not smaller than the number of
    /// outputs.
    pub fn evaluate<T: Real>(self, outputs: &[T], label: usize, gradient: &mut [T]) -> T {
        let gradient = &mut gradient[..outputs.len()];
        match self {
            Self::Squared => {
                let mut loss = T::zero();
                for (class, (g, &x)) in gradient.iter_mut().zip(outputs).enumerate() {
                    let target = if class == label { T::one() } else { -T::one() };
                    *g = x - target;
                    loss += *g * *g;
                }
                loss / T::of(2.0)
            }
            Self::CrossEntropy => {
                let largest = outputs.iter().copied().fold(T::neg_infinity(), T::max);
                let mut total = T::zero();
                for (g, &x) in gradient.iter_mut().zip(outputs) {
                    *g = (x - largest).exp();
                    total += *g;
                }
                for g in gradient.iter_mut() {
                    *g = *g / total;
                }
                let loss = total.ln() - (outputs[label] - largest);
                gradient[label] -= T::one();
                loss
            }
        }
    }

    /// Writes the diagonal of the Gauss–Newton approximation to ∂²E/∂x².
    pub fn curvature<T: Real>(self, outputs: &[T], curvature: &mut [T]) {
        let curvature = &mut curvature[..outputs.len()];
        match self {
            Self::Squared => curvature.fill(T::one()),
            Self::CrossEntropy => {
                let largest = outputs.iter().copied().fold(T::neg_infinity(), T::max);
                let total: T = outputs.iter().map(|&x| (x - largest).exp()).sum();
                for (h, &x) in curvature.iter_mut().zip(outputs) {
                    let p = (x - largest).exp() / total;
                    *h = p * (T::one() - p);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn slopes(loss: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
        let h = 1e-5;
        (0..at.len())
            .map(|i| {
                let mut above = at.to_vec();
                let mut below = at.to_vec();
                above[i] += h;
                below[i] -= h;
                (loss(&above) - loss(&below)) / (2.0 * h)
            })
            .collect()
    }

    proptest! {
        #[test]
        fn gradients_are_those_of_the_losses(
            values in prop::collection::vec(0.0..12.0f64, 10),
            label in 0..10usize,
        ) {
            let mut gradient = [0.0; 10];
            let mut scratch = [0.0; 10];
            for loss in [PenaltyLoss::MeanSquared, PenaltyLoss::Posterior { rubbish: 0.1 }] {
                loss.evaluate(&values, label, &mut gradient);
                let slopes = slopes(|y| loss.evaluate(y, label, &mut scratch.clone()), &values);
                for (g, s) in gradient.iter().zip(slopes) {
                    prop_assert!((g - s).abs() < 1e-8);
                }
            }
            for loss in [OutputLoss::Squared, OutputLoss::CrossEntropy] {
                loss.evaluate(&values, label, &mut gradient);
                let slopes = slopes(|x| loss.evaluate(x, label, &mut scratch.clone()), &values);
                for (g, s) in gradient.iter().zip(slopes) {
                    prop_assert!((g - s).abs() < 1e-8);
                }
            }
            scratch.fill(0.0);
        }

        #[test]
        fn equation_9_is_never_negative_nor_overflows(
            values in prop::collection::vec(0.0..5e4f64, 10),
            label in 0..10usize,
            rubbish in 1e-9..10.0f64,
        ) {
            let mut gradient = [0.0; 10];
            let loss = PenaltyLoss::Posterior { rubbish }.evaluate(&values, label, &mut gradient);
            prop_assert!(loss.is_finite() && loss >= -1e-12);
            prop_assert!(gradient.iter().all(|g| g.is_finite() && (-1.0..=1.0).contains(g)));
        }
    }

    #[test]
    fn equation_9_by_hand() {
        let mut gradient = [0.0; 2];
        let loss = PenaltyLoss::Posterior { rubbish: 0.5 };
        let value: f64 = loss.evaluate(&[1.0, 2.0], 0, &mut gradient);
        let total: f64 = 0.5 + (-1.0f64).exp() + (-2.0f64).exp();
        assert!((value - (1.0 + total.ln())).abs() < 1e-12);
        assert!((gradient[0] - (1.0 - (-1.0f64).exp() / total)).abs() < 1e-12);
        assert!((gradient[1] + (-2.0f64).exp() / total).abs() < 1e-12);
    }
}
