use classifier::{Pixel, TrainingSet};
use kernels::Level;

use crate::bounds::Bounds;
use crate::cache::RowCache;
use crate::expansion::{Expansion, Precision};
use crate::in_step::{InStep, Trainee};
use crate::progress::Watch;
use crate::samples::{KernelValue, Samples};
use crate::solver::Solution;
use crate::{Convergence, Machine, Svm, SvmError, SvmValidParams};

/// A two-class problem within a pool of samples.
pub(crate) struct TwoClasses {
    pub(crate) machine: Machine,
    /// Its samples in the pool, ascending; `None` for all of them.
    pub(crate) indices: Option<Vec<usize>>,
    /// +1 or −1 for each of its samples.
    pub(crate) signs: Vec<f64>,
}

impl TwoClasses {
    /// The place in the pool of one of its samples.
    fn in_pool(&self, index: usize) -> usize {
        self.indices.as_ref().map_or(index, |all| all[index])
    }
}

/// Every class that occurs against all others.
pub(crate) fn one_vs_rest<P: Pixel>(training: &TrainingSet<'_, P>) -> Vec<TwoClasses> {
    let present = present(training);
    present
        .iter()
        .map(|&class| TwoClasses {
            machine: Machine::OneVsRest { class },
            indices: None,
            signs: (training.labels().iter())
                .map(|&label| if label == class { 1.0 } else { -1.0 })
                .collect(),
        })
        .collect()
}

/// Every pair of classes that occur; if only one does, that one against nothing.
pub(crate) fn one_vs_one<P: Pixel>(training: &TrainingSet<'_, P>) -> Vec<TwoClasses> {
    let present = present(training);
    if present.len() == 1 {
        return one_vs_rest(training);
    }
    let pairs = present
        .iter()
        .enumerate()
        .flat_map(|(rank, &positive)| present[rank + 1..].iter().map(move |&n| (positive, n)));
    pairs
        .map(|(positive, negative)| {
            let (indices, signs) = (training.labels().iter().enumerate())
                .filter(|&(_, &label)| label == positive || label == negative)
                .map(|(index, &label)| (index, if label == positive { 1.0 } else { -1.0 }))
                .unzip();
            TwoClasses {
                machine: Machine::OneVsOne { positive, negative },
                indices: Some(indices),
                signs,
            }
        })
        .collect()
}

fn present<P: Pixel>(training: &TrainingSet<'_, P>) -> Vec<usize> {
    let counts = training.class_counts();
    (0..counts.len())
        .filter(|&class| counts[class] > 0)
        .collect()
}

/// The machines of problems over one pool of samples, as one classifier: of bytes in single
/// precision, if that does.
pub(crate) fn train(
    params: &SvmValidParams,
    pool: &Samples,
    bounds: &Bounds,
    problems: &[TwoClasses],
    watch: Watch<'_>,
) -> Result<Svm, SvmError> {
    if pool.suit_singles() {
        let trainer = Trainer::<f32>::new(params, pool, bounds, problems, watch)?;
        match trainer.fit(problems, Precision::Single) {
            Err(SvmError::Stalled { .. } | SvmError::Imprecise { .. } | SvmError::Flat { .. }) => {}
            found => return found,
        }
    }
    pool.check_doubles()?;
    Trainer::<f64>::new(params, pool, bounds, problems, watch)?.fit(problems, Precision::Double)
}

/// Solves two-class problems over one pool of samples with one cache.
struct Trainer<'a, V> {
    params: &'a SvmValidParams,
    level: Level,
    pool: &'a Samples,
    bounds: &'a Bounds,
    cache: RowCache<V>,
    watch: Watch<'a>,
}

impl<'a, V: KernelValue> Trainer<'a, V> {
    fn new(
        params: &'a SvmValidParams,
        pool: &'a Samples,
        bounds: &'a Bounds,
        problems: &[TwoClasses],
        watch: Watch<'a>,
    ) -> Result<Self, SvmError> {
        let sizes = problems.iter().map(|problem| problem.signs.len());
        let largest = sizes.max().unwrap_or(0);
        Ok(Self {
            cache: RowCache::new(params.cache_bytes, largest, largest)?,
            params,
            level: Level::current(),
            pool,
            bounds,
            watch,
        })
    }

