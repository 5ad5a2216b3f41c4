//! Which readers of strings go together: those that share a training, or what it starts from.

use experiments::strings::StringJob;

use super::shard::Shard;

/// Jobs that have something in common, in the order of the first of them.
pub fn groups<J, K: PartialEq>(
    jobs: impl IntoIterator<Item = J>,
    key: impl Fn(&J) -> K,
) -> Vec<Vec<J>> {
    let mut groups: Vec<(K, Vec<J>)> = Vec::new();
    for job in jobs {
        let own = key(&job);
        match groups.iter_mut().find(|(other, _)| *other == own) {
            Some((_, group)) => group.push(job),
            None => groups.push((own, vec![job])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// The part of the jobs that one of several machines runs. Jobs that share a training stay together,
/// and those that start from the same network as far as the parts are then of about the same cost.
///
/// # Errors
/// If there is nothing to do for it.
pub fn shard(jobs: Vec<StringJob>, shard: Shard) -> anyhow::Result<Vec<StringJob>> {
    let by_start = groups(jobs, |job| (job.start(), job.seed())).concat();
    let trainings = groups(by_start, |job| (job.training(), job.seed()));
    // To read takes time, too.
    Ok(shard.cut(trainings, |jobs| 1 + jobs[0].cost())?.concat())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use experiments::strings::{STRING_ROWS, StringOptions};

    use super::*;

    fn all() -> Vec<StringJob> {
        let options = StringOptions {
            seed: None,
            orders: 1,
            quick: false,
        };
        let of_row = |row: &'static experiments::strings::StringRow| {
            let sets = row.sets.iter();
            sets.map(move |&set| StringJob { row, set, options })
        };
        STRING_ROWS.iter().flat_map(of_row).collect()
    }

    fn parts(n: usize) -> Vec<Vec<StringJob>> {
        let part = |number| shard(all(), format!("{number}/{n}").parse().unwrap()).unwrap();
        (1..=n).map(part).collect()
    }

    #[test]
    fn the_parts_are_all_jobs_once_and_train_nothing_twice() {
        for n in 1..=6 {
            let mut seen = BTreeSet::new();
            let mut trained_in = BTreeMap::new();
            for (part, jobs) in parts(n).iter().enumerate() {
                for job in jobs {
                    assert!(seen.insert((job.row.id(), job.set.name())));
                    let first = *trained_in.entry(job.training()).or_insert(part);
                    assert_eq!(part, first, "{}", job.training());
                }
            }
            assert_eq!(seen.len(), all().len());
        }
    }

    #[test]
    fn two_parts_start_from_few_networks_and_cost_about_the_same() {
        let parts = parts(2);
        let starts = parts
            .iter()
            .map(|jobs| groups(jobs, |job| job.start()).len());
        assert!(starts.sum::<usize>() <= 1 + groups(all(), StringJob::start).len());
        let costs = parts.iter().map(|jobs| {
            let trainings = groups(jobs, |job| job.training());
            trainings.iter().map(|jobs| jobs[0].cost()).sum::<usize>()
        });
        let costs: Vec<usize> = costs.collect();
        let dearest = all().iter().map(StringJob::cost).max().unwrap();
        assert!(costs[0].abs_diff(costs[1]) <= dearest, "{costs:?}");
    }
}
