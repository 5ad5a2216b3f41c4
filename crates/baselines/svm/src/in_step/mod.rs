//! Machines over the same samples, trained in step.
//!
//! A problem whose kernel matrix is many times the cache has most of its rows computed again and
//! again, and each class does so for itself. But of many samples few decide, and a part of them
//! nearly tells which. So the machines are trained on a part first, then on twice as many samples,
//! until all are in: each time on their *candidates* only, the support vectors so far and the
//! samples that are near the margin or beyond it. When all machines are through, the errors of all
//! samples are brought up to date: the row of a support vector is computed once for all machines
//! and all samples, used, and forgotten. With all samples in, that is repeated until no one
//! violates optimality by more than the gap. It is decomposition (Joachims 1999) in large, with
//! candidates for a working set.
//!
//! Where the samples are few enough, all of them are candidates from the beginning, and there is
//! nothing to be repeated.

mod errors;
mod parts;

use kernels::Level;
use rayon::prelude::*;

use crate::cache::RowCache;
use crate::progress::{Progress, Watch};
use crate::samples::{Columns, KernelValue, Samples};
use crate::solver::{Course, Failure, Problem, Solution, State};
use crate::{Machine, SvmError};
use errors::{Changes, TILE};
use parts::Parts;

/// How near the margin a sample is a candidate, of the margin's width: it may come to violate
/// optimality while others are optimised.
const NEAR: f64 = 0.1;

/// Candidates are optimised to this part of the gap, which leaves the rest to the other samples.
const TIGHTER: f64 = 0.5;

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

/// Where a machine stands.
struct Standing<'a> {
    trainee: &'a Trainee<'a>,
    state: State<'a>,
    /// Whether the error of a sample is that of α as it is.
    is_current: Vec<bool>,
    /// α y of each sample when the others' errors were.
    known: Vec<f64>,
    /// Of the candidates; not a number if they tell none.
    bias: f64,
    course: Course,
    solution: Option<Solution>,
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
        let (mut part, mut was_whole) = (0, false);
        loop {
            self.train(&mut standings, &parts.members(part))?;
            let is_whole = part == parts.last();
            if is_whole && standings.iter().all(|standing| standing.solution.is_some()) {
                let solutions = standings.into_iter().map(|standing| standing.solution);
                return Ok(solutions
                    .map(|solution| solution.expect("there is one"))
                    .collect());
            }
            if is_whole {
                self.update(&mut standings, &parts.members(part), was_whole)?;
                for standing in &mut standings {
                    self.finish(standing)?;
                }
                was_whole = true;
            } else {
                part += 1;
                self.update(&mut standings, &parts.added(part), false)?;
            }
        }
    }

    /// Trains the machines that are not done on their candidates of these samples.
    fn train(&mut self, standings: &mut [Standing<'_>], members: &[usize]) -> Result<(), SvmError> {
        let mut last: Option<Candidates> = None;
        for standing in standings {
            if standing.solution.is_some() {
                continue;
            }
            let indices = standing.candidates(members);
            let candidates = match last.take() {
                // The rows in the cache serve this machine, too.
                Some(candidates) if candidates.indices == indices => candidates,
                _ => self.take_up(indices)?,
            };
            self.optimise(standing, &candidates)
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
    ) -> Result<(), Failure> {
        let Candidates {
            indices,
            samples,
            columns,
        } = candidates;
        let (trainee, all) = (standing.trainee, &mut standing.state);
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
                Some(_) => TIGHTER * self.gap,
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
        for (candidate, &index) in indices.iter().enumerate() {
            all.set_alpha(index, state.alpha(candidate));
        }
        let bias = state.bias();
        standing.bias = if bias.is_finite() { bias } else { f64::NAN };
        standing.is_current.fill(false);
        let errors = all.errors_mut();
        for (candidate, &index) in indices.iter().enumerate() {
            errors[index] = state.error(candidate);
            standing.is_current[index] = true;
        }
        Ok(())
    }

    /// Takes the machine for done if no sample violates optimality too much.
    fn finish(&self, standing: &mut Standing<'_>) -> Result<(), SvmError> {
        if standing.solution.is_some() || standing.state.gap() > self.gap {
            return Ok(());
        }
        let state = standing.state.clone();
        let found = Solution::checked(self.level, self.samples, self.gap, state, standing.course);
        standing.solution = Some(found.map_err(|failure| self.error(standing, failure))?);
        Ok(())
    }

    /// Brings the errors of samples up to date: from the changes since the last time, if they are
    /// `known` to have been so then, or else from nothing.
    fn update(
        &self,
        standings: &mut [Standing<'_>],
        samples: &[usize],
        known: bool,
    ) -> Result<(), SvmError> {
        let coefficients: Vec<Vec<f64>> = standings.iter().map(Standing::coefficients).collect();
        let mut by = coefficients.clone();
        if known {
            for (by, standing) in by.iter_mut().zip(&*standings) {
                let pairs = by.iter_mut().zip(&standing.known);
                pairs.for_each(|(by, known)| *by -= known);
            }
        }
        let changes = Changes::new(&by);
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
                    standing.take(tile, &effects, known);
                }
                done += tile.len();
            }
        }
        for (standing, coefficients) in standings.iter_mut().zip(coefficients) {
            standing.known = coefficients;
        }
        Ok(())
    }

    fn error(&self, standing: &Standing<'_>, failure: Failure) -> SvmError {
        failure.of(standing.trainee.machine, self.gap)
    }
}

