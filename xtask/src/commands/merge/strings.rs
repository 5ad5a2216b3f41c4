use std::path::PathBuf;

use anyhow::bail;
use experiments::strings::{Set, StringJob, StringOptions};
use mnist_io::Mnist;
use report::Store;
use report::strings::{StringOutcome, StringRun};

use super::found::{Found, once, refuse_other};
use crate::support::environment;
use crate::support::output::Output;
use crate::support::string_tables::{self, StringTables, network_path};

/// The readers of strings of all parts.
pub(super) struct Strings {
    jobs: Vec<StringJob>,
    outcomes: Vec<StringOutcome>,
    /// The networks of the readers, by the runs: as far as they are kept.
    networks: Vec<(StringRun, PathBuf)>,
}

impl Strings {
    /// # Errors
    /// If the records do not belong together, or not to this data and code.
    pub(super) fn of(records: Vec<Found<StringOutcome>>, data: &Mnist) -> anyhow::Result<Self> {
        // Any of the parts that have a run may have its network.
        let networks = records.iter().filter_map(|found| {
            let run = &found.outcome.run;
            let path = network_path(found.path.parent()?, run);
            path.is_file().then(|| (run.clone(), path))
        });
        let networks = networks.collect();
        let (mut jobs, mut outcomes) = (Vec::<StringJob>::new(), Vec::new());
        for found in once(records, StringOutcome::agrees_with)? {
            let (path, run) = (found.path.display(), &found.outcome.run);
            let Some(row) = string_tables::row(&run.row) else {
                bail!("{path}: there is no row {}", run.row);
            };
            let Some(set) = Set::ALL.into_iter().find(|set| set.name() == run.set) else {
                bail!("{path}: there is no set {}", run.set);
            };
            let options = StringOptions {
                seed: run.seed,
                orders: run.orders,
                quick: run.quick,
            };
            let job = StringJob { row, set, options };
            let mut wanted = job.describe(data);
            wanted.kernel_level.clone_from(&run.kernel_level);
            refuse_other(&found, &wanted)?;
            if jobs.iter().any(|job| job.options.quick != run.quick) {
                bail!("{path}: of the parts, some are a first look and some are not");
            }
            let line = |job: &StringJob| (job.row.id(), job.set.name());
            if jobs.iter().any(|other| line(other) == line(&job)) {
                bail!(
                    "{path}: there is another record of {} on {}, of another seed, number of \
                     orders or level of the kernels, and the tables have room for one",
                    run.row,
                    run.set
                );
            }
            jobs.push(job);
            outcomes.push(found.outcome);
        }
        Ok(Self {
            jobs,
            outcomes,
            networks,
        })
    }

    /// Writes the records, the networks, the tables, and what the pictures show.
    pub(super) fn write(self, output: Output, data: &Mnist) -> anyhow::Result<StringTables> {
        let mut tables = StringTables::open(output, &self.jobs, data)?;
        for (run, path) in &self.networks {
            let network = std::fs::read(path)?;
            report::write_atomically(&network_path(&tables.records(), run), &network)?;
        }
        let store = Store::new(tables.records());
        for (job, outcome) in self.jobs.iter().zip(&self.outcomes) {
            store.save(outcome)?;
            tables.take(job, outcome);
        }
        tables.write()?;
        let run = |row: &str, set: Set| {
            let mut runs = self.outcomes.iter().map(|outcome| &outcome.run);
            let own = runs.find(|run| (&*run.row, &*run.set) == (row, set.name()));
            own.cloned()
        };
        tables.write_examples(run, data, &environment::environment().revision)?;
        Ok(tables)
    }
}
