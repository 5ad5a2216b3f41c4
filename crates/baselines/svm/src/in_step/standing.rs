use crate::Machine;
use crate::solver::{Course, Solution, State};

/// How far beyond the margin, in units of f, a sample is still a candidate: it may come to violate
/// optimality while others are optimised.
const NEAR: f64 = 0.05;

/// A two-class machine to be trained.
pub(crate) struct Trainee<'a> {
    pub(crate) machine: Machine,
    /// +1 or −1 for each sample.
    pub(crate) signs: &'a [f64],
    /// The bound C of each sample.
    pub(crate) bounds: Vec<f64>,
    /// How many machines were trained before it.
    pub(crate) number: usize,
}

/// Where a machine stands.
pub(super) struct Standing<'a> {
    pub(super) trainee: &'a Trainee<'a>,
    pub(super) state: State<'a>,
    /// Whether the error of a sample is that of α as it is, or else the one in `base`.
    is_current: Vec<bool>,
    base: Base,
    /// ‖w − w of the base‖ at most, where f(x) = w·φ(x).
    moved: f64,
    /// Of the candidates; not a number if they tell none.
    bias: f64,
    pub(super) course: Course,
    pub(super) solution: Option<Solution>,
}

/// What was the case when the errors of all samples were known.
struct Base {
    /// α y of each sample.
    coefficients: Vec<f64>,
    errors: Vec<f64>,
}

