//! Which rows run when: those that use every core one after another, then those that use one
//! core side by side.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use experiments::{Cores, Options, Row, RunError};

use super::shard::Shard;

/// One row with one seed.
#[derive(Clone, Copy, Debug)]
pub struct Job {
    pub row: Row,
    pub options: Options,
    /// Whether its result is the row's line: of several seeds the first.
    pub first_seed: bool,
    /// Its place among all jobs, from 1.
    pub number: usize,
}

/// The jobs of these rows, each row that has randomness with `n_seeds` seeds.
///
/// # Errors
/// [`RunError::Seeds`] if a row has not so many.
pub fn jobs(rows: &[Row], options: Options, n_seeds: u64) -> Result<Vec<Job>, RunError> {
    let mut jobs = Vec::new();
    for row in rows {
        let seeds = options.seeds_of(row, n_seeds)?;
        for seed in &seeds {
            jobs.push(Job {
                row: *row,
                options: Options {
                    seed: *seed,
                    ..options
                },
                first_seed: *seed == seeds[0],
                number: jobs.len() + 1,
            });
        }
    }
    Ok(jobs)
}

/// The part of the jobs that one of several machines runs. Jobs that share a network stay together.
///
/// # Errors
/// If there is nothing to do for it.
pub fn shard(jobs: Vec<Job>, shard: Shard) -> anyhow::Result<Vec<Job>> {
    let mut jobs = shard.dealt(units(jobs))?.concat();
    jobs.sort_by_key(|job| job.number);
    Ok(jobs)
}

/// Runs every job; those that use one core as many at a time as there are `threads`.
///
/// `stop` keeps jobs from being begun.
pub fn run(jobs: Vec<Job>, threads: usize, stop: &AtomicBool, work: impl Fn(Job) + Sync) {
    let (one_core, all_cores): (Vec<Job>, Vec<Job>) = jobs
        .into_iter()
        .partition(|job| job.row.cores == Cores::One);
    let begin = |job: Job| {
        if !stop.load(Ordering::Relaxed) {
            work(job);
        }
    };
    all_cores.into_iter().for_each(begin);
    // The paper's last rows train longest: to begin with them leaves no core waiting at the end.
    let units = units(one_core).into_iter().rev().collect();
    side_by_side(units, threads, stop, |unit| {
        unit.into_iter().for_each(begin);
    });
}

/// Does pieces of work that use one core each, from the first on, as many at a time as there are
/// `threads`.
///
/// `stop` keeps work from being begun.
pub fn side_by_side<T: Send>(
    work: Vec<T>,
    threads: usize,
    stop: &AtomicBool,
    act: impl Fn(T) + Sync,
) {
    let waiting = Mutex::new(VecDeque::from(work));
    let next = || match stop.load(Ordering::Relaxed) {
        true => None,
        false => waiting.lock().expect("no holder panics").pop_front(),
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(work) = next() {
                    act(work);
                }
            });
        }
    });
}

/// Jobs that go together, in the order of their first: those that share a network, of one seed.
fn units(jobs: Vec<Job>) -> Vec<Vec<Job>> {
    let mut units: Vec<Vec<Job>> = Vec::new();
    for job in jobs {
        let key = |job: &Job| (job.row.network(), job.options.seed);
        let related = |unit: &&mut Vec<Job>| key(&unit[0]) == key(&job);
        match units.iter_mut().find(related) {
            Some(unit) if job.row.network().is_some() => unit.push(job),
            _ => units.push(vec![job]),
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use experiments::ROWS;

    use super::*;

    const OPTIONS: Options = Options {
        seed: None,
        threads: 2,
        train_images: None,
    };

    fn jobs(rows: &[&Row], options: Options, n_seeds: u64) -> Vec<Job> {
        let rows: Vec<Row> = rows.iter().map(|row| **row).collect();
        super::jobs(&rows, options, n_seeds).unwrap()
    }

    #[test]
    fn only_rows_with_randomness_have_several_seeds() {
        for job in jobs(ROWS, OPTIONS, 3) {
            assert_eq!(job.options.seed.is_some(), job.row.seed.is_some());
        }
        let of = |id| {
            jobs(ROWS, OPTIONS, 3)
                .into_iter()
                .filter(move |job| job.row.id() == id)
        };
        assert_eq!(of("linear").count(), 1);
        let seeds: Vec<_> = of("lenet5")
            .map(|job| (job.options.seed, job.first_seed))
            .collect();
        assert_eq!(seeds, [(Some(1), true), (Some(2), false), (Some(3), false)]);
    }

    #[test]
    fn shards_are_all_jobs_once_and_keep_a_network_together() {
        let all = jobs(ROWS, OPTIONS, 2);
        let mut seen = BTreeSet::new();
        for part in ["1/5", "2/5", "3/5", "4/5", "5/5"] {
            let own = shard(all.clone(), part.parse().unwrap()).unwrap();
            for job in &own {
                assert!(seen.insert(job.number));
                if job.row.network().is_some() {
                    let together = own.iter().filter(|other| {
                        (other.row.network(), other.options.seed)
                            == (job.row.network(), job.options.seed)
                    });
                    assert_eq!(together.count(), 3, "{}", job.row.id());
                }
            }
        }
        assert_eq!(seen.len(), all.len());
    }

    #[test]
    fn every_job_is_run_once_and_a_network_trained_first_by_its_own_row() {
        let all = jobs(ROWS, OPTIONS, 1);
        let done = Mutex::new(Vec::new());
        let never = AtomicBool::new(false);
        run(all.clone(), 2, &never, |job| {
            done.lock().unwrap().push(job.number);
        });
        let done = done.into_inner().unwrap();
        assert_eq!(done.iter().collect::<BTreeSet<_>>().len(), all.len());
        let place = |id| {
            let job = all.iter().find(|job| job.row.id() == id).unwrap();
            done.iter().position(|number| *number == job.number)
        };
        assert!(place("lenet4") < place("lenet4-local"));
        assert!(place("svm-poly") < place("lenet5"), "all cores first");
    }

    #[test]
    fn nothing_is_begun_once_stopped() {
        run(jobs(ROWS, OPTIONS, 1), 2, &AtomicBool::new(true), |job| {
            panic!("{} was begun", job.row.id())
        });
    }
}
