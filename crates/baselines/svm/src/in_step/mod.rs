//! Machines over the same samples, trained in step.
//!
//! A problem whose kernel matrix is many times the cache has most of its rows computed again and
//! again, and each class does so for itself. But of many samples few decide, and a part of them
//! nearly tells which. So the machines are trained on a part first, then on four times as many
//! samples, until all are in: each time on their *candidates* only, the support vectors so far and
//! the samples that are near the margin or beyond it. That need not be exact, since most candidates
//! of a part change in the next. When all machines are through, the errors of all
//! samples are brought up to date: the row of a support vector is computed once for all machines
//! and all samples, used, and forgotten. With all samples in, that is repeated until no one
//! violates optimality by more than the gap, but from the second time on only for samples whose
//! errors may have grown enough to matter ([`Standing::doubtful`]). It is decomposition (Joachims
//! 1999) in large, with candidates for a working set.
//!
//! Where the samples are few enough, all of them are candidates from the beginning, and there is
//! nothing to be repeated.

mod errors;
mod parts;
mod standing;

use kernels::Level;
use rayon::prelude::*;

use crate::SvmError;
use crate::cache::RowCache;
use crate::progress::{Progress, Watch};
use crate::samples::{Columns, KernelValue, Samples};
use crate::solver::{Failure, Problem, Solution, State};
use errors::{Changes, TILE};
use parts::Parts;
use standing::Standing;
pub(crate) use standing::Trainee;

/// Candidates are optimised to this part of the gap, which leaves the rest to the other samples.
const TIGHTER: f64 = 0.5;

/// Until the errors of all samples have been computed, they are optimised to this gap only.
const ROUGHLY: f64 = 0.2;

/// What machines over the same samples have in common.
pub(crate) struct InStep<'a, V> {
    pub(crate) level: Level,
    pub(crate) samples: &'a Samples,
    pub(crate) gap: f64,
    pub(crate) max_iterations: u64,
    pub(crate) cache: &'a mut RowCache<V>,
    pub(crate) watch: Watch<'a>,
    /// Machines that are trained in all, these and others.
    pub(crate) n_machines: usize,
}

/// Candidates, and what is needed to train on them.
struct Candidates {
    indices: Vec<usize>,
    /// None if they are all samples.
    samples: Option<Samples>,
    columns: Columns,
}