impl<'a> Standing<'a> {
    /// All α zero.
    pub(super) fn new(trainee: &'a Trainee<'a>) -> Self {
        let state = State::new(trainee.signs, &trainee.bounds);
        let n = trainee.signs.len();
        Self {
            trainee,
            is_current: vec![true; n],
            base: Base {
                coefficients: vec![0.0; n],
                errors: state.errors().to_vec(),
            },
            moved: 0.0,
            bias: f64::NAN,
            course: Course::default(),
            solution: None,
            state,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.solution.is_some()
    }

    /// Of these samples the support vectors, and those that are near the margin or beyond it.
    pub(super) fn candidates(&self, members: &[usize]) -> Vec<usize> {
        let is_candidate = |&&sample: &&usize| {
            let beyond = self.beyond_margin(sample, self.state.error(sample));
            // All are, if there is no margin yet.
            let is_near = beyond < NEAR || beyond.is_nan();
            self.is_current[sample] && (is_near || self.state.alpha(sample) > 0.0)
        };
        members.iter().filter(is_candidate).copied().collect()
    }

    /// y (f(x) + b) − 1: below 0, α wants to grow.
    fn beyond_margin(&self, sample: usize, error: f64) -> f64 {
        self.state.sign(sample) * (error + self.bias)
    }

    /// Takes over what was found for the candidates.
    pub(super) fn take_over(&mut self, candidates: &[usize], found: &State<'_>) {
        let mut squared_step = 0.0;
        let mut errors = self.base.errors.clone();
        self.is_current.fill(false);
        for (candidate, &sample) in candidates.iter().enumerate() {
            let (alpha, error) = (found.alpha(candidate), found.error(candidate));
            // ‖Σ cᵢ φ(xᵢ)‖² = Σ cᵢ Σ cⱼ k(xⱼ, xᵢ), and the inner sum is what xᵢ's error changed by.
            let change = error - self.state.error(sample);
            squared_step += self.state.set_alpha(sample, alpha) * change;
            errors[sample] = error;
            self.is_current[sample] = true;
        }
        self.state.errors_mut().copy_from_slice(&errors);
        self.moved += squared_step.max(0.0).sqrt();
        let bias = found.bias();
        self.bias = if bias.is_finite() { bias } else { f64::NAN };
    }

    /// Whether a sample may violate optimality, for all that is known of its error.
    ///
    /// w·φ(x) has changed by no more than ‖φ(x)‖ times what w has moved (Cauchy). A sample that was
    /// beyond the margin by more is so still: its α is zero, and is to stay so.
    pub(super) fn doubtful(&self, sample: usize, norm: f64) -> bool {
        let beyond = self.beyond_margin(sample, self.base.errors[sample]);
        // What is not a number is doubtful, too.
        let is_sure = beyond >= norm * self.moved;
        !(self.is_current[sample] || is_sure)
    }

    /// By how much α y of each sample has changed since the base.
    pub(super) fn changes(&self) -> Vec<f64> {
        let base = self.base.coefficients.iter().enumerate();
        base.map(|(sample, base)| self.state.coefficient(sample) - base)
            .collect()
    }

    /// Adds to the errors of these samples what the changes make of them, unless they are current.
    pub(super) fn add(&mut self, samples: &[usize], effects: &[f64]) {
        let errors = self.state.errors_mut();
        for (&sample, &effect) in samples.iter().zip(effects) {
            if !std::mem::replace(&mut self.is_current[sample], true) {
                errors[sample] += effect;
            }
        }
    }

    /// Makes this the base, if all errors are current.
    pub(super) fn rebase(&mut self) {
        if self.is_current.iter().all(|&is_current| is_current) {
            let n = self.is_current.len();
            self.base = Base {
                coefficients: (0..n)
                    .map(|sample| self.state.coefficient(sample))
                    .collect(),
                errors: self.state.errors().to_vec(),
            };
            self.moved = 0.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: usize = 200;
    const CANDIDATES: usize = 12;

    /// φ(x) in a plane, and two classes with a gap between them.
    fn feature(sample: usize) -> [f64; 2] {
        let turn = sample as f64 * 2.4;
        let radius = 1.0 + (sample % 7) as f64;
        let side = [1.0, -1.0][sample % 2];
        [
            side * (1.0 + radius * turn.sin().abs()),
            radius * turn.cos(),
        ]
    }

    fn dot(x: [f64; 2], y: [f64; 2]) -> f64 {
        x[0] * y[0] + x[1] * y[1]
    }

    /// Σ α y φ(x) of the candidates, which come first.
    fn weights(signs: &[f64], alphas: &[f64]) -> [f64; 2] {
        let mut w = [0.0; 2];
        for (sample, alpha) in alphas.iter().enumerate() {
            let feature = feature(sample);
            w[0] += alpha * signs[sample] * feature[0];
            w[1] += alpha * signs[sample] * feature[1];
        }
        w
    }

    fn errors(signs: &[f64], w: [f64; 2]) -> Vec<f64> {
        (0..N)
            .map(|sample| dot(w, feature(sample)) - signs[sample])
            .collect()
    }

    #[test]
    fn samples_that_are_not_doubtful_stay_beyond_the_margin() {
        let signs: Vec<f64> = (0..N).map(|sample| [1.0, -1.0][sample % 2]).collect();
        let trainee = Trainee {
            machine: Machine::OneVsRest { class: 0 },
            signs: &signs,
            bounds: vec![1.0; N],
            number: 0,
        };
        let mut standing = Standing::new(&trainee);
        let candidates: Vec<usize> = (0..CANDIDATES).collect();
        let found = |alphas: Vec<f64>| {
            let errors = errors(&signs, weights(&signs, &alphas));
            let (signs, bounds) = (&signs[..CANDIDATES], &trainee.bounds[..CANDIDATES]);
            State::resumed(signs, bounds, alphas, errors[..CANDIDATES].to_vec())
        };
        let first = vec![0.01; CANDIDATES];
        let w = weights(&signs, &first);
        standing.take_over(&candidates, &found(first));
        assert!((standing.moved - dot(w, w).sqrt()).abs() < 1e-12);
        let all: Vec<usize> = (0..N).collect();
        assert!((CANDIDATES..N).all(|sample| standing.doubtful(sample, 10.0)));
        let effects: Vec<f64> = all.iter().map(|&sample| dot(w, feature(sample))).collect();
        standing.add(&all, &effects);
        standing.rebase();

        let mut second = vec![0.01; CANDIDATES];
        second[0] = 0.0;
        second[1] = 0.0;
        let w = weights(&signs, &second);
        standing.take_over(&candidates, &found(second));
        let now = errors(&signs, w);
        let norm = |sample| dot(feature(sample), feature(sample)).sqrt();
        let others = CANDIDATES..N;
        let (doubtful, sure): (Vec<usize>, Vec<usize>) =
            others.partition(|&sample| standing.doubtful(sample, norm(sample)));
        let beyond = |sample: usize| standing.beyond_margin(sample, now[sample]);
        assert!(doubtful.iter().any(|&sample| beyond(sample) < 0.0));
        assert!(sure.len() > 20 && sure.iter().all(|&sample| beyond(sample) >= 0.0));
        // Without the bound some would be taken for sure that are not.
        assert!(doubtful.iter().any(|&sample| {
            beyond(sample) < 0.0
                && standing.beyond_margin(sample, standing.base.errors[sample]) >= 0.0
        }));
    }
}
