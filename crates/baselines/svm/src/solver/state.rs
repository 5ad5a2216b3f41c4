use crate::report::Convergence;

/// Where the optimisation of a two-class problem stands.
#[derive(Clone, Debug)]
pub(crate) struct State<'a> {
    signs: &'a [f64],
    /// Cᵢ.
    bounds: &'a [f64],
    alphas: Vec<f64>,
    /// Eᵢ = Σⱼ αⱼ yⱼ k(xⱼ, xᵢ) − yᵢ.
    errors: Vec<f64>,
}

impl<'a> State<'a> {
    /// All α zero.
    pub(crate) fn new(signs: &'a [f64], bounds: &'a [f64]) -> Self {
        Self {
            signs,
            bounds,
            alphas: vec![0.0; signs.len()],
            errors: signs.iter().map(|sign| -sign).collect(),
        }
    }

    /// From α and errors that belong together.
    pub(crate) fn resumed(
        signs: &'a [f64],
        bounds: &'a [f64],
        alphas: Vec<f64>,
        errors: Vec<f64>,
    ) -> Self {
        Self {
            signs,
            bounds,
            alphas,
            errors,
        }
    }

    pub(super) fn bound(&self, index: usize) -> f64 {
        self.bounds[index]
    }

    pub(super) fn len(&self) -> usize {
        self.signs.len()
    }

    pub(crate) fn sign(&self, index: usize) -> f64 {
        self.signs[index]
    }

    pub(crate) fn alpha(&self, index: usize) -> f64 {
        self.alphas[index]
    }

    pub(crate) fn error(&self, index: usize) -> f64 {
        self.errors[index]
    }

    pub(crate) fn errors(&self) -> &[f64] {
        &self.errors
    }

    pub(crate) fn errors_mut(&mut self) -> &mut [f64] {
        &mut self.errors
    }

    /// Sets α and returns by how much α y has changed.
    pub(crate) fn set_alpha(&mut self, index: usize, alpha: f64) -> f64 {
        let change = alpha - self.alphas[index];
        self.alphas[index] = alpha;
        change * self.signs[index]
    }

    /// Whether α y can grow.
    pub(super) fn can_grow(&self, index: usize) -> bool {
        can_grow(self.signs[index], self.alphas[index], self.bounds[index])
    }

    /// Whether α y can shrink.
    pub(super) fn can_shrink(&self, index: usize) -> bool {
        can_grow(-self.signs[index], self.alphas[index], self.bounds[index])
    }

    /// The least error of the samples whose α y can grow, and the largest of those whose α y
    /// can shrink.
    pub(super) fn extremes(&self) -> (f64, f64) {
        let (mut least, mut largest) = (f64::INFINITY, f64::NEG_INFINITY);
        for (index, &error) in self.errors.iter().enumerate() {
            if self.can_grow(index) {
                least = least.min(error);
            }
            if self.can_shrink(index) {
                largest = largest.max(error);
            }
        }
        (least, largest)
    }

    /// By how much the worst pair violates optimality; 0 if none does.
    pub(crate) fn gap(&self) -> f64 {
        let (least, largest) = self.extremes();
        // Not with `max`, which makes 0 of what is not a number.
        if largest <= least {
            0.0
        } else {
            largest - least
        }
    }

    pub(crate) fn coefficient(&self, index: usize) -> f64 {
        self.alphas[index] * self.signs[index]
    }

    /// b = −E of the samples on the margin, averaged; without any, between the extremes.
    pub(crate) fn bias(&self) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for ((&alpha, &bound), &error) in self.alphas.iter().zip(self.bounds).zip(&self.errors) {
            if 0.0 < alpha && alpha < bound {
                sum -= error;
                count += 1.0;
            }
        }
        if count > 0.0 {
            sum / count
        } else {
            let (least, largest) = self.extremes();
            -0.5 * (least + largest)
        }
    }

    /// What a solution tells of itself, but for the course of the optimisation.
    pub(super) fn convergence(&self) -> Convergence {
        let objective: f64 = (self.alphas.iter().zip(&self.errors).zip(self.signs))
            .map(|((alpha, error), sign)| 0.5 * alpha * (sign * error - 1.0))
            .sum();
        let bounded = self.alphas.iter().zip(self.bounds);
        Convergence {
            dual_objective: objective,
            support_vectors: self.alphas.iter().filter(|&&alpha| alpha > 0.0).count(),
            bounded_support_vectors: bounded.filter(|(alpha, bound)| alpha == bound).count(),
            ..Convergence::default()
        }
    }

    /// α y of each sample.
    pub(super) fn into_coefficients(mut self) -> Vec<f64> {
        for (alpha, sign) in self.alphas.iter_mut().zip(self.signs) {
            *alpha *= sign;
        }
        self.alphas
    }
}

pub(super) fn can_grow(sign: f64, alpha: f64, bound: f64) -> bool {
    if sign > 0.0 {
        alpha < bound
    } else {
        alpha > 0.0
    }
}
