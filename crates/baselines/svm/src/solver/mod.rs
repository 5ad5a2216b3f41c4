//! The dual problem of one two-class machine, by decomposition into working sets.
//!
//! With labels yᵢ = ±1 and f(xᵢ) = Σⱼ αⱼ yⱼ k(xⱼ, xᵢ), it is
//!
//! ```text
//!   minimise  ½ Σᵢ αᵢ yᵢ f(xᵢ) − Σᵢ αᵢ    subject to  0 ≤ αᵢ ≤ Cᵢ,  Σᵢ αᵢ yᵢ = 0
//! ```
//!
//! and its solution is known by the errors Eᵢ = f(xᵢ) − yᵢ: no Eᵢ of a sample whose αᵢ yᵢ can
//! grow is below one of a sample whose αᵢ yᵢ can shrink (Keerthi et al. 2001, "Improvements to
//! Platt's SMO"). By how much the worst pair violates this is the *gap*, LIBSVM's stopping
//! criterion.
//!
//! Kernel values of bytes are kept in single precision, and sums grow by many small steps.
//! Before a solution counts, its gap is therefore [recomputed](check) in double precision.

mod check;
mod inner;
mod problem;
mod state;
mod working_set;

use std::ops::ControlFlow;

use kernels::{Level, add_scaled_rows};
use rayon::prelude::*;

use crate::cache::RowCache;
use crate::report::Convergence;
use crate::samples::{KernelValue, Samples};
use inner::SubProblem;

pub(crate) use problem::{Course, Failure, Problem, Solution};
pub(crate) use state::State;
pub(crate) use working_set::WORKING_SET;

/// How far a working set's gap is brought down, of what it was, before the next is chosen.
const INNER_REDUCTION: f64 = 0.1;

/// Iterations of a working set after which another is chosen, and whoever watches is told.
const BETWEEN_WATCHES: u64 = 100_000;

impl Solution {
    /// What was found for these samples, if it is one within the gap in double precision.
    pub(crate) fn checked(
        level: Level,
        samples: &Samples,
        gap: f64,
        state: State<'_>,
        course: Course,
    ) -> Result<Self, Failure> {
        check::check(samples, gap, &state, level)?;
        let Course {
            iterations,
            rounds,
            kernel_rows,
        } = course;
        Ok(Self {
            bias: state.bias(),
            convergence: Convergence {
                gap: state.gap(),
                iterations,
                rounds,
                kernel_rows,
                ..state.convergence()
            },
            coefficients: state.into_coefficients(),
        })
    }
}

impl Problem<'_> {
    /// Optimises until the gap is the wanted one, whatever the cache can hold: one of fewer rows is
    /// only slower. `course` goes on from where it is; `watch` is told its iterations and the gap
    /// before each working set.
    pub(crate) fn optimise<V: KernelValue>(
        &self,
        level: Level,
        cache: &mut RowCache<V>,
        state: &mut State<'_>,
        course: &mut Course,
        mut watch: impl FnMut(u64, f64) -> ControlFlow<()>,
    ) -> Result<(), Failure> {
        let mut working_set = Vec::new();
        let tau = V::tau(self.samples);
        let mut misses = cache.misses();
        // A working set costs as much as some hundred iterations, however few it needs.
        let max_rounds = 1 + self.max_iterations / WORKING_SET as u64;
        loop {
            let gap = state.gap();
            if watch(course.iterations, gap).is_break() {
                return Err(Failure::Stopped);
            }
            if gap <= self.gap {
                return Ok(());
            }
            if course.iterations >= self.max_iterations || course.rounds >= max_rounds {
                let iterations = course.iterations;
                return Err(Failure::Limit { iterations, gap });
            }
            working_set = working_set::choose(state, &working_set);
            let kernel = self.kernel_of(level, cache, &working_set);
            let mut sub = SubProblem::new(state, &working_set, kernel, tau);
            let target = (INNER_REDUCTION * sub.gap()).max(0.5 * self.gap);
            let left = (self.max_iterations - course.iterations).min(BETWEEN_WATCHES);
            course.iterations += sub.solve(target, left);
            course.rounds += 1;
            let changed = self.apply(level, cache, state, &working_set, &sub);
            course.kernel_rows += cache.misses() - std::mem::replace(&mut misses, cache.misses());
            if !changed {
                let iterations = course.iterations;
                return Err(Failure::Stalled { iterations, gap });
            }
        }
    }

    /// The kernel matrix of the working set.
    fn kernel_of<V: KernelValue>(
        &self,
        level: Level,
        cache: &mut RowCache<V>,
        working_set: &[usize],
    ) -> Vec<V> {
        let (size, at_a_time) = (working_set.len(), cache.capacity());
        let mut kernel = vec![V::default(); size * size];
        for (indices, kernel) in working_set
            .chunks(at_a_time)
            .zip(kernel.chunks_mut(at_a_time * size))
        {
            let rows = self.rows(level, cache, indices);
            // Each value is a miss of the processor's caches.
            kernel
                .par_chunks_exact_mut(size)
                .zip(rows)
                .for_each(|(values, row)| {
                    for (value, &column) in values.iter_mut().zip(working_set) {
                        *value = row[column];
                    }
                });
        }
        kernel
    }

    /// Takes over what was found for the working set; returns whether anything changed.
    fn apply<V: KernelValue>(
        &self,
        level: Level,
        cache: &mut RowCache<V>,
        state: &mut State<'_>,
        working_set: &[usize],
        sub: &SubProblem<V>,
    ) -> bool {
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
        !changed.is_empty()
    }

    fn rows<'c, V: KernelValue>(
        &self,
        level: Level,
        cache: &'c mut RowCache<V>,
        indices: &[usize],
    ) -> Vec<&'c [V]> {
        cache.rows(indices, |missing, places| {
            self.columns
                .kernel_rows(level, self.samples, missing, places);
        })
    }
}