    fn fit(mut self, problems: &[TwoClasses], precision: Precision) -> Result<Svm, SvmError> {
        let mut machines = Vec::with_capacity(problems.len());
        // Those of all samples have these in common.
        let is_one = |a: &TwoClasses, b: &TwoClasses| a.indices.is_none() && b.indices.is_none();
        for together in problems.chunk_by(is_one) {
            let first = machines.len();
            let numbered = (first..).zip(together);
            let (constants, varied): (Vec<_>, Vec<_>) =
                numbered.partition(|(_, problem)| constant(&problem.signs).is_some());
            let solutions = self.solve(&varied, problems.len())?;
            let solved = varied.into_iter().zip(solutions);
            let constants = constants
                .into_iter()
                .map(|one| (one, constant_solution(one.1)));
            let mut all: Vec<_> = solved.chain(constants).collect();
            all.sort_by_key(|((number, _), _)| *number);
            let trained = all.into_iter();
            machines.extend(trained.map(|((_, problem), found)| Trained::new(problem, found)));
        }
        drop(self.cache);
        assemble(self.params, self.pool, self.bounds, precision, machines)
    }

    /// The solutions of numbered problems that have their samples in common.
    fn solve(
        &mut self,
        problems: &[(usize, &TwoClasses)],
        n_machines: usize,
    ) -> Result<Vec<Solution>, SvmError> {
        let Some((_, first)) = problems.first() else {
            return Ok(Vec::new());
        };
        let own = first.indices.as_ref().map(|all| self.pool.select(all));
        let samples = own.as_ref().unwrap_or(self.pool);
        let mut trainees = Vec::with_capacity(problems.len());
        for &(number, problem) in problems {
            let bounds = (0..samples.len()).map(|index| self.bounds.of(problem.in_pool(index)));
            trainees.push(Trainee {
                machine: problem.machine,
                signs: &problem.signs,
                bounds: bounds.collect(),
                number,
            });
        }
        let in_step = InStep {
            level: self.level,
            samples,
            gap: self.params.gap,
            max_iterations: self.params.max_iterations,
            cache: &mut self.cache,
            watch: self.watch,
            n_machines,
        };
        in_step.solve(&trainees)
    }
}

/// The machine of a problem all of whose samples are of one class.
fn constant_solution(problem: &TwoClasses) -> Solution {
    Solution {
        coefficients: vec![0.0; problem.signs.len()],
        bias: constant(&problem.signs).unwrap_or_default(),
        convergence: Convergence::default(),
    }
}

/// The sign that all samples have, if they have one.
fn constant(signs: &[f64]) -> Option<f64> {
    let &first = signs.first()?;
    signs.iter().all(|&sign| sign == first).then_some(first)
}

/// A machine in terms of its support vectors.
struct Trained {
    machine: Machine,
    /// Index in the pool and α y, ascending.
    support: Vec<(usize, f64)>,
    bias: f64,
    convergence: Convergence,
}

impl Trained {
    fn new(problem: &TwoClasses, solution: Solution) -> Self {
        Self {
            machine: problem.machine,
            support: (solution.coefficients.iter().enumerate())
                .filter(|&(_, &coefficient)| coefficient != 0.0)
                .map(|(index, &coefficient)| (problem.in_pool(index), coefficient))
                .collect(),
            bias: solution.bias,
            convergence: solution.convergence,
        }
    }
}

/// One expansion over all support vectors, each of which is stored once.
fn assemble(
    params: &SvmValidParams,
    pool: &Samples,
    bounds: &Bounds,
    precision: Precision,
    machines: Vec<Trained>,
) -> Result<Svm, SvmError> {
    let mut is_support = vec![false; pool.len()];
    for &(index, _) in machines.iter().flat_map(|machine| &machine.support) {
        is_support[index] = true;
    }
    let support: Vec<usize> = (0..pool.len()).filter(|&index| is_support[index]).collect();
    let mut expansion = Expansion::new(pool.select(&support), precision, machines.len())?;
    for (m, machine) in machines.iter().enumerate() {
        for &(index, coefficient) in &machine.support {
            let rank = support.partition_point(|&other| other < index);
            expansion.set_coefficient(m, rank, coefficient);
        }
        expansion.set_bias(m, machine.bias);
    }
    let reports = machines
        .iter()
        .map(|m| (m.machine, m.convergence))
        .collect();
    let bounds = bounds.select(support.iter().copied());
    Ok(Svm::new(
        params.clone(),
        expansion,
        support,
        bounds,
        reports,
    ))
}