impl<'a> Standing<'a> {
    fn new(trainee: &'a Trainee<'a>) -> Self {
        Self {
            trainee,
            state: State::new(trainee.signs, &trainee.bounds),
            is_current: vec![true; trainee.signs.len()],
            known: vec![0.0; trainee.signs.len()],
            bias: f64::NAN,
            course: Course::default(),
            solution: None,
        }
    }

    /// Of these samples the support vectors, and those that are near the margin or beyond it.
    fn candidates(&self, members: &[usize]) -> Vec<usize> {
        let is_candidate = |&&sample: &&usize| {
            let (sign, error) = (self.state.sign(sample), self.state.error(sample));
            let beyond = sign * (error + self.bias);
            // All are, if there is no margin yet.
            let is_near = beyond < NEAR || beyond.is_nan();
            self.is_current[sample] && (is_near || self.state.alpha(sample) > 0.0)
        };
        members.iter().filter(is_candidate).copied().collect()
    }

    /// Takes over what has been added up for these samples, unless they are current anyway.
    fn take(&mut self, tile: &[usize], effects: &[f64], known: bool) {
        let errors = self.state.errors_mut();
        for (&sample, &effect) in tile.iter().zip(effects) {
            if !std::mem::replace(&mut self.is_current[sample], true) {
                errors[sample] = effect
                    + if known {
                        errors[sample]
                    } else {
                        -self.trainee.signs[sample]
                    };
            }
        }
    }

