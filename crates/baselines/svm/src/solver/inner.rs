use super::state::{State, can_grow};
use crate::samples::KernelValue;

/// Samples compared at a time.
const LANES: usize = 8;

/// The problem of the working set, all other α being fixed: sequential minimal optimisation
/// with second-order selection of the pair (Fan, Chen & Lin 2005, "Working set selection using
/// second order information", WSS 2).
pub(super) struct SubProblem<V> {
    /// Least curvature of a pair.
    tau: f64,
    signs: Vec<f64>,
    bounds: Vec<f64>,
    alphas: Vec<f64>,
    errors: Vec<f64>,
    /// 0 where α y can grow, else +∞.
    growing: Vec<f64>,
    /// 0 where α y can shrink, else −∞.
    shrinking: Vec<f64>,
    /// `(n, n)`.
    kernel: Vec<V>,
    diagonal: Vec<f64>,
}

impl<V: KernelValue> SubProblem<V> {
    /// The working set's part of `state`; `kernel` is its kernel matrix.
    pub(super) fn new(state: &State<'_>, working_set: &[usize], kernel: Vec<V>, tau: f64) -> Self {
        let n = working_set.len();
        let of = |value: &dyn Fn(usize) -> f64| working_set.iter().map(|&i| value(i)).collect();
        let mut sub = Self {
            tau,
            signs: of(&|index| state.sign(index)),
            bounds: of(&|index| state.bound(index)),
            alphas: of(&|index| state.alpha(index)),
            errors: of(&|index| state.error(index)),
            growing: vec![0.0; n],
            shrinking: vec![0.0; n],
            diagonal: kernel.iter().step_by(n + 1).map(|&k| k.into()).collect(),
            kernel,
        };
        for index in 0..n {
            sub.bound(index);
        }
        sub
    }

    pub(super) fn alphas(&self) -> &[f64] {
        &self.alphas
    }

    pub(super) fn gap(&self) -> f64 {
        let up = self.most_growing();
        self.errors
            .iter()
            .zip(&self.shrinking)
            .map(|(error, barrier)| error + barrier)
            .fold(f64::NEG_INFINITY, f64::max)
            - self.errors[up]
    }

    /// Optimises pairs until the gap is at most `gap` or `max_iterations` are made; returns
    /// how many were.
    pub(super) fn solve(&mut self, gap: f64, max_iterations: u64) -> u64 {
        for iteration in 0..max_iterations {
            let up = self.most_growing();
            let (low, largest) = self.best_partner(up);
            if largest - self.errors[up] <= gap || self.step(up, low) == 0.0 {
                return iteration;
            }
        }
        max_iterations
    }

    /// The sample of least error of those whose α y can grow.
    fn most_growing(&self) -> usize {
        let mut least = ([f64::INFINITY; LANES], [0; LANES]);
        let (errors, barriers) = (self.errors.chunks(LANES), self.growing.chunks(LANES));
        for (chunk, (errors, barriers)) in errors.zip(barriers).enumerate() {
            for (lane, (error, barrier)) in errors.iter().zip(barriers).enumerate() {
                let value = error + barrier;
                if value < least.0[lane] {
                    least.0[lane] = value;
                    least.1[lane] = chunk;
                }
            }
        }
        let lane = (1..LANES).fold(0, |best, lane| {
            if least.0[lane] < least.0[best] {
                lane
            } else {
                best
            }
        });
        least.1[lane] * LANES + lane
    }

    /// The sample with which `up` gains most, and the largest error of a sample whose α y can
    /// shrink.
    fn best_partner(&self, up: usize) -> (usize, f64) {
        let n = self.errors.len();
        let row = &self.kernel[up * n..(up + 1) * n];
        let (error_up, diagonal_up) = (self.errors[up], self.diagonal[up]);
        let mut best = ([f64::NEG_INFINITY; LANES], [0; LANES]);
        let mut largest = [f64::NEG_INFINITY; LANES];
        let chunks = (self.errors.chunks(LANES))
            .zip(self.shrinking.chunks(LANES))
            .zip(self.diagonal.chunks(LANES))
            .zip(row.chunks(LANES));
        for (chunk, (((errors, barriers), diagonal), row)) in chunks.enumerate() {
            for lane in 0..errors.len() {
                let error = errors[lane] + barriers[lane];
                let violation = error - error_up;
                let curvature =
                    (diagonal_up + diagonal[lane] - 2.0 * row[lane].into()).max(self.tau);
                let gain = violation * violation / curvature;
                largest[lane] = largest[lane].max(error);
                if violation > 0.0 && gain > best.0[lane] {
                    best.0[lane] = gain;
                    best.1[lane] = chunk;
                }
            }
        }
        let lane = (1..LANES).fold(0, |a, b| if best.0[b] > best.0[a] { b } else { a });
        (
            best.1[lane] * LANES + lane,
            largest.into_iter().fold(f64::NEG_INFINITY, f64::max),
        )
    }

    /// Moves α y from `low` to `up` by as much as serves and the bounds allow; returns how
    /// much.
    fn step(&mut self, up: usize, low: usize) -> f64 {
        let n = self.errors.len();
        let curvature =
            self.diagonal[up] + self.diagonal[low] - 2.0 * self.kernel[up * n + low].into();
        let wanted = (self.errors[low] - self.errors[up]) / curvature.max(self.tau);
        let room_up = self.room(up, self.signs[up]);
        let room_low = self.room(low, -self.signs[low]);
        let step = wanted.min(room_up).min(room_low);
        self.shift(up, self.signs[up], step, room_up);
        self.shift(low, -self.signs[low], step, room_low);
        let (row_up, row_low) = (
            &self.kernel[up * n..(up + 1) * n],
            &self.kernel[low * n..(low + 1) * n],
        );
        for ((error, &of_up), &of_low) in self.errors.iter_mut().zip(row_up).zip(row_low) {
            *error += step * (of_up.into() - of_low.into());
        }
        step
    }

    /// How far α can go in a direction, ±1.
    fn room(&self, index: usize, direction: f64) -> f64 {
        if direction > 0.0 {
            self.bounds[index] - self.alphas[index]
        } else {
            self.alphas[index]
        }
    }

    /// Moves α; onto its bound exactly if it takes all its room.
    fn shift(&mut self, index: usize, direction: f64, step: f64, room: f64) {
        self.alphas[index] = match (step < room, direction > 0.0) {
            (true, _) => self.alphas[index] + direction * step,
            (false, true) => self.bounds[index],
            (false, false) => 0.0,
        };
        self.bound(index);
    }

    fn bound(&mut self, index: usize) {
        let (sign, alpha) = (self.signs[index], self.alphas[index]);
        let bound = self.bounds[index];
        self.growing[index] = if can_grow(sign, alpha, bound) {
            0.0
        } else {
            f64::INFINITY
        };
        self.shrinking[index] = if can_grow(-sign, alpha, bound) {
            0.0
        } else {
            f64::NEG_INFINITY
        };
    }
}
