use anyhow::bail;
use experiments::{Options, Row};
use mnist_io::Mnist;
use report::{Failure, Outcome, Store};

use super::found::{Found, once, refuse_other};
use crate::support::output::Output;
use crate::support::tables::Tables;

/// The comparison of all parts.
pub(super) struct Digits {
    /// The rows as they run on the data.
    rows: Vec<Row>,
    options: Options,
    /// Each with the place of its row, in the order of the rows and seeds.
    outcomes: Vec<(usize, Outcome)>,
    /// What failed in its part, and was measured in none.
    pub(super) failed: Vec<Failure>,
}

impl Digits {
    /// # Errors
    /// If the records do not belong together, or not to this data and code.
    pub(super) fn of(
        rows: Vec<Row>,
        records: Vec<Found<Outcome>>,
        failures: Vec<Failure>,
        data: &Mnist,
        threads: usize,
    ) -> anyhow::Result<Self> {
        let runs = records.iter().map(|found| &found.outcome.run);
        let images = runs.map(|run| run.train_images).max();
        let images = images.unwrap_or(data.train.len());
        let options = Options {
            seed: None,
            threads,
            train_images: (images != data.train.len()).then_some(images),
        };
        let mut outcomes = Vec::new();
        for found in once(records, Outcome::agrees_with)? {
            let run = &found.outcome.run;
            let Some(place) = rows.iter().position(|row| row.id() == run.row) else {
                bail!("{}: there is no row {}", found.path.display(), run.row);
            };
            let options = Options {
                seed: run.seed,
                threads: run.threads,
                ..options
            };
            let mut wanted = experiments::describe(&rows[place], data, options);
            wanted.kernel_level.clone_from(&run.kernel_level);
            refuse_other(&found, &wanted)?;
            outcomes.push((place, found.outcome));
        }
        outcomes.sort_by_key(|(place, outcome)| (*place, outcome.run.seed));
        let mut failed = failures;
        failed.retain(|failure| {
            let mut runs = outcomes.iter().map(|(_, outcome)| &outcome.run);
            !runs.any(|run| run.row == failure.row && run.seed == failure.seed)
        });
        Ok(Self {
            rows,
            options,
            outcomes,
            failed,
        })
    }

    /// Writes the records and the tables.
    pub(super) fn write(self, output: Output, data: &Mnist) -> anyhow::Result<Tables> {
        let mut tables = Tables::open(output, &self.rows, data, self.options)?;
        let store = Store::new(tables.output.records());
        let mut last = None;
        for (place, outcome) in &self.outcomes {
            store.save(outcome)?;
            let (description, first_seed) = (&self.rows[*place].description, last != Some(place));
            tables.comparison.take(description, outcome, first_seed);
            last = Some(place);
        }
        for failure in self.failed {
            tables.comparison.fail(failure);
        }
        tables.write()?;
        Ok(tables)
    }
}