    /// α y of each sample.
    fn coefficients(&self) -> Vec<f64> {
        (0..self.known.len())
            .map(|sample| self.state.coefficient(sample))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::ops::ControlFlow;
    use std::sync::Arc;

    use ndarray::Array2;

    use super::*;
    use crate::Kernel;
    use crate::kernel::Geometry;
    use crate::progress::nobody;
    use crate::samples::Space;

    const N: usize = 900;
    const CLASSES: usize = 3;
    const GAP: f64 = 0.01;

    /// Blobs that overlap a little, class after class.
    fn images() -> Array2<u8> {
        let mut noise = 7u64;
        Array2::from_shape_fn((N, 12), |(image, pixel)| {
            noise = noise * 48_271 % 0x7fff_ffff;
            let is_bright = pixel % CLASSES == image * CLASSES / N;
            (noise % 150) as u8 + if is_bright { 80 } else { 0 }
        })
    }

    fn solved(parts: &Parts, watch: Watch<'_>) -> Result<Vec<Solution>, SvmError> {
        let geometry = Geometry {
            kernel: Kernel::polynomial(3),
            normalise: true,
        };
        let images = images();
        let space = Arc::new(Space::of_training(geometry, images.view()));
        let samples = Samples::new(&space, images.view()).unwrap();
        let signs: Vec<Vec<f64>> = (0..CLASSES)
            .map(|class| {
                let sign = |image| {
                    if image * CLASSES / N == class {
                        1.0
                    } else {
                        -1.0
                    }
                };
                (0..N).map(sign).collect()
            })
            .collect();
        let trainees: Vec<Trainee<'_>> = signs
            .iter()
            .enumerate()
            .map(|(class, signs)| Trainee {
                machine: Machine::OneVsRest { class },
                signs,
                bounds: vec![1.0; N],
                number: class,
            })
            .collect();
        // Rows of a tenth of the samples.
        let mut cache = RowCache::<f32>::new((N * N * 4 / 10) as u64, N, N).unwrap();
        let in_step = InStep {
            level: Level::current(),
            samples: &samples,
            gap: GAP,
            max_iterations: 1_000_000,
            cache: &mut cache,
            watch,
            n_machines: CLASSES,
        };
        in_step.solve_by(parts, &trainees)
    }

    #[test]
    fn parts_lead_to_the_machines_of_the_whole() {
        let whole = solved(&Parts::of(N), &nobody).unwrap();
        let in_parts = solved(&Parts::with(N, 200, 150), &nobody).unwrap();
        for (whole, in_parts) in whole.iter().zip(&in_parts) {
            assert!(whole.convergence.gap <= GAP && in_parts.convergence.gap <= GAP);
            let (a, b) = (
                whole.convergence.dual_objective,
                in_parts.convergence.dual_objective,
            );
            assert!((a - b).abs() < GAP * a.abs(), "{a} and {b}");
            assert!((whole.bias - in_parts.bias).abs() < 2.0 * GAP);
            assert!(in_parts.convergence.support_vectors > 10);
            let sum: f64 = in_parts.coefficients.iter().sum();
            assert!(sum.abs() < 1e-9, "{sum}");
        }
    }

    #[test]
    fn the_number_of_threads_changes_no_bit() {
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
            let solve = || solved(&Parts::with(N, 200, 150), &nobody).unwrap();
            let solutions = pool.build().unwrap().install(solve);
            let bits = solutions.into_iter().map(|solution| {
                let coefficients = solution.coefficients.iter().map(|c| c.to_bits());
                (solution.bias.to_bits(), coefficients.collect::<Vec<_>>())
            });
            bits.collect::<Vec<_>>()
        };
        let by_one = with(1);
        assert!(by_one == with(2) && by_one == with(3));
    }

    #[test]
    fn a_watcher_is_told_of_parts_and_of_errors_and_can_stop_both() {
        let parts = Parts::with(N, 200, 150);
        let (sizes, errors) = (RefCell::new(Vec::new()), RefCell::new(0));
        let watch = |progress: &Progress| {
            match progress {
                Progress::Machine { images, .. } => sizes.borrow_mut().push(*images),
                _ => *errors.borrow_mut() += 1,
            }
            ControlFlow::Continue(())
        };
        solved(&parts, &watch).unwrap();
        assert_eq!(sizes.borrow()[0], parts.members(0).len());
        assert!(sizes.borrow().iter().all(|&size| size < N));
        assert!(*errors.borrow() >= 3);
        let stop = |progress: &Progress| match progress {
            Progress::Errors { .. } => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let stopped = solved(&parts, &stop);
        assert!(matches!(stopped, Err(SvmError::Stopped)));
    }
}
