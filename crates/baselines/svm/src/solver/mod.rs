//! The dual problem of one two-class machine, by decomposition into working sets.
//!
//! With labels yᵢ = ±1 and f(xᵢ) = Σⱼ αⱼ yⱼ k(xⱼ, xᵢ), it is
//!
//! ```text
//!   minimise  ½ Σᵢ αᵢ yᵢ f(xᵢ) − Σᵢ αᵢ    subject to  0 ≤ αᵢ ≤ C,  Σᵢ αᵢ yᵢ = 0
//! ```
//!
//! and its solution is known by the errors Eᵢ = f(xᵢ) − yᵢ: no Eᵢ of a sample whose αᵢ yᵢ can
//! grow is below one of a sample whose αᵢ yᵢ can shrink (Keerthi et al. 2001, "Improvements to
//! Platt's SMO"). By how much the worst pair violates this is the *gap*, LIBSVM's stopping
//! criterion.

mod inner;
mod state;
mod working_set;

use kernels::{Level, add_scaled_rows};

use crate::cache::RowCache;
use crate::report::Convergence;
use crate::samples::{Columns, Samples};
use inner::SubProblem;
use state::State;

/// Samples that are optimised at a time.
pub(crate) const WORKING_SET: usize = 512;

/// How far a working set's gap is brought down, of what it was, before the next is chosen.
const INNER_REDUCTION: f64 = 0.1;

/// A two-class problem.
pub(crate) struct Problem<'a> {
    pub(crate) samples: &'a Samples,
    /// The same samples, as columns.
    pub(crate) columns: &'a Columns,
    /// +1 or −1 for each sample, both of them present.
    pub(crate) signs: &'a [f64],
    /// The bound C.
    pub(crate) c: f64,
    pub(crate) gap: f64,
    pub(crate) max_iterations: u64,
}

/// A two-class machine f(x) = Σᵢ αᵢ yᵢ k(xᵢ, x) + b.
pub(crate) struct Solution {
    /// αᵢ yᵢ for each sample.
    pub(crate) coefficients: Vec<f64>,
    /// b.
    pub(crate) bias: f64,
    pub(crate) convergence: Convergence,
}

/// The iteration limit was reached.
pub(crate) struct Stalled {
    pub(crate) iterations: u64,
    pub(crate) gap: f64,
}

impl Problem<'_> {
    /// The solution, whatever the cache can hold: one of fewer rows is only slower.
    pub(crate) fn solve(&self, level: Level, cache: &mut RowCache) -> Result<Solution, Stalled> {
        let mut state = State::new(self.signs, self.c);
        let mut working_set = Vec::new();
        let (mut iterations, mut rounds, rows_before) = (0, 0, cache.misses());
        loop {
            let gap = state.gap();
            if gap <= self.gap {
                let convergence = Convergence {
                    gap,
                    iterations,
                    rounds,
                    kernel_rows: cache.misses() - rows_before,
                    ..state.convergence()
                };
                return Ok(Solution {
                    bias: state.bias(),
                    coefficients: state.into_coefficients(),
                    convergence,
                });
            }
            if iterations >= self.max_iterations {
                return Err(Stalled { iterations, gap });
            }
            working_set = working_set::choose(&state, &working_set);
            let kernel = self.kernel_of(level, cache, &working_set);
            let mut sub = SubProblem::new(&state, &working_set, kernel);
            let target = (INNER_REDUCTION * sub.gap()).max(0.5 * self.gap);
            iterations += sub.solve(target, self.max_iterations - iterations);
            rounds += 1;
            self.apply(level, cache, &mut state, &working_set, &sub);
        }
    }

    /// The kernel matrix of the working set.
    fn kernel_of(&self, level: Level, cache: &mut RowCache, working_set: &[usize]) -> Vec<f32> {
        let mut kernel = Vec::with_capacity(working_set.len().pow(2));
        for indices in working_set.chunks(cache.capacity()) {
            for row in self.rows(level, cache, indices) {
                kernel.extend(working_set.iter().map(|&column| row[column]));
            }
        }
        kernel
    }

    /// Takes over what was found for the working set.
    fn apply(
        &self,
        level: Level,
        cache: &mut RowCache,
        state: &mut State<'_>,
        working_set: &[usize],
        sub: &SubProblem,
    ) {
        let (changed, changes): (Vec<usize>, Vec<f64>) = working_set
            .iter()
            .zip(sub.alphas())
            .map(|(&index, &alpha)| (index, state.set_alpha(index, alpha)))
            .filter(|&(_, change)| change != 0.0)
            .unzip();
        let n = cache.capacity();
        for (indices, changes) in changed.chunks(n).zip(changes.chunks(n)) {
            let rows = self.rows(level, cache, indices);
            add_scaled_rows(level, changes, &rows, state.errors_mut())
                .expect("a row has a value for each sample");
        }
    }

    fn rows<'c>(&self, level: Level, cache: &'c mut RowCache, indices: &[usize]) -> Vec<&'c [f32]> {
        cache.rows(indices, |missing, places| {
            self.columns
                .kernel_rows(level, self.samples, missing, places);
        })
    }
}