impl<V: KernelValue> InStep<'_, V> {
    /// The solution of each machine.
    pub(crate) fn solve(self, trainees: &[Trainee<'_>]) -> Result<Vec<Solution>, SvmError> {
        let parts = Parts::of(self.samples.len());
        self.solve_by(&parts, trainees)
    }

    fn solve_by(
        mut self,
        parts: &Parts,
        trainees: &[Trainee<'_>],
    ) -> Result<Vec<Solution>, SvmError> {
        let mut standings: Vec<Standing<'_>> = trainees.iter().map(Standing::new).collect();
        let tight = TIGHTER * self.gap;
        let (mut part, mut gap) = (0, tight.max(ROUGHLY));
        loop {
            self.train(&mut standings, &parts.members(part), gap)?;
            if part < parts.last() {
                part += 1;
                self.update(&mut standings, &parts.added(part))?;
            } else if standings.iter().all(Standing::is_done) {
                let solutions = standings.into_iter().filter_map(|one| one.solution);
                return Ok(solutions.collect());
            } else {
                let doubtful = self.doubtful(&standings);
                self.update(&mut standings, &doubtful)?;
                gap = tight;
                for standing in &mut standings {
                    standing.rebase();
                    self.finish(standing)?;
                }
            }
        }
    }

    /// Trains the machines that are not done on their candidates of these samples, to this gap.
    fn train(
        &mut self,
        standings: &mut [Standing<'_>],
        members: &[usize],
        gap: f64,
    ) -> Result<(), SvmError> {
        let mut last: Option<Candidates> = None;
        for standing in standings {
            if standing.is_done() {
                continue;
            }
            let indices = standing.candidates(members);
            let candidates = match last.take() {
                // The rows in the cache serve this machine, too.
                Some(candidates) if candidates.indices == indices => candidates,
                _ => self.take_up(indices)?,
            };
            self.optimise(standing, &candidates, gap)
                .map_err(|failure| self.error(standing, failure))?;
            if candidates.samples.is_none() {
                self.finish(standing)?;
            }
            last = Some(candidates);
        }
        Ok(())
    }

    fn take_up(&mut self, indices: Vec<usize>) -> Result<Candidates, SvmError> {
        self.cache.reset(indices.len(), indices.len())?;
        let is_all = indices.len() == self.samples.len();
        let samples = (!is_all).then(|| self.samples.select(&indices));
        let columns = samples.as_ref().unwrap_or(self.samples).to_columns()?;
        Ok(Candidates {
            indices,
            samples,
            columns,
        })
    }

    fn optimise(
        &mut self,
        standing: &mut Standing<'_>,
        candidates: &Candidates,
        gap: f64,
    ) -> Result<(), Failure> {
        let Candidates {
            indices,
            samples,
            columns,
        } = candidates;
        let (trainee, all) = (standing.trainee, &standing.state);
        let of = |value: &dyn Fn(usize) -> f64| -> Vec<f64> {
            indices.iter().map(|&index| value(index)).collect()
        };
        let (signs, bounds) = (of(&|i| trainee.signs[i]), of(&|i| trainee.bounds[i]));
        let (alphas, errors) = (of(&|i| all.alpha(i)), of(&|i| all.error(i)));
        let mut state = State::resumed(&signs, &bounds, alphas, errors);
        let problem = Problem {
            samples: samples.as_ref().unwrap_or(self.samples),
            columns,
            gap: match samples {
                None => self.gap,
                Some(_) => gap,
            },
            max_iterations: self.max_iterations,
        };
        let (watch, of, images) = (self.watch, self.n_machines, indices.len());
        let tell = |iterations, gap| {
            watch(&Progress::Machine {
                machine: trainee.machine,
                done: trainee.number,
                of,
                images,
                iterations,
                gap,
                wanted: problem.gap,
            })
        };
        problem.optimise(
            self.level,
            self.cache,
            &mut state,
            &mut standing.course,
            tell,
        )?;
        standing.take_over(indices, &state);
        Ok(())
    }

    /// Takes the machine for done if no sample violates optimality too much.
    fn finish(&self, standing: &mut Standing<'_>) -> Result<(), SvmError> {
        if standing.is_done() || standing.state.gap() > self.gap {
            return Ok(());
        }
        let state = standing.state.clone();
        let found = Solution::checked(self.level, self.samples, self.gap, state, standing.course);
        standing.solution = Some(found.map_err(|failure| self.error(standing, failure))?);
        Ok(())
    }

    /// The samples that may violate optimality in a machine that is not done.
    fn doubtful(&self, standings: &[Standing<'_>]) -> Vec<usize> {
        let not_done = || standings.iter().filter(|standing| !standing.is_done());
        let is_doubtful = |&sample: &usize| {
            let norm = self.samples.norm(sample);
            not_done().any(|standing| standing.doubtful(sample, norm))
        };
        (0..self.samples.len()).filter(is_doubtful).collect()
    }

    /// Brings the errors of samples up to date, for the machines that are not done.
    fn update(&self, standings: &mut [Standing<'_>], samples: &[usize]) -> Result<(), SvmError> {
        let mut standings: Vec<&mut Standing<'_>> = standings
            .iter_mut()
            .filter(|standing| !standing.is_done())
            .collect();
        let changes: Vec<Vec<f64>> = standings.iter().map(|one| one.changes()).collect();
        let class = |sample: usize| {
            standings
                .iter()
                .position(|one| one.trainee.signs[sample] > 0.0)
        };
        let changes = Changes::new(&changes, class);
        let (level, all, of) = (self.level, self.samples, samples.len());
        let tiles: Vec<&[usize]> = samples.chunks(TILE).collect();
        let mut done = 0;
        for tiles in tiles.chunks(rayon::current_num_threads()) {
            if (self.watch)(&Progress::Errors { done, of }).is_break() {
                return Err(SvmError::Stopped);
            }
            let effects: Vec<Vec<Vec<f64>>> = tiles
                .par_iter()
                .map(|tile| changes.effect::<V>(level, all, tile))
                .collect::<Result<_, _>>()?;
            for (tile, effects) in tiles.iter().zip(effects) {
                for (standing, effects) in standings.iter_mut().zip(effects) {
                    standing.add(tile, &effects);
                }
                done += tile.len();
            }
        }
        Ok(())
    }

    fn error(&self, standing: &Standing<'_>, failure: Failure) -> SvmError {
        failure.of(standing.trainee.machine, self.gap)
    }
}

#[cfg(test)]
mod tests;
