use classifier::{Pixel, TrainingSet};
use kernels::Level;

use crate::bounds::Bounds;
use crate::cache::RowCache;
use crate::expansion::{Expansion, Precision};
use crate::progress::{Progress, Watch};
use crate::samples::{Columns, KernelValue, Samples};
use crate::solver::{Failure, Problem, Solution};
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
        let mut of_pool = None;
        let mut machines = Vec::with_capacity(problems.len());
        for (done, problem) in problems.iter().enumerate() {
            let of = (done, problems.len());
            let solution = if constant(&problem.signs).is_some() {
                self.constant(problem)
            } else if let Some(indices) = &problem.indices {
                let samples = self.pool.select(indices);
                let columns = samples.to_columns()?;
                self.cache.reset(samples.len(), samples.len())?;
                self.solve(problem, of, &samples, &columns)?
            } else {
                if of_pool.is_none() {
                    self.cache.reset(self.pool.len(), self.pool.len())?;
                    of_pool = Some(self.pool.to_columns()?);
                }
                let columns = of_pool.as_ref().expect("it has just been made");
                self.solve(problem, of, self.pool, columns)?
            };
            machines.push(Trained::new(problem, solution));
        }
        drop((of_pool, self.cache));
        assemble(self.params, self.pool, self.bounds, precision, machines)
    }

    fn solve(
        &mut self,
        two_classes: &TwoClasses,
        (done, of): (usize, usize),
        samples: &Samples,
        columns: &Columns,
    ) -> Result<Solution, SvmError> {
        let bounds = (0..samples.len()).map(|index| self.bounds.of(two_classes.in_pool(index)));
        let problem = Problem {
            samples,
            columns,
            signs: &two_classes.signs,
            bounds: &Vec::from_iter(bounds),
            gap: self.params.gap,
            max_iterations: self.params.max_iterations,
        };
        let (machine, wanted, watch) = (two_classes.machine, self.params.gap, self.watch);
        let tell = |iterations, gap| {
            watch(&Progress::Machine {
                machine,
                done,
                of,
                iterations,
                gap,
                wanted,
            })
        };
        problem
            .solve(self.level, &mut self.cache, tell)
            .map_err(|failure| match failure {
                Failure::Limit { iterations, gap } => SvmError::NotConverged {
                    machine,
                    iterations,
                    gap,
                    wanted,
                },
                Failure::Stalled { iterations, gap } => SvmError::Stalled {
                    machine,
                    iterations,
                    gap,
                    wanted,
                },
                Failure::Imprecise { gap } => SvmError::Imprecise {
                    machine,
                    gap,
                    wanted,
                },
                Failure::Flat { reach, bias } => SvmError::Flat {
                    machine,
                    reach,
                    bias,
                },
                Failure::Isolated { nearest } => SvmError::Isolated { machine, nearest },
                Failure::Stopped => SvmError::Stopped,
                Failure::Other(error) => error,
            })
    }

    /// The machine of a problem all of whose samples are of one class.
    fn constant(&self, problem: &TwoClasses) -> Solution {
        Solution {
            coefficients: vec![0.0; problem.signs.len()],
            bias: constant(&problem.signs).unwrap_or_default(),
            convergence: Convergence::default(),
        }
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
